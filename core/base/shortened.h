// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

// For sentences: what a file holds may be long. At most `longest` bytes, cut between characters, and a sign that there
// was more.
inline std::string shortened(std::string_view text, std::size_t longest = 80)
{
    if (text.size() <= longest)
        return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) // not inside a character
        --end;
    return std::string(text.substr(0, end)) + "…";
}

} // namespace core
