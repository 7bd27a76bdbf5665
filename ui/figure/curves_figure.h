// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve_marks.h"
#include "ui/figure/figure.h"
#include "ui/figure/plot_axes.h"

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

    // Smaller, its texts would not find room.
    static QSize leastSize(const QFont& font);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;
    QVector<FigureNumbers> numbers() const override;

    // Inside the axes.
    QRectF area() const { return m_axes.area(); }
    QPointF pixelAt(double x, double y) const { return m_axes.pixelAt(x, y); }

private:
    void layOut();
    void paintCurves(QPainter& painter) const;

    CurvesContent m_content; // curves drawable()
    QSize m_size;
    FigureStyle m_style;
    PlotAxes m_axes;
};

// The part of the plane that holds these drawable() curves and at least `xRange`, with a little room around them.
struct PlotView
{
    std::pair<double, double> x;
    std::pair<double, double> y;
};
PlotView fittedView(const QVector<Curve>& curves, const std::optional<std::pair<double, double>>& xRange, bool xLog,
                    bool yLog);

} // namespace ui
