// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/input_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

namespace core {

namespace fs = std::filesystem;

namespace {

// Linux moves at most 2^31 - 4096 bytes per call; anything below that serves.
constexpr std::size_t largestPiece = std::size_t{1} << 30;

std::string folderOf(const fs::path& target) { return target.has_parent_path() ? target.parent_path().string() : "."; }

// Temporary files are called ".part-<process>-<number>". The name leaves out the target's, which may already be as long
// as a name can be.
constexpr std::string_view kTemporaryPrefix = ".part-";

bool isTemporary(std::string_view name)
{
    return name.starts_with(kTemporaryPrefix) && name.size() > kTemporaryPrefix.size() &&
           name.find_first_not_of("0123456789-", kTemporaryPrefix.size()) == std::string_view::npos;
}

// Again as long as a signal only interrupted the call.
template <typename Call>
auto uninterrupted(const Call& call)
{
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

std::string reason(int code) { return std::generic_category().message(code); }

[[noreturn]] void failWriting(const fs::path& target, int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        throw error("{}: the folder {} does not exist; create it or choose another.", target.string(),
                    folderOf(target));
    case EACCES:
    case EPERM:
    case EROFS:
        throw error("{}: the folder {} cannot be written to; choose another or change its permissions.",
                    target.string(), folderOf(target));
    case ENOSPC:
    case EDQUOT:
        throw error("{}: the disk is full; free some space or choose another folder.", target.string());
    case EFBIG:
        throw error("{}: the file would be larger than this system allows; raise the limit or write less.",
                    target.string());
    default:
        throw error("{}: cannot be written ({}); choose another place.", target.string(), reason(code));
    }
}

// Renaming over /dev/null or a pipe would destroy it, so only ordinary files are replaced.
void checkTarget(const fs::path& target)
{
    if (!target.has_filename())
        throw error("\"{}\": this names no file; add a file name.", target.string());
    struct stat info
    {};
    if (::stat(target.c_str(), &info) != 0) {
        if (errno != ENOENT)
            failWriting(target, errno);
        return;
    }
    if (S_ISDIR(info.st_mode))
        throw error("{}: is a folder; add a file name.", target.string());
    if (!S_ISREG(info.st_mode))
        throw error("{}: is not an ordinary file and will not be replaced; choose another name.", target.string());
    if (::access(target.c_str(), W_OK) != 0)
        throw error("{}: the file is write-protected; choose another name or change its permissions.", target.string());
}

// Replaces, or makes, what a symbolic link points to, not the link.
fs::path followLink(fs::path target)
{
    std::error_code failure;
    fs::path real = fs::canonical(target, failure);
    if (!failure)
        return real;
    constexpr int mostLinks = 40; // as many as Linux follows
    for (int i = 0; i < mostLinks && fs::is_symlink(target, failure); ++i) {
        const fs::path next = fs::read_symlink(target, failure);
        if (failure)
            break;
        target = target.parent_path() / next; // an absolute one replaces everything
    }
    return target;
}

// A temporary file is locked as long as its process lives, so one that can be locked belongs to nobody any more.
void removeLeftovers(const fs::path& folder)
{
    std::error_code problem;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        if (!isTemporary(at->path().filename().native()))
            continue;
        const Descriptor file(::open(at->path().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        struct stat info
        {};
        if (file.value >= 0 && ::fstat(file.value, &info) == 0 && S_ISREG(info.st_mode) &&
            ::flock(file.value, LOCK_EX | LOCK_NB) == 0)
            ::unlink(at->path().c_str());
    }
}

// False: somebody took it for a leftover, just between its making and this.
bool lockTemporary(int descriptor)
{
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    struct stat info
    {};
    return ::fstat(descriptor, &info) == 0 && info.st_nlink > 0;
}

// A new name is safe from a power cut only when its folder is on the disk, too. Some file systems cannot do that, and
// some folders may be written but not read; neither is worth an error, a broken disk is.
int syncFolder(const fs::path& folder)
{
    const Descriptor file(uninterrupted(
        [&] { return ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (file.value < 0 || uninterrupted([&] { return ::fsync(file.value); }) == 0)
        return 0;
    return errno == EIO || errno == ENOSPC || errno == EDQUOT ? errno : 0;
}

} // namespace

AtomicFile::AtomicFile(const fs::path& target)
    : m_target(target)
{
    checkTarget(target);
    m_target = followLink(target);
    removeLeftovers(m_target.has_parent_path() ? m_target.parent_path() : fs::path("."));
    openTemporary();
    struct stat existing
    {};
    if (::stat(m_target.c_str(), &existing) == 0 &&
        uninterrupted([&] { return ::fchmod(m_descriptor, existing.st_mode & 0777); }) != 0)
        fail(errno);
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::openTemporary()
{
    static std::atomic<unsigned> counter{0};
    while (true) {
        m_temporary = m_target.parent_path() / fmt::format("{}{}-{}", kTemporaryPrefix, ::getpid(), counter++);
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (m_descriptor >= 0 && lockTemporary(m_descriptor))
            return;
        if (m_descriptor >= 0)
            ::close(std::exchange(m_descriptor, -1));
        else if (errno != EEXIST && errno != EINTR)
            failWriting(m_target, errno);
    }
}

void AtomicFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), std::min(bytes.size(), largestPiece));
        if (written >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            fail(errno);
    }
}

void AtomicFile::commit()
{
    // Some network file systems report a full disk only now. EINVAL: this one cannot sync, which harms nothing.
    if (uninterrupted([&] { return ::fsync(m_descriptor); }) != 0 && errno != EINVAL)
        fail(errno);
    if (::close(std::exchange(m_descriptor, -1)) != 0 && errno != EINTR)
        fail(errno);
    if (uninterrupted([&] { return ::rename(m_temporary.c_str(), m_target.c_str()); }) != 0)
        fail(errno);
    m_temporary.clear();
    if (const int problem = syncFolder(m_target.parent_path()))
        failWriting(m_target, problem);
}

void AtomicFile::discard() noexcept
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
    if (!m_temporary.empty()) {
        ::unlink(m_temporary.c_str());
        m_temporary.clear();
    }
}

void AtomicFile::fail(int code)
{
    discard();
    failWriting(m_target, code);
}

void writeFileAtomically(const fs::path& target, std::string_view bytes)
{
    AtomicFile file(target);
    file.write(bytes);
    file.commit();
}

void makeFolder(const fs::path& folder)
{
    std::error_code problem;
    if (fs::is_directory(folder, problem))
        return;
    const auto make = [&] { return fs::create_directory(folder, problem); };
    // As a new folder is no use without its content, whether it is on the disk shows when that is written.
    if (make() || (problem == std::errc::interrupted && make())) {
        const fs::path clean = folder.has_filename() ? folder : folder.parent_path();
        (void)syncFolder(clean.parent_path());
        return;
    }
    throw error("{}: the folder cannot be made ({}). Choose a folder that can be written.", folder.string(),
                problem ? sentence("{}", problem.message()) : sentence("its name is taken"));
}

std::string readFileBytes(const fs::path& path, std::uint64_t maxBytes, const Cancel& cancel)
{
    return InputFile(path, maxBytes).readAll(cancel);
}

} // namespace core
