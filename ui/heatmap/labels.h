// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <QString>

#include <vector>

namespace ui {

// Multiples of 1, 2 or 5 × 10^k within low..high, at most about `most` of them (at least two where that is possible).
std::vector<double> niceTicks(double low, double high, int most);

// 1, 2, 5, 10, 20, ...: the smallest such step that divides `count` positions into at most `most` parts.
core::Index niceStep(core::Index count, core::Index most);

// Short, with a real minus sign: "−0.05", "1200", "2e−07".
QString numberText(double value);

// A token as one visible line, whatever bytes it was made of: line breaks and tabs as symbols, other controls as "·",
// overlong text cut. Never empty.
QString oneLine(const QString& token);

} // namespace ui
