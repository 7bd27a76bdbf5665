// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ui {

// Reads a number as people write it, the same in every country: either mark of decimals ("0.5", "0,5"), powers of ten
// as keyboards and as axes write them ("1e3", "1.2×10⁻⁵"), fractions, powers and brackets ("1/4", "2^(-8/12)"), either
// minus. A mark is never a separator of thousands: "18,419" is a little more than 18, and "1.000,5" no number. Nothing
// for any other text, for more than 64 letters, and for results that are not finite; never minus zero.
std::optional<double> parseNumber(const QString& text);

} // namespace ui
