// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace core {

// FNV-1a, 64 bits: tells files and names apart; no protection against intent.
constexpr std::uint64_t hashOf(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325ULL)
{
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

// Throws Cancelled soon after cancel() is true.
std::uint64_t hashOf(std::string_view bytes, const Cancel& cancel);

// Sixteen hexadecimal digits.
std::string hexOf(std::uint64_t hash);
std::uint64_t hashOf(std::span<const int> numbers);

} // namespace core
