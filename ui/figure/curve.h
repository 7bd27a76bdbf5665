// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/origin.h"

#include <QColor>
#include <QString>
#include <QVector>

#include <optional>

namespace ui {

// One curve of a CurvePlot. x and y belong together pairwise; what one of them has too many is ignored.
struct Curve
{
    QString id;    // stays the same while the data changes
    QString label; // in the legend
    QColor colour; // as in series_colours.h; the plot makes it legible on its background
    QVector<double> x;
    QVector<double> y;
    bool dashed = false;
    bool points = false; // mark the points themselves
    QString variant =
        {}; // what sets it apart from the curve of the same label ("without switches"): other dashes, named once
    QString part = {}; // which of several of one label it is ("h3"): read-outs say it, the legend has one for all
    std::optional<Origin> origin = {}; // where its numbers come from; none: the label says it
    bool steps = false; // each value holds half way to its neighbours, instead of a straight line to them
    bool operator==(const Curve&) const = default;
};

// A place on the x axis with a name.
struct PlotMark
{
    double x = 0.0;
    QString text;
    QColor colour; // made legible
    bool operator==(const PlotMark&) const = default;
};

struct CurveReading
{
    double x = 0.0;
    double y = 0.0;
    bool exact = true; // a point of the data; false: on the line between two of them
};

// Sorted by x, without points that have no place on the x axis; y that cannot be drawn (not finite, or not above zero
// on a logarithmic axis) is NaN, which leaves a gap.
Curve drawable(const Curve& curve, bool xLog, bool yLog);

// The value of a drawable curve at x, where its line passes (straight on the given axes, or in steps). Nothing in gaps
// and beyond the ends.
std::optional<CurveReading> readingAt(const Curve& curve, double x, bool xLog, bool yLog);

// The point of a drawable curve whose x is nearest on the given axis; points without y do not count.
std::optional<CurveReading> nearestPoint(const Curve& curve, double x, bool xLog);

// Whether some point of a drawable curve has no neighbour to be joined to.
bool hasLonelyPoint(const Curve& curve);

} // namespace ui
