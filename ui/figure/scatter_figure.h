// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_map.h"
#include "core/render/value_range.h"
#include "ui/figure/figure.h"
#include "ui/figure/plot_axes.h"

#include <QColor>
#include <QPoint>
#include <QString>
#include <QVector>

#include <limits>
#include <memory>
#include <optional>

namespace ui {

// Things as points over two of their numbers, a third as the colour inside.
struct ScatterContent
{
    struct Series
    {
        QString label;
        QColor colour; // of the rim, and inside where there is no third number
        bool operator==(const Series&) const = default;
    };
    struct Point
    {
        double x = 0.0;
        double y = 0.0;
        double value = std::numeric_limits<double>::quiet_NaN(); // NaN: it has none, and is empty inside
        int series = 0;
    };
    struct Axis
    {
        QString label;
        bool logarithmic = false;
        QVector<double> trainingLengths; // a dashed line with a caption each
    };
    QVector<Series> series; // told apart by the shape of their points, too
    QVector<Point> points;  // those that lack x or y, or are not above zero on a logarithmic axis, are left out
    Axis x;
    Axis y;
    Axis colours;    // without a label there are none
    QString note;    // about all of them, beside the legend
    QString message; // where no point is left
};

class ScatterFigure : public Figure
{
public:
    ScatterFigure(ScatterContent content, QSize size, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;
    QVector<FigureNumbers> numbers() const override;

    QRectF area() const { return m_axes.area(); } // inside the axes
    bool isDrawn(int point) const;
    int drawn() const; // how many are
    QPointF pixelOf(int point) const;
    // The point nearest to a pixel, of those at most `within` pixels away.
    std::optional<int> nearest(QPointF pixel, double within) const;
    // The next one from a point in a direction, as arrow keys go; the nearest to its line before what is nearer.
    std::optional<int> beside(int point, QPoint direction) const;
    // A ring around a point, that is a point chosen or pointed at.
    void paintRing(QPainter& painter, int point, bool chosen) const;

private:
    QColor inside(const ScatterContent::Point& point) const;
    int legendWidth() const;
    void layOut();
    void paintPoints(QPainter& painter) const;
    void paintLevels(QPainter& painter) const;

    ScatterContent m_content;
    QSize m_size;
    FigureStyle m_style;
    bool m_isLow; // without names of axes and legend; whoever shows it says them
    const core::ColourMap* m_colours;
    std::optional<core::ValueRange> m_range; // of the colours, where there are any
    QRectF m_bar;
    PlotAxes m_axes;
};

} // namespace ui
