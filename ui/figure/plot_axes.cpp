// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/plot_axes.h"

#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/ticks.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr double kAxesPad = 4.0;
constexpr double kAxesTick = 4.0;

} // namespace

int ticksFor(double room, bool horizontal, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double each = horizontal ? metrics.horizontalAdvance(QStringLiteral("4096")) + 12.0 : 1.8 * metrics.height();
    return std::max(static_cast<int>(room / each), 2);
}

QVector<double> plotTicks(const std::pair<double, double>& view, int atMost, bool horizontal, bool logarithmic)
{
    if (!logarithmic)
        return linearTicks(view.first, view.second, atMost, horizontal);
    return horizontal ? octaveTicks(view.first, view.second, atMost) : decadeTicks(view.first, view.second, atMost);
}

double PlotAxes::Axis::toPixel(double value) const
{
    const double share =
        logarithmic ? std::log(value / lower) / std::log(upper / lower) : (value - lower) / (upper - lower);
    return first + share * (last - first);
}

double PlotAxes::Axis::toValue(double pixel) const
{
    const double share = (pixel - first) / (last - first);
    return logarithmic ? lower * std::pow(upper / lower, share) : lower + share * (upper - lower);
}

PlotAxes::PlotAxes(const AxisRange& x, const AxisRange& y, const QRectF& room, const FigureStyle& style)
    : m_room(room)
{
    const QFontMetricsF metrics(style.font);
    const double top = room.top();
    const double bottom =
        room.bottom() - (x.named ? 2 : 1) * metrics.height() - kAxesTick - (x.named ? 3 : 2) * kAxesPad;
    m_y = {y.view.first, y.view.second, y.logarithmic, bottom, top, {}, {}};
    m_y.ticks = plotTicks(y.view, ticksFor(bottom - top, false, style.font), false, y.logarithmic);
    m_y.texts = tickTexts(m_y.ticks, y.logarithmic);
    const double left = room.left() + (y.named ? 3 * kAxesPad + metrics.height() : kAxesPad) +
                        widestOf(m_y.texts, style.font) + kAxesTick;
    const double right = room.right() - 2 * kAxesPad - metrics.horizontalAdvance(QStringLiteral("16384")) / 2;
    m_x = {x.view.first, x.view.second, x.logarithmic, left, right, {}, {}};
    m_x.ticks = plotTicks(x.view, ticksFor(right - left, true, style.font), true, x.logarithmic);
    m_x.texts = tickTexts(m_x.ticks, x.logarithmic);
    m_area = QRectF(QPointF(left, top), QPointF(std::max(right, left + 1.0), std::max(bottom, top + 1.0)));
}

PlotPlace PlotAxes::place(const FigureStyle& style) const
{
    return {m_area,
            [x = m_x](double value) { return x.toPixel(value); },
            [y = m_y](double value) { return y.toPixel(value); },
            [x = m_x](double pixel) { return x.toValue(pixel); },
            m_x.logarithmic,
            m_y.logarithmic,
            style};
}

void PlotAxes::paint(QPainter& painter, const QString& xLabel, const QString& yLabel, const FigureStyle& style) const
{
    const QFontMetricsF metrics(style.font);
    const QPen grid(mixed(style.base(), style.ink(), 0.13), 1);
    const QPen frame(mixed(style.base(), style.ink(), 0.5), 1);
    for (qsizetype i = 0; i < m_x.ticks.size(); ++i) {
        const double x = m_x.toPixel(m_x.ticks[i]);
        painter.setPen(grid);
        painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
        painter.setPen(frame);
        painter.drawLine(QPointF(x, m_area.bottom()), QPointF(x, m_area.bottom() + kAxesTick));
        painter.setPen(style.ink());
        painter.drawText(QRectF(x - 100, m_area.bottom() + kAxesTick + 1, 200, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop, m_x.texts[i]);
    }
    for (qsizetype i = 0; i < m_y.ticks.size(); ++i) {
        const double y = m_y.toPixel(m_y.ticks[i]);
        painter.setPen(grid);
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        painter.setPen(frame);
        painter.drawLine(QPointF(m_area.left() - kAxesTick, y), QPointF(m_area.left(), y));
        painter.setPen(style.ink());
        painter.drawText(QRectF(m_room.left(), y - metrics.height() / 2, m_area.left() - m_room.left() - kAxesTick - 2,
                                metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, m_y.texts[i]);
    }
    painter.setPen(frame);
    painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
    painter.drawLine(m_area.bottomLeft(), m_area.topLeft());
    painter.setPen(style.ink());
    const double under = m_area.bottom() + kAxesTick + metrics.height() + 2;
    painter.drawText(QRectF(m_area.left(), under, m_area.width(), metrics.height()), Qt::AlignCenter,
                     metrics.elidedText(xLabel, Qt::ElideRight, m_area.width()));
    paintTurned(painter, QRectF(m_room.left() + kAxesPad, m_area.top(), metrics.height(), m_area.height()),
                Qt::AlignCenter, metrics.elidedText(yLabel, Qt::ElideRight, m_area.height()));
}

} // namespace ui
