// SPDX-License-Identifier: GPL-3.0-or-later
// A library to be loaded before the program's own (LD_PRELOAD): requests for memory go wrong. Those of at least
// FAULT_LEAST bytes are counted from 1 while main() runs; FAULT_AT says which is refused (0: none), and with FAULT_KIND
// FROM all later ones are, too. FAULT_COUNT names a file that gets the number of requests when the program ends.
#include <dlfcn.h>
#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}

namespace {

long numberOf(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? 0 : std::atol(value);
}

// Read before main(), where nothing is refused.
long at = 0;
size_t least = 0;
bool goesOn = false;
std::atomic<bool> counting = false;
std::atomic<long> requests = 0;

bool isRefused(size_t size)
{
    if (!counting.load(std::memory_order_relaxed) || size < least)
        return false;
    const long number = ++requests;
    return at != 0 && (goesOn ? number >= at : number == at);
}

void* refused()
{
    errno = ENOMEM;
    return nullptr;
}

using Main = int(int, char**, char**);
Main* realMain = nullptr;

int countedMain(int argc, char** argv, char** environment)
{
    at = numberOf("FAULT_AT");
    least = static_cast<size_t>(numberOf("FAULT_LEAST"));
    const char* kind = std::getenv("FAULT_KIND");
    goesOn = kind != nullptr && std::strcmp(kind, "FROM") == 0;
    counting = true;
    const int code = realMain(argc, argv, environment);
    counting = false;
    if (const char* name = std::getenv("FAULT_COUNT"))
        if (std::FILE* file = std::fopen(name, "w")) {
            std::fprintf(file, "%ld", requests.load());
            std::fclose(file);
        }
    return code;
}

} // namespace

extern "C" {

int __libc_start_main(Main* main, int argc, char** argv, void (*init)(), void (*fini)(), void (*linkerFini)(),
                      void* stackEnd)
{
    realMain = main;
    using Start = int(Main*, int, char**, void (*)(), void (*)(), void (*)(), void*);
    return reinterpret_cast<Start*>(::dlsym(RTLD_NEXT, "__libc_start_main"))(countedMain, argc, argv, init, fini,
                                                                             linkerFini, stackEnd);
}

void* malloc(size_t size) noexcept { return isRefused(size) ? refused() : __libc_malloc(size); }

void* calloc(size_t count, size_t size) noexcept
{
    return isRefused(count * size) ? refused() : __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) noexcept { return isRefused(size) ? refused() : __libc_realloc(memory, size); }

void* aligned_alloc(size_t alignment, size_t size) noexcept
{
    return isRefused(size) ? refused() : __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) noexcept
{
    if (isRefused(size))
        return ENOMEM;
    *memory = __libc_memalign(alignment, size);
    return *memory == nullptr ? ENOMEM : 0;
}

void* mmap(void* address, size_t size, int protection, int flags, int file, off_t offset) noexcept
{
    if ((flags & MAP_ANONYMOUS) != 0 && isRefused(size)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    using Map = void*(void*, size_t, int, int, int, off_t);
    return reinterpret_cast<Map*>(::dlsym(RTLD_NEXT, "mmap"))(address, size, protection, flags, file, offset);
}

} // extern "C"
