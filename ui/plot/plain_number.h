// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// A number as it is written in a text: about `digits` significant digits, whole numbers in full ("4096", "43.61",
// "0.05"), never "1e+02". From ten million on and below 0.0001 as "1.2×10⁹".
QString plainNumber(double value, int digits = 4);

// The label of a tick on a linear axis whose ticks are `step` apart: just enough decimals to tell neighbours apart.
QString plainTick(double value, double step);

} // namespace ui
