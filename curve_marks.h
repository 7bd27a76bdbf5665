// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve.h"
#include "ui/figure/style.h"

#include <QPointF>
#include <QRectF>

#include <functional>

class QPainter;

namespace ui {

// Where things are in a plot that is being drawn. Knows no plotting library: whoever draws says it.
struct PlotPlace
{
    QRectF area;                       // inside the axes
    std::function<double(double)> toX; // coordinate to pixel
    std::function<double(double)> toY;
    std::function<double(double)> fromX; // pixel to coordinate
    bool xLog = false;
    bool yLog = false;
    FigureStyle style;

    bool isInside(double pixelX) const;
};

// The places on the x axis that have a name.
struct CurveMarks
{
    QVector<double> trainingLengths;
    QVector<PlotMark> others;

    // Below the curves: the ground past each training length, a little darker with each.
    void paintGround(QPainter& painter, const PlotPlace& place) const;
    // Above the curves: all lines first, so that none crosses another's caption; the captions' boxes come back.
    void paintLines(QPainter& painter, const PlotPlace& place) const;
    QVector<QRectF> paintCaptions(QPainter& painter, const PlotPlace& place) const;
};

// Draws the caption of the vertical line at x in the painter's colour and returns its box, which is below those `taken`
// that it would overlap; null when x is not in view.
QRectF paintLineCaption(QPainter& painter, const PlotPlace& place, double x, const QString& caption,
                        const QVector<QRectF>& taken);

} // namespace ui
