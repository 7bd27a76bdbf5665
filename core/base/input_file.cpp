// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace core {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{1} << 20; // bytes between two looks at cancel()

std::uint64_t checkedSize(const std::string& name, int file, std::uint64_t maxBytes)
{
    const auto reason = [] { return std::generic_category().message(errno); };
    struct stat info
    {};
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        throw error("{}: there is no such file; check the name.", name);
    if (file < 0 || ::fstat(file, &info) != 0)
        throw error("{}: cannot be read ({}).", name, reason());
    if (S_ISDIR(info.st_mode))
        throw error("{}: is a folder; choose a file.", name);
    if (!S_ISREG(info.st_mode))
        throw error("{}: is not an ordinary file; choose another.", name);
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size > maxBytes)
        throw error("{}: has {} bytes, more than the {} allowed here; choose a smaller file.", name, size, maxBytes);
    return size;
}

} // namespace

InputFile::InputFile(const std::filesystem::path& path, std::uint64_t maxBytes)
    : m_name(path.string())
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    , m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    , m_size(checkedSize(m_name, m_file.value, maxBytes))
{}

void InputFile::read(std::uint64_t from, std::span<char> out, const Cancel& cancel) const
{
    while (!out.empty()) {
        throwIfCancelled(cancel);
        const ssize_t got =
            ::pread(m_file.value, out.data(), std::min(out.size(), kReadAtOnce), static_cast<off_t>(from));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw error("{}: cannot be read ({}).", m_name, std::generic_category().message(errno));
        if (got == 0)
            throw error("{}: ends after {} of its {} bytes; if it was being written, try again.", m_name, from, m_size);
        from += static_cast<std::uint64_t>(got);
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

std::string InputFile::readAll(const Cancel& cancel) const
{
    std::string bytes;
    bytes.reserve(m_size);
    while (bytes.size() < m_size) { // not resized at once: the system takes long to bring many pages
        const std::size_t from = bytes.size();
        bytes.resize(std::min<std::size_t>(m_size, from + kReadAtOnce));
        read(from, std::span(bytes).subspan(from), cancel);
    }
    return bytes;
}

} // namespace core
