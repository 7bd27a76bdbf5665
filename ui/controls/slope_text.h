// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ui {

// A slope as people write it: "0", "1/2", "1/256", "2", otherwise four digits ("0.3536"), and "2^-14.5" where decimals
// would be long. parseSlope reads everything formatSlope writes, up to these digits.
QString formatSlope(double slope);

// parseNumber() up to ±kLargestSlope.
std::optional<double> parseSlope(const QString& text);

inline constexpr double kLargestSlope = 65536.0;

} // namespace ui
