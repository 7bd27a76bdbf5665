// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <cstddef>
#include <string_view>

namespace core {

// What the pre-tokenizers' patterns ask of a character: \p{L}, \p{N}, \s, or none of them.
enum class CharClass { Letter, Number, Space, Other };

// One character of a text that may hold broken UTF-8. A byte that starts no valid sequence (overlong forms, surrogates
// and numbers above U+10FFFF are not valid) is a character of its own: not valid, one byte, class Other.
struct Utf8Char
{
    char32_t codePoint = 0;
    int length = 1;
    bool valid = true;
};

// position < text.size().
Utf8Char utf8At(std::string_view text, std::size_t position);

CharClass charClassOf(const Utf8Char& character);

// False for control, format, unassigned and private characters and for every space but U+0020: nothing to see.
bool isVisible(char32_t codePoint);

// The offset of the first byte that is not valid UTF-8; text.size() when all of it is.
// Throws Cancelled soon after cancel() is true.
std::size_t firstInvalidUtf8(std::string_view text, const Cancel& cancel = {});

} // namespace core
