// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve.h"

#include <QFont>
#include <QPalette>
#include <QPointF>
#include <QRectF>

#include <functional>
#include <optional>

class QPainter;

namespace ui {

// What lies over the curves of a CurvePlot and changes without them: the training length, the cursor with its values,
// the read-out under the mouse. Knows no plotting library; the plot says where things are.
struct CurveOverlay
{
    struct Place
    {
        QRectF area;                       // inside the axes, pixels
        std::function<double(double)> toX; // coordinate to pixel
        std::function<double(double)> toY;
        std::function<double(double)> fromX; // pixel to coordinate
        bool xLog = false;
        bool yLog = false;
        QFont font;
        QPalette palette;
    };

    QVector<Curve> curves; // drawable()
    QString xLabel;
    std::optional<double> trainingLength;
    QVector<PlotMark> marks;
    std::optional<double> cursor;
    std::optional<QPointF> mouse; // pixels; set while it is over the area
    QString message;              // in the middle, for a plot without data

    // Below the curves: the ground past the training length.
    void paintGround(QPainter& painter, const Place& place) const;
    // Above the curves.
    void paint(QPainter& painter, const Place& place) const;

private:
    void paintMessage(QPainter& painter, const Place& place) const;
    QRectF paintCaption(QPainter& painter, const Place& place, double x, const QString& caption,
                        const QVector<QRectF>& taken) const;
    void paintValues(QPainter& painter, const Place& place, double top) const;
    void paintReadOut(QPainter& painter, const Place& place) const;
};

// Moves the middles of labels that are `height` high so that none overlaps another or leaves [top, bottom]; keeps their
// order. `wanted` is rising; where all do not fit, the result is shorter.
QVector<double> spreadOut(const QVector<double>& wanted, double height, double top, double bottom);

} // namespace ui
