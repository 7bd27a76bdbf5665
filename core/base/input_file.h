// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/descriptor.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace core {

// An ordinary file, open for reading. Not mapped into memory: a mapped file that somebody shortens ends the process.
// Any number of threads may read at once.
class InputFile
{
public:
    // Throws Error if it is missing, unreadable, not an ordinary file or larger than maxBytes.
    InputFile(const std::filesystem::path& path, std::uint64_t maxBytes);

    std::uint64_t size() const { return m_size; } // when it was opened
    // Fills `out` with the bytes from `from` on. Throws Error when the file has become shorter, Cancelled soon after
    // cancel() is true.
    void read(std::uint64_t from, std::span<char> out, const Cancel& cancel = {}) const;
    std::string readAll(const Cancel& cancel = {}) const;

private:
    std::string m_name; // for messages
    Descriptor m_file;
    std::uint64_t m_size;
};

} // namespace core
