// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/plain_number.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>

namespace ui {

QString plainNumber(double value, int digits) { return QString::fromStdString(core::plainNumber(value, digits)); }

QString fixedNumber(double value, int decimals) { return QString::fromStdString(core::fixedNumber(value, decimals)); }

QString percentText(double share) { return QString::fromStdString(core::percentText(share)); }

QString plainTick(double value, double step)
{
    if (!(step > 0.0) || std::abs(value) >= 1e7)
        return plainNumber(value);
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
    const QString text = fixedNumber(value, decimals);
    return text.toDouble() == 0.0 ? QStringLiteral("0") : text;
}

} // namespace ui
