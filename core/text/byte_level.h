// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace core {

// GPT-2's byte alphabet, in which tokenizer.json writes tokens: every byte is one printable character. The bytes
// 33–126, 161–172 and 174–255 stand for themselves, the others, in order, are U+0100, U+0101, … (Radford et al. 2019).

// Any bytes, written in the alphabet (UTF-8).
std::string toByteLevel(std::string_view bytes);

// The bytes of a token written in the alphabet; nothing when it holds a character that is not in it.
std::optional<std::string> fromByteLevel(std::string_view token);

// All 256 bytes in the order of their characters: the ids 0–255 of GPT-2 and of the tokenizers trained here.
std::array<unsigned char, 256> byteLevelOrder();

} // namespace core
