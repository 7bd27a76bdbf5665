// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace core {

// A file that appears under its name whole or not at all. The bytes go to a hidden temporary file in the same folder,
// which commit() flushes to the disk and renames over the target, flushing the folder, too; without commit() the
// destructor removes it and the target stays as it was. Temporary files of processes that were killed are removed when
// the next file is written into their folder. A new file gets the permissions 0644 less the umask, a replaced one keeps
// its own; a symbolic link is followed. Every failure is one core::Error naming the path and what to do. One object
// belongs to one thread.
class AtomicFile
{
public:
    // Refuses a missing or read-only folder, a write-protected file, and whatever is not an ordinary file.
    explicit AtomicFile(const std::filesystem::path& target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    // Not buffered: pass large pieces. After a failure nothing is left on the disk.
    void write(std::string_view bytes);
    void commit();

private:
    void openTemporary();
    void discard() noexcept;
    [[noreturn]] void fail(int code);

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
};

void writeFileAtomically(const std::filesystem::path& target, std::string_view bytes);

// Makes the folder where there is none; its parent must exist. Throws core::Error.
void makeFolder(const std::filesystem::path& folder);

// The whole of an ordinary file. core::Error if it is missing, unreadable, not an ordinary file, larger than maxBytes
// (found out before any memory is taken) or ends before its stated size; Cancelled soon after cancel() is true.
std::string readFileBytes(const std::filesystem::path& path, std::uint64_t maxBytes, const Cancel& cancel = {});

} // namespace core
