// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace core {

// English that people read is marked with this where it stands, so that whoever collects sentences for translation
// finds all of them. The text itself.
constexpr const char* said(const char* english) { return english; }

// A number whose way of writing is left to whoever shows it.
struct ShownNumber
{
    enum class Style { Plain, Fixed, Percent }; // digits: significant ones; after the point; after the point

    double value = 0.0;
    Style style = Style::Plain;
    int digits = 4;
    bool operator==(const ShownNumber&) const = default;
};
inline ShownNumber plain(double value, int digits = 4) { return {value, ShownNumber::Style::Plain, digits}; }
inline ShownNumber fixed(double value, int decimals) { return {value, ShownNumber::Style::Fixed, decimals}; }
inline ShownNumber percent(double share) { return {share, ShownNumber::Style::Percent, 1}; }

// A sentence, or a part of a picture with words in it: said(…) with %1, %2 … where the arguments go.
struct Phrase
{
    using Argument = std::variant<std::string, ShownNumber>;

    const char* format = "";
    std::vector<Argument> arguments;

    bool operator==(const Phrase& other) const
    {
        return std::string_view(format) == other.format && arguments == other.arguments;
    }
};

namespace detail {

inline Phrase::Argument argumentOf(ShownNumber number) { return number; }
inline Phrase::Argument argumentOf(std::string text) { return text; }
template <std::integral Number>
Phrase::Argument argumentOf(Number number)
{
    return std::to_string(number);
}

} // namespace detail

// Whole numbers are written in full.
template <typename... Arguments>
Phrase phrase(const char* format, Arguments&&... arguments)
{
    return {format, {detail::argumentOf(std::forward<Arguments>(arguments))...}};
}

} // namespace core
