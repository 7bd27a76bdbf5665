// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace core {

// Numbers as they are written everywhere people read them: with a real minus sign, never "1e+02", "–" for what is no
// number. (Files that programs read are not written with these.)

// About `digits` significant digits, whole numbers in full ("4096", "43.61", "0.05"). From ten million on and below
// 0.0001 as "1.2×10⁹".
std::string plainNumber(double value, int digits = 4);

// With so many decimals, zeros too: what stands below each other in a column.
std::string fixedNumber(double value, int decimals);

// "12.5 %" for 0.125.
std::string percentText(double share);

} // namespace core
