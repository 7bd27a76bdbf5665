// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QRectF>

namespace ui {

// Where a slope stands on the rows' common axis: logarithmic from 2^kLowest to 2^kHighest, with slope zero on a mark of
// its own at the far left. Slopes that do not fit stand at the nearer end; negative ones at zero.
struct SlopeAxis
{
    static constexpr int kLowest = -12;
    static constexpr int kHighest = 2;
    static constexpr double kZeroGap = 18.0; // pixels between the mark of zero and 2^kLowest

    double left = 0.0;  // the mark of zero
    double right = 1.0; // 2^kHighest

    double octave() const; // pixels per factor two
    double xOf(double slope) const;
    double slopeAt(double x) const; // the left half of the gap means zero
};

// The columns of a row (and of the header above them) that is `width` pixels wide. The reach column leaves first when
// the room gets narrow: first its unit, then all of it.
struct SlopeColumns
{
    SlopeColumns(double width, double height, const QFontMetricsF& metrics);

    QRectF chip;
    QRectF axis; // the handle's room; SlopeAxis lies inside it
    QRectF edit;
    QRectF reach; // null when there is no room
    bool reachUnit = false;
    SlopeAxis scale;
};

} // namespace ui
