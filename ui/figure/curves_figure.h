// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve_marks.h"
#include "ui/figure/figure.h"

#include <QStringList>

#include <memory>
#include <optional>
#include <utility>

namespace ui {

// Curves over one pair of axes. A logarithmic x axis counts in powers of two, a logarithmic y axis in powers of ten.
struct CurvesContent
{
    QVector<Curve> curves; // as measured; see drawable()
    QString xLabel;
    QString yLabel;
    bool xLog = false;
    bool yLog = false;
    std::optional<std::pair<double, double>> xView; // the part shown; nothing: all, with some room around
    std::optional<std::pair<double, double>> yView;
    CurveMarks marks;
};

class CurvesFigure : public Figure
{
public:
    CurvesFigure(CurvesContent content, QSize size, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;

    // Inside the axes.
    QRectF area() const { return m_area; }
    QPointF pixelAt(double x, double y) const;

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
    void layOut();
    PlotPlace place() const;
    void paintAxes(QPainter& painter) const;
    void paintCurves(QPainter& painter) const;

    CurvesContent m_content; // curves drawable()
    QSize m_size;
    FigureStyle m_style;
    QRectF m_area;
    Axis m_x;
    Axis m_y;
};

// The part of the plane that holds these drawable() curves and at least `xRange`, with a little room around them.
struct PlotView
{
    std::pair<double, double> x;
    std::pair<double, double> y;
};
PlotView fittedView(const QVector<Curve>& curves, const std::optional<std::pair<double, double>>& xRange, bool xLog,
                    bool yLog);

// How many tick labels find room on an axis.
int ticksFor(double room, bool horizontal, const QFont& font);
QVector<double> plotTicks(const std::pair<double, double>& view, int atMost, bool horizontal, bool logarithmic);

} // namespace ui
