// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curves_figure.h"

#include "ui/figure/legend.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/view_range.h"

#include <QCoreApplication>
#include <QFontMetrics>
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

CurvesFigure::CurvesFigure(CurvesContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
{
    if (!m_style.trainingMark)
        m_content.marks.trainingLengths.clear();
    for (Curve& curve : m_content.curves)
        curve = drawable(curve, m_content.xLog, m_content.yLog);
    layOut();
}

QSize CurvesFigure::leastSize(const QFont& font)
{
    const int line = QFontMetrics(font).height();
    return {14 * line, 10 * line};
}

void CurvesFigure::layOut()
{
    const PlotView all = fittedView(m_content.curves, {}, m_content.xLog, m_content.yLog);
    const Legend legend(legendOf(m_content.curves, m_style), m_size.width() - 20, m_style.font);
    const double top =
        2 * kPlotPad + (legend.height() > 0 ? legend.height() + kPlotPad : QFontMetricsF(m_style.font).height() / 2);
    m_axes =
        PlotAxes({m_content.xView.value_or(all.x), m_content.xLog}, {m_content.yView.value_or(all.y), m_content.yLog},
                 QRectF(QPointF(0, top), QPointF(m_size.width(), m_size.height())), m_style);
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
        m_content.marks.paintGround(painter, m_axes.place(m_style));
    m_axes.paint(painter, m_content.xLabel, m_content.yLabel, m_style);
    if (empty) {
        paintInstead(painter, area(), m_style);
    } else {
        paintCurves(painter);
        m_content.marks.paintLines(painter, m_axes.place(m_style));
        m_content.marks.paintCaptions(painter, m_axes.place(m_style));
    }
    painter.restore();
}

void CurvesFigure::paintCurves(QPainter& painter) const
{
    painter.save();
    painter.setClipRect(area().adjusted(-1, -1, 1, 1));
    for (const Curve& curve : m_content.curves) {
        const QColor colour = legibleOn(curve.colour, m_style.base());
        const bool dots = curve.points || hasLonelyPoint(curve);
        painter.setPen(QPen(colour, 2, lineOf(curve, m_content.curves), Qt::FlatCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        QPolygonF line;
        for (qsizetype i = 0; i <= curve.x.size(); ++i) {
            if (i < curve.x.size() && !std::isnan(curve.y[i])) {
                if (curve.steps && !line.isEmpty()) {
                    const double middle = (curve.x[i - 1] + curve.x[i]) / 2.0;
                    line << pixelAt(middle, curve.y[i - 1]) << pixelAt(middle, curve.y[i]);
                }
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

QVector<FigureNumbers> CurvesFigure::numbers() const
{
    QVector<FigureNumbers> all;
    for (const Curve& curve : m_content.curves) {
        FigureNumbers table;
        table.name = curve.variant.isEmpty() ? curve.label : curve.label + QStringLiteral(", ") + curve.variant;
        table.columns = {m_content.xLabel, m_content.yLabel};
        table.values.resize(curve.x.size(), 2);
        for (qsizetype i = 0; i < curve.x.size(); ++i) {
            table.values(i, 0) = static_cast<float>(curve.x[i]);
            table.values(i, 1) = static_cast<float>(curve.y[i]);
        }
        all.append(table);
    }
    return all;
}

std::unique_ptr<Figure> exampleCurves(const FigureStyle& style, QSize room)
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
    return std::make_unique<CurvesFigure>(std::move(content), room.expandedTo(CurvesFigure::leastSize(style.font)),
                                          style);
}

} // namespace ui
