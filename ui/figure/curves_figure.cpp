// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curves_figure.h"

#include "ui/figure/legend.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/ticks.h"
#include "ui/figure/view_range.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace ui {
namespace {

constexpr double kPlotPad = 4.0;
constexpr double kPlotTick = 4.0;

bool isEmpty(const QVector<Curve>& curves)
{
    return std::all_of(curves.begin(), curves.end(), [](const Curve& curve) {
        return std::all_of(curve.y.begin(), curve.y.end(), [](double value) { return std::isnan(value); });
    });
}

} // namespace

PlotView fittedView(const QVector<Curve>& curves, const std::optional<std::pair<double, double>>& xRange, bool xLog,
                    bool yLog)
{
    constexpr double kNone = std::numeric_limits<double>::infinity();
    double left = xRange ? xRange->first : kNone;
    double right = xRange ? xRange->second : -kNone;
    double bottom = kNone;
    double top = -kNone;
    for (const Curve& curve : curves)
        for (qsizetype i = 0; i < curve.x.size(); ++i)
            if (!std::isnan(curve.y[i])) {
                left = std::min(left, curve.x[i]);
                right = std::max(right, curve.x[i]);
                bottom = std::min(bottom, curve.y[i]);
                top = std::max(top, curve.y[i]);
            }
    PlotView view{roomyView(left, right, xLog, 0.02), roomyView(bottom, top, yLog, 0.08)};
    if (bottom > 0.0 && view.y.first < 0.0)
        view.y.first = 0.0; // no room for values there are none of
    return view;
}

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

double CurvesFigure::Axis::toPixel(double value) const
{
    const double share =
        logarithmic ? std::log(value / lower) / std::log(upper / lower) : (value - lower) / (upper - lower);
    return first + share * (last - first);
}

double CurvesFigure::Axis::toValue(double pixel) const
{
    const double share = (pixel - first) / (last - first);
    return logarithmic ? lower * std::pow(upper / lower, share) : lower + share * (upper - lower);
}

