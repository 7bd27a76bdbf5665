// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_axis.h"

#include <algorithm>
#include <cmath>

namespace ui {

double SlopeAxis::octave() const { return std::max(right - left - kZeroGap, 1.0) / (kHighest - kLowest); }

double SlopeAxis::xOf(double slope) const
{
    if (!(slope > 0.0))
        return left;
    const double exponent = std::clamp(std::log2(slope), double(kLowest), double(kHighest));
    return left + kZeroGap + (exponent - kLowest) * octave();
}

double SlopeAxis::slopeAt(double x) const
{
    if (x < left + kZeroGap / 2.0)
        return 0.0;
    const double exponent = kLowest + (x - left - kZeroGap) / octave();
    return std::exp2(std::clamp(exponent, double(kLowest), double(kHighest)));
}

SlopeColumns::SlopeColumns(double width, double height, const QFontMetricsF& metrics)
{
    constexpr double kSpace = 6.0;
    const auto wide = [&](const char* sample) { return metrics.horizontalAdvance(QString::fromUtf8(sample)); };
    const double leastAxis = 90.0;
    const double editWidth = wide("−0.0008888") + 14.0;
    double chipWidth = wide("h127") + 10.0;
    if (width - chipWidth - editWidth - 2.0 * kSpace < leastAxis) // no shipped model has so many heads
        chipWidth = wide("h77") + 6.0;
    double room = width - chipWidth - editWidth - 2.0 * kSpace;
    double reachWidth = wide(">9999 tokens") + kSpace;
    reachUnit = room - reachWidth >= 2.0 * leastAxis;
    if (!reachUnit)
        reachWidth = std::max(wide(">9999"), wide("reach")) + kSpace;
    if (room - reachWidth < leastAxis)
        reachWidth = 0.0;
    room -= reachWidth;
    chip = QRectF(0, 3, chipWidth, height - 6);
    axis = QRectF(chip.right() + kSpace, 0, std::max(room, 20.0), height);
    edit = QRectF(axis.right() + kSpace, 1, editWidth, height - 2);
    if (reachWidth > 0.0)
        reach = QRectF(edit.right() + kSpace, 0, reachWidth - kSpace, height);
    scale.left = axis.left() + 7.0;
    scale.right = axis.right() - 7.0;
}

} // namespace ui
