// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve_marks.h"

#include <QPointF>

#include <optional>

class QPainter;

namespace ui {

// What lies over the curves of a CurvePlot and changes without them: the named places, the cursor with its values, the
// read-out under the mouse.
struct CurveOverlay
{
    QVector<Curve> curves; // drawable()
    QString xLabel;
    CurveMarks marks;
    bool onlyMeasured = false; // numbers stand at the cursor only where a curve was measured
    std::optional<double> cursor;
    std::optional<QPointF> mouse; // pixels; set while it is over the area
    QString message;              // in the middle, for a plot without data

    // Below the curves.
    void paintGround(QPainter& painter, const PlotPlace& place) const;
    // Above the curves.
    void paint(QPainter& painter, const PlotPlace& place) const;

private:
    void paintValues(QPainter& painter, const PlotPlace& place, double top) const;
    void paintReadOut(QPainter& painter, const PlotPlace& place) const;
};

// Moves the middles of labels that are `height` high so that none overlaps another or leaves [top, bottom]; keeps their
// order. `wanted` is rising; where all do not fit, the result is shorter.
QVector<double> spreadOut(const QVector<double>& wanted, double height, double top, double bottom);

} // namespace ui
