// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <fmt/format.h>

namespace core {

std::uint64_t hashOf(std::string_view bytes, const Cancel& cancel)
{
    constexpr std::size_t atOnce = std::size_t{1} << 20;
    std::uint64_t hash = hashOf(std::string_view());
    while (!bytes.empty()) {
        throwIfCancelled(cancel);
        const std::string_view part = bytes.substr(0, atOnce);
        hash = hashOf(part, hash);
        bytes.remove_prefix(part.size());
    }
    return hash;
}

std::string hexOf(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::uint64_t hashOf(std::span<const int> numbers)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const int number : numbers)
        hash = (hash ^ static_cast<std::uint64_t>(static_cast<std::uint32_t>(number))) * 0x100000001B3ULL;
    return hash;
}

} // namespace core
