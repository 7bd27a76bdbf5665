// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// Numbers as they are written everywhere people read them: with a real minus sign, never "1e+02", "–" for what is no
// number. (Files that programs read are not written with these.)

// About `digits` significant digits, whole numbers in full ("4096", "43.61", "0.05"). From ten million on and below
// 0.0001 as "1.2×10⁹".
QString plainNumber(double value, int digits = 4);

// With so many decimals, zeros too: what stands below each other in a column.
QString fixedNumber(double value, int decimals);

// "12.5 %" for 0.125.
QString percentText(double share);

// The label of a tick on a linear axis whose ticks are `step` apart: just enough decimals to tell neighbours apart.
QString plainTick(double value, double step);

} // namespace ui
