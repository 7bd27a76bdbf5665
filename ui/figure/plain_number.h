// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// Numbers as core/base/number_text.h writes them.
QString plainNumber(double value, int digits = 4);
QString fixedNumber(double value, int decimals);
QString percentText(double share);

// The label of a tick on a linear axis whose ticks are `step` apart: just enough decimals to tell neighbours apart.
QString plainTick(double value, double step);

} // namespace ui
