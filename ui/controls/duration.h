// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// "12 s", "3 min 5 s", "2 h 7 min": rounded up.
QString durationText(double seconds);

} // namespace ui