CurvesFigure::CurvesFigure(CurvesContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
{
    for (Curve& curve : m_content.curves)
        curve = drawable(curve, m_content.xLog, m_content.yLog);
    layOut();
}

void CurvesFigure::layOut()
{
    const QFontMetricsF metrics(m_style.font);
    const PlotView all = fittedView(m_content.curves, {}, m_content.xLog, m_content.yLog);
    const auto x = m_content.xView.value_or(all.x);
    const auto y = m_content.yView.value_or(all.y);
    const Legend legend(legendOf(m_content.curves, m_style), m_size.width() - 20, m_style.font);
    const double top = 2 * kPlotPad + (legend.height() > 0 ? legend.height() + kPlotPad : metrics.height() / 2);
    const double bottom = m_size.height() - 2 * metrics.height() - kPlotTick - 3 * kPlotPad;
    m_y = {y.first, y.second, m_content.yLog, bottom, top, {}, {}};
    m_y.ticks = plotTicks(y, ticksFor(bottom - top, false, m_style.font), false, m_content.yLog);
    m_y.texts = tickTexts(m_y.ticks, m_content.yLog);
    const double left = 3 * kPlotPad + metrics.height() + widestOf(m_y.texts, m_style.font) + kPlotTick;
    const double right = m_size.width() - 2 * kPlotPad - metrics.horizontalAdvance(QStringLiteral("16384")) / 2;
    m_x = {x.first, x.second, m_content.xLog, left, right, {}, {}};
    m_x.ticks = plotTicks(x, ticksFor(right - left, true, m_style.font), true, m_content.xLog);
    m_x.texts = tickTexts(m_x.ticks, m_content.xLog);
    m_area = QRectF(QPointF(left, top), QPointF(std::max(right, left + 1.0), std::max(bottom, top + 1.0)));
}

QPointF CurvesFigure::pixelAt(double x, double y) const { return {m_x.toPixel(x), m_y.toPixel(y)}; }

PlotPlace CurvesFigure::place() const
{
    return {m_area,
            [this](double x) { return m_x.toPixel(x); },
            [this](double y) { return m_y.toPixel(y); },
            [this](double pixel) { return m_x.toValue(pixel); },
            m_content.xLog,
            m_content.yLog,
            m_style};
}

void CurvesFigure::paint(QPainter& painter, double) const
{
    painter.save();
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    Legend(legendOf(m_content.curves, m_style), m_size.width() - 20, m_style.font)
        .paint(painter, QPointF(10, kPlotPad), m_style);
    const bool empty = isEmpty(m_content.curves);
    if (!empty)
        m_content.marks.paintGround(painter, place());
    paintAxes(painter);
    if (empty) {
        paintInstead(painter, m_area, m_style);
    } else {
        paintCurves(painter);
        m_content.marks.paintLines(painter, place());
        m_content.marks.paintCaptions(painter, place());
    }
    painter.restore();
}

void CurvesFigure::paintAxes(QPainter& painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const QPen grid(mixed(m_style.base(), m_style.ink(), 0.13), 1);
    const QPen frame(mixed(m_style.base(), m_style.ink(), 0.5), 1);
    for (qsizetype i = 0; i < m_x.ticks.size(); ++i) {
        const double x = m_x.toPixel(m_x.ticks[i]);
        painter.setPen(grid);
        painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
        painter.setPen(frame);
        painter.drawLine(QPointF(x, m_area.bottom()), QPointF(x, m_area.bottom() + kPlotTick));
        painter.setPen(m_style.ink());
        painter.drawText(QRectF(x - 100, m_area.bottom() + kPlotTick + 1, 200, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop, m_x.texts[i]);
    }
    for (qsizetype i = 0; i < m_y.ticks.size(); ++i) {
        const double y = m_y.toPixel(m_y.ticks[i]);
        painter.setPen(grid);
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        painter.setPen(frame);
        painter.drawLine(QPointF(m_area.left() - kPlotTick, y), QPointF(m_area.left(), y));
        painter.setPen(m_style.ink());
        painter.drawText(QRectF(0, y - metrics.height() / 2, m_area.left() - kPlotTick - 2, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, m_y.texts[i]);
    }
    painter.setPen(frame);
    painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
    painter.drawLine(m_area.bottomLeft(), m_area.topLeft());
    painter.setPen(m_style.ink());
    const double under = m_area.bottom() + kPlotTick + metrics.height() + 2;
    painter.drawText(QRectF(m_area.left(), under, m_area.width(), metrics.height()), Qt::AlignCenter,
                     metrics.elidedText(m_content.xLabel, Qt::ElideRight, m_area.width()));
    paintTurned(painter, QRectF(kPlotPad, m_area.top(), metrics.height(), m_area.height()), Qt::AlignCenter,
                metrics.elidedText(m_content.yLabel, Qt::ElideRight, m_area.height()));
}

void CurvesFigure::paintCurves(QPainter& painter) const
{
    painter.save();
    painter.setClipRect(m_area.adjusted(-1, -1, 1, 1));
    for (const Curve& curve : m_content.curves) {
        const QColor colour = legibleOn(curve.colour, m_style.base());
        const bool dots = curve.points || hasLonelyPoint(curve);
        painter.setPen(QPen(colour, 2, lineOf(curve, m_content.curves), Qt::FlatCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        QPolygonF line;
        for (qsizetype i = 0; i <= curve.x.size(); ++i) {
            if (i < curve.x.size() && !std::isnan(curve.y[i])) {
                line.append(pixelAt(curve.x[i], curve.y[i]));
                continue;
            }
            if (line.size() > 1)
                painter.drawPolyline(line);
            line.clear();
        }
        if (!dots)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (qsizetype i = 0; i < curve.x.size(); ++i)
            if (!std::isnan(curve.y[i]))
                painter.drawEllipse(pixelAt(curve.x[i], curve.y[i]), 3, 3);
    }
    painter.restore();
}

QString CurvesFigure::words() const
{
    return QCoreApplication::translate("ui::CurvePlot", "%1 over %2").arg(m_content.yLabel, m_content.xLabel);
}

std::unique_ptr<Figure> exampleCurves(const FigureStyle& style)
{
    CurvesContent content;
    for (const auto& [id, label, growth] : {std::tuple("alibi", "A", 0.0), {"sinusoidal", "B", 0.6}}) {
        Curve curve{QLatin1String(id), QLatin1String(label), encodingColour(QLatin1String(id)), {}, {}, false, true};
        for (double x = 8; x <= 4096; x *= 2) {
            curve.x.append(x);
            curve.y.append(28 + 10 / std::sqrt(x) + (x > 64 ? growth * 40 * std::log2(x / 64) : 0.0));
        }
        content.curves.append(curve);
        curve.variant = QStringLiteral("C");
        for (double& y : curve.y)
            y *= 1.2;
        content.curves.append(curve);
    }
    content.xLabel = QStringLiteral("x");
    content.yLabel = QStringLiteral("y");
    content.xLog = content.yLog = true;
    content.marks.trainingLengths = {64};
    return std::make_unique<CurvesFigure>(std::move(content), QSize(560, 340), style);
}

} // namespace ui
