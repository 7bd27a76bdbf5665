// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
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

// Replaces what a symbolic link points to, not the link.
fs::path followLink(const fs::path& target)
{
    std::error_code failure;
    const fs::path real = fs::canonical(target, failure);
    return failure ? target : real;
}

struct Descriptor
{
    int value;
    ~Descriptor()
    {
        if (value >= 0)
            ::close(value);
    }
};

std::uint64_t checkedSize(const fs::path& path, int descriptor, std::uint64_t maxBytes)
{
    struct stat info
    {};
    if (::fstat(descriptor, &info) != 0)
        throw error("{}: cannot be read ({}).", path.string(), reason(errno));
    if (S_ISDIR(info.st_mode))
        throw error("{}: is a folder; choose a file.", path.string());
    if (!S_ISREG(info.st_mode))
        throw error("{}: is not an ordinary file; choose another.", path.string());
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size > maxBytes)
        throw error("{}: has {} bytes, more than the {} allowed here; choose a smaller file.", path.string(), size,
                    maxBytes);
    return size;
}

} // namespace

AtomicFile::AtomicFile(const fs::path& target)
    : m_target(target)
{
    checkTarget(target);
    m_target = followLink(target);
    openTemporary();
    struct stat existing
    {};
    if (::stat(m_target.c_str(), &existing) == 0 && ::fchmod(m_descriptor, existing.st_mode & 0777) != 0)
        fail(errno);
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::openTemporary()
{
    // The name leaves out the target's, which may already be as long as a name can be.
    static std::atomic<unsigned> counter{0};
    do {
        m_temporary = m_target.parent_path() / fmt::format(".part-{}-{}", ::getpid(), counter++);
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    } while (m_descriptor < 0 && (errno == EEXIST || errno == EINTR));
    if (m_descriptor < 0)
        failWriting(m_target, errno);
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
    if (::fsync(m_descriptor) != 0 && errno != EINVAL)
        fail(errno);
    if (::close(std::exchange(m_descriptor, -1)) != 0 && errno != EINTR)
        fail(errno);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail(errno);
    m_temporary.clear();
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

std::string readFileBytes(const fs::path& path, std::uint64_t maxBytes)
{
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.value < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            throw error("{}: there is no such file; check the name.", path.string());
        throw error("{}: cannot be read ({}).", path.string(), reason(errno));
    }
    std::string bytes(checkedSize(path, file.value, maxBytes), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.value, bytes.data() + filled, std::min(bytes.size() - filled, largestPiece));
        if (got < 0 && errno != EINTR)
            throw error("{}: cannot be read ({}).", path.string(), reason(errno));
        if (got == 0)
            throw error("{}: ends after {} of its {} bytes; if it was being written, try again.", path.string(), filled,
                        bytes.size());
        filled += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return bytes;
}

} // namespace core
