// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/expression.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// How a computed number is written: some digits that count (without a format), so many decimals, or as a percentage.
struct NumberFormat
{
    int decimals = -1; // -1: three digits that count
    bool percent = false;
    bool operator==(const NumberFormat&) const = default;
};
std::string numberText(double value, const NumberFormat& format);

// A piece of a lesson's text: words, or a number that is computed when it is shown.
struct TextPiece
{
    std::string words = {};
    bool emphasised = false;
    std::string term = {}; // of the glossary, that the words lead to; empty: none
    std::optional<Expression> number = {};
    NumberFormat format{};
};
using MarkedText = std::vector<TextPiece>;

// Reads the small markup of lessons:
//   *words*            emphasis
//   [words](term)      leads to that entry of the glossary; [term] alone leads to the entry of that name
//   {expression}       a number; {expression : 1} with one decimal, {expression : %} as a percentage
//   \* \[ \] \{ \} \\  the sign itself
// place: file and field, for messages. Throws Error saying what does not end, or what is wrong in an expression.
MarkedText parseMarkup(std::string_view text, std::string_view place);

} // namespace core
