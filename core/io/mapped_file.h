// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace core {

// The bytes of an ordinary file without reading them: the system brings a page when it is first looked at, so a file of
// any size costs only what is used of it. Freed when the last copy of the pointer goes. Throws Error if it is missing,
// unreadable, not an ordinary file or larger than maxBytes. A file must not be shortened while it is mapped; ours are
// replaced whole.
struct MappedFile
{
    std::shared_ptr<const std::byte> owner;
    std::span<const std::byte> bytes;
};
MappedFile mapFile(const std::filesystem::path& path, std::uint64_t maxBytes);

} // namespace core
