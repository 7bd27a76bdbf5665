// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/mapped_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace core {
namespace {

struct OpenFile
{
    int value;
    ~OpenFile()
    {
        if (value >= 0)
            ::close(value);
    }
};

} // namespace

MappedFile mapFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    const auto reason = [] { return std::generic_category().message(errno); };
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.value < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            throw error("{}: there is no such file; check the name.", path.string());
        throw error("{}: cannot be read ({}).", path.string(), reason());
    }
    struct stat info
    {};
    if (::fstat(file.value, &info) != 0)
        throw error("{}: cannot be read ({}).", path.string(), reason());
    if (S_ISDIR(info.st_mode))
        throw error("{}: is a folder; choose a file.", path.string());
    if (!S_ISREG(info.st_mode))
        throw error("{}: is not an ordinary file; choose another.", path.string());
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size > maxBytes)
        throw error("{}: has {} bytes, more than the {} allowed here; choose a smaller file.", path.string(), size,
                    maxBytes);
    if (size == 0) // nothing can be mapped
        return {};
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
    if (start == MAP_FAILED) // NOLINT: the system's own macro
        throw error("{}: cannot be read ({}).", path.string(), reason());
    const auto unmap = [size](const std::byte* bytes) { ::munmap(const_cast<std::byte*>(bytes), size); };
    std::shared_ptr<const std::byte> owner(static_cast<const std::byte*>(start), unmap);
    const std::byte* bytes = owner.get();
    return {std::move(owner), {bytes, size}};
}

} // namespace core
