// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace core {
namespace {

std::string withoutTrailingZeros(std::string text)
{
    if (text.find('.') == std::string::npos)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

// Without the minus of a zero.
std::string withMinus(std::string text)
{
    if (!text.starts_with('-'))
        return text;
    text.erase(0, 1);
    return text.find_first_not_of("0.") == std::string::npos ? text : "−" + text;
}

std::string superscript(int number)
{
    static constexpr std::array<std::string_view, 10> kDigits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string raised;
    for (const char letter : std::to_string(number))
        raised += letter == '-' ? std::string_view("⁻") : kDigits[static_cast<std::size_t>(letter - '0')];
    return raised;
}

std::string decimals(double value, int count) { return fmt::format("{:.{}f}", value, std::max(count, 0)); }

} // namespace

std::string plainNumber(double value, int digits)
{
    if (value == 0.0)
        return "0";
    if (!std::isfinite(value))
        return std::isnan(value) ? "–" : value > 0.0 ? "∞" : "−∞";
    const double size = std::abs(value);
    int power = static_cast<int>(std::floor(std::log10(size) + 1e-12));
    if (size >= 1e7 || size < 1e-4) {
        if (size / std::pow(10.0, power) >= 10.0 - 0.5 * std::pow(10.0, 2 - digits))
            ++power; // would round to 10
        const std::string factor = withMinus(withoutTrailingZeros(decimals(value / std::pow(10.0, power), digits - 2)));
        const std::string ten = "10" + superscript(power);
        return factor == "1" ? ten : factor + "×" + ten;
    }
    return withMinus(withoutTrailingZeros(decimals(value, digits - 1 - power)));
}

std::string fixedNumber(double value, int count)
{
    return std::isfinite(value) ? withMinus(decimals(value, count)) : plainNumber(value);
}

std::string percentText(double share) { return fixedNumber(100.0 * share, 1) + " %"; }

} // namespace core
