// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/duration.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace ui {

QString durationText(double seconds)
{
    const auto whole = static_cast<long>(std::ceil(std::clamp(seconds, 0.0, 1e9)));
    if (whole < 60)
        return QCoreApplication::translate("ui::duration", "%1 s").arg(whole);
    if (whole < 3600)
        return QCoreApplication::translate("ui::duration", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QCoreApplication::translate("ui::duration", "%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
}

} // namespace ui
