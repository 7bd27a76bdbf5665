// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve_marks.h"
#include "ui/figure/style.h"

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QStringList>
#include <QVector>

#include <utility>

class QPainter;

namespace ui {

// What an axis of a plot shows. A logarithmic one counts in powers of two across, in powers of ten upwards.
struct AxisRange
{
    std::pair<double, double> view;
    bool logarithmic = false;
    bool named = true; // there is room for its name
};

// A pair of axes with their ticks, grid and names, laid out in a figure.
class PlotAxes
{
public:
    PlotAxes() = default;
    // Inside `room`, with all that stands beside the axes.
    PlotAxes(const AxisRange& x, const AxisRange& y, const QRectF& room, const FigureStyle& style);

    QRectF area() const { return m_area; } // inside the axes
    QPointF pixelAt(double x, double y) const { return {m_x.toPixel(x), m_y.toPixel(y)}; }
    PlotPlace place(const FigureStyle& style) const;
    void paint(QPainter& painter, const QString& xLabel, const QString& yLabel, const FigureStyle& style) const;

private:
    struct Axis
    {
        double lower = 0.0;
        double upper = 1.0;
        bool logarithmic = false;
        double first = 0.0; // pixels of the ends
        double last = 1.0;
        QVector<double> ticks;
        QStringList texts;

        double toPixel(double value) const;
        double toValue(double pixel) const;
    };
    QRectF m_room;
    QRectF m_area;
    Axis m_x;
    Axis m_y;
};

// How many tick labels find room on an axis.
int ticksFor(double room, bool horizontal, const QFont& font);
QVector<double> plotTicks(const std::pair<double, double>& view, int atMost, bool horizontal, bool logarithmic);

} // namespace ui
