// SPDX-License-Identifier: GPL-3.0-or-later
// A library to be loaded before the program's own (LD_PRELOAD): one of the calls that change something on the disk
// below FAULT_FOLDER goes wrong. They are counted from 1; FAULT_AT says which (0: none), FAULT_KIND how:
//   KILL, KILL_AFTER     the process dies before, or right after it
//   TORN                 the process dies after half of a write (as KILL_AFTER for other calls)
//   SHORT                a write takes half of what it was given (other calls work)
//   EIO, ENOSPC, EINTR   it fails with that error
// FAULT_COUNT names a file that gets the number of calls when the program ends.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

std::string setting(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

struct Settings
{
    long at = std::atol(setting("FAULT_AT").c_str());
    std::string kind = setting("FAULT_KIND");
    std::string folder = setting("FAULT_FOLDER");
    std::string count = setting("FAULT_COUNT");
};

const Settings& settings()
{
    static const Settings* const all = new Settings; // for calls until the very end
    return *all;
}

std::atomic<long> calls = 0;
std::array<std::atomic<bool>, 4096> watched{}; // by file descriptor

bool isWatched(int file)
{
    return file >= 0 && file < static_cast<int>(watched.size()) && watched[static_cast<std::size_t>(file)];
}
void setWatched(int file, bool on)
{
    if (file >= 0 && file < static_cast<int>(watched.size()))
        watched[static_cast<std::size_t>(file)] = on;
}
bool isOurs(const char* path)
{
    return !settings().folder.empty() && std::string_view(path).starts_with(settings().folder);
}

template <typename Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

int errorOfKind()
{
    const std::string& kind = settings().kind;
    return kind == "EIO" ? EIO : kind == "ENOSPC" ? ENOSPC : kind == "EINTR" ? EINTR : 0;
}

// Calls the real function, or lets it go wrong.
template <typename Real>
auto call(const Real& real) -> decltype(real())
{
    if (++calls != settings().at)
        return real();
    if (settings().kind == "KILL")
        die();
    if (const int error = errorOfKind()) {
        errno = error;
        return -1;
    }
    const auto result = real();
    if (settings().kind == "KILL_AFTER" || settings().kind == "TORN")
        die();
    return result;
}

int openFile(const char* name, const char* path, int flags, mode_t mode)
{
    const auto real = [=] { return next<int(const char*, int, ...)>(name)(path, flags, mode); };
    const bool changes =
        (flags & O_ACCMODE) != O_RDONLY || (flags & O_DIRECTORY) != 0; // folders are opened to be synced
    if (!isOurs(path) || !changes)
        return real();
    const int file = call(real);
    setWatched(file, file >= 0);
    return file;
}

// Writes the count even where the program leaves by _exit's siblings that run destructors.
struct Report
{
    ~Report()
    {
        if (settings().count.empty())
            return;
        if (std::FILE* file = std::fopen(settings().count.c_str(), "w")) {
            std::fprintf(file, "%ld", calls.load());
            std::fclose(file);
        }
    }
} report;

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openFile("open", path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openFile("open64", path, flags, mode);
}

ssize_t write(int file, const void* bytes, size_t size)
{
    const auto real = [=](size_t count) {
        return next<ssize_t(int, const void*, size_t)>("write")(file, bytes, count);
    };
    if (!isWatched(file))
        return real(size);
    const bool half = calls + 1 == settings().at && (settings().kind == "TORN" || settings().kind == "SHORT");
    return call([&] { return real(half ? (size + 1) / 2 : size); });
}

int fsync(int file)
{
    const auto real = [=] { return next<int(int)>("fsync")(file); };
    return isWatched(file) ? call(real) : real();
}

int close(int file)
{
    const auto real = [=] { return next<int(int)>("close")(file); };
    if (!isWatched(file))
        return real();
    setWatched(file, false);
    const int result = call(real);
    if (result != 0)
        (void)real(); // Linux has closed it, whatever it says
    return result;
}

int rename(const char* from, const char* to) noexcept
{
    const auto real = [=] { return next<int(const char*, const char*)>("rename")(from, to); };
    return isOurs(to) ? call(real) : real();
}

int fchmod(int file, mode_t mode) noexcept
{
    const auto real = [=] { return next<int(int, mode_t)>("fchmod")(file, mode); };
    return isWatched(file) ? call(real) : real();
}

int mkdir(const char* path, mode_t mode) noexcept
{
    const auto real = [=] { return next<int(const char*, mode_t)>("mkdir")(path, mode); };
    return isOurs(path) ? call(real) : real();
}

int remove(const char* path) noexcept
{
    const auto real = [=] { return next<int(const char*)>("remove")(path); };
    return isOurs(path) ? call(real) : real();
}

} // extern "C"
