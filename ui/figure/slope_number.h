// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// A slope as people write it: "0", "1/2", "1/256", "2", otherwise four digits ("0.3536"), and "2^-14.5" where decimals
// would be long. parseSlope() reads everything this writes, up to these digits.
QString formatSlope(double slope);

} // namespace ui
