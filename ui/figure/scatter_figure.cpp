// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/scatter_figure.h"

#include "core/render/colour_map.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/legend.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/marker.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/view_range.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr double kScatterPad = 4.0;
constexpr double kPointRadius = 4.5;
constexpr double kScatterBar = 12.0;
constexpr int kLowLines = 11;       // lower than so many, names and legend would leave the points too little
constexpr double kEdgeShare = 0.05; // room around the outermost points

bool hasPlace(double value, bool logarithmic) { return std::isfinite(value) && (!logarithmic || value > 0.0); }

QVector<LegendEntry> legendOf(const ScatterContent& content, const FigureStyle& style)
{
    QVector<LegendEntry> entries;
    for (qsizetype i = 0; i < content.series.size(); ++i)
        entries.append({content.series[i].label, legibleOn(content.series[i].colour, style.base()), Qt::NoPen, true,
                        markerOf(int(i))});
    return entries;
}

} // namespace

ScatterFigure::ScatterFigure(ScatterContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
    , m_isLow(m_size.height() < kLowLines * QFontMetricsF(m_style.font).height())
    , m_colours(&core::colourMap(m_style.colourMap.empty() ? "viridis" : m_style.colourMap))
{
    if (!m_style.trainingMark)
        m_content.x.trainingLengths = m_content.y.trainingLengths = {};
    layOut();
}

bool ScatterFigure::isDrawn(int point) const
{
    const ScatterContent::Point& p = m_content.points[point];
    return hasPlace(p.x, m_content.x.logarithmic) && hasPlace(p.y, m_content.y.logarithmic);
}

int ScatterFigure::drawn() const
{
    int count = 0;
    for (int i = 0; i < m_content.points.size(); ++i)
        count += isDrawn(i) ? 1 : 0;
    return count;
}

int ScatterFigure::legendWidth() const
{
    const QFontMetricsF metrics(m_style.font);
    const double note = m_content.note.isEmpty() ? 0.0 : metrics.horizontalAdvance(m_content.note) + 16.0;
    return static_cast<int>(m_size.width() - 20 - note);
}

void ScatterFigure::layOut()
{
    constexpr double none = std::numeric_limits<double>::infinity();
    double left = none, right = -none, bottom = none, top = -none, low = none, high = -none;
    for (int i = 0; i < m_content.points.size(); ++i) {
        const ScatterContent::Point& p = m_content.points[i];
        if (!isDrawn(i))
            continue;
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        bottom = std::min(bottom, p.y);
        top = std::max(top, p.y);
        if (hasPlace(p.value, m_content.colours.logarithmic)) {
            low = std::min(low, p.value);
            high = std::max(high, p.value);
        }
    }
    const bool coloured = !m_content.colours.label.isEmpty() && low <= high;
    if (coloured && low == high) { // a scale of one colour has no ends
        low = m_content.colours.logarithmic ? low / 2.0 : low - 0.5;
        high = m_content.colours.logarithmic ? high * 2.0 : high + 0.5;
    }
    m_range = coloured ? std::optional(core::ValueRange{low, high}) : std::nullopt;
    const bool barShown = coloured && m_style.colourBar;
    const auto view = [this](double from, double to, bool logarithmic) {
        auto part = roomyView(from, to, logarithmic, kEdgeShare);
        if (from >= 0.0 && part.first < 0.0)
            part.first = 0.0; // no room for values there are none of
        return AxisRange{part, logarithmic, !m_isLow};
    };
    const QFontMetricsF metrics(m_style.font);
    const Legend legend(legendOf(m_content, m_style), legendWidth(), m_style.font);
    const double above =
        m_isLow ? metrics.height() / 2 : 2 * kScatterPad + std::max(double(legend.height()), metrics.height());
    const double beside = barShown ? kScatterBar + metrics.height() +
                                         metrics.horizontalAdvance(QStringLiteral("0.0000")) + 4 * kScatterPad
                                   : 0.0;
    m_axes = PlotAxes(view(left, right, m_content.x.logarithmic), view(bottom, top, m_content.y.logarithmic),
                      QRectF(QPointF(0, above), QPointF(m_size.width() - beside, m_size.height())), m_style);
    m_bar =
        barShown ? QRectF(m_size.width() - beside, m_axes.area().top(), kScatterBar, m_axes.area().height()) : QRectF();
}

QPointF ScatterFigure::pixelOf(int point) const
{
    return m_axes.pixelAt(m_content.points[point].x, m_content.points[point].y);
}

std::optional<int> ScatterFigure::nearest(QPointF pixel, double within) const
{
    std::optional<int> best;
    for (int i = 0; i < m_content.points.size(); ++i) {
        if (!isDrawn(i))
            continue;
        const QPointF off = pixelOf(i) - pixel;
        if (const double away = std::hypot(off.x(), off.y()); away <= within) {
            within = away;
            best = i;
        }
    }
    return best;
}

std::optional<int> ScatterFigure::beside(int point, QPoint direction) const
{
    std::optional<int> best;
    double least = std::numeric_limits<double>::infinity();
    const QPointF from = pixelOf(point);
    for (int i = 0; i < m_content.points.size(); ++i) {
        if (i == point || !isDrawn(i))
            continue;
        const QPointF off = pixelOf(i) - from;
        const double along = off.x() * direction.x() + off.y() * direction.y();
        const double across = std::abs(off.x() * direction.y()) + std::abs(off.y() * direction.x());
        // Of points in one place those behind go on to the right and down, those before to the left and up.
        const bool sameplace = std::abs(along) < 0.5 && across < 0.5;
        const bool ahead = sameplace ? (direction.x() + direction.y() > 0) == (i > point) : along >= 0.5;
        if (!ahead)
            continue;
        const double cost = sameplace ? 1e-3 * std::abs(i - point) : along + 2.0 * across;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

QColor ScatterFigure::inside(const ScatterContent::Point& point) const
{
    if (!m_range)
        return legibleOn(m_content.series[point.series].colour, m_style.base());
    const bool logarithmic = m_content.colours.logarithmic;
    if (!hasPlace(point.value, logarithmic))
        return m_style.base();
    const double share = logarithmic ? std::log(point.value / m_range->low) / std::log(m_range->high / m_range->low)
                                     : m_range->fraction(point.value);
    return QColor(toQRgb(m_colours->at(share)));
}

void ScatterFigure::paint(QPainter& painter, double) const
{
    painter.save();
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_isLow)
        Legend(legendOf(m_content, m_style), legendWidth(), m_style.font)
            .paint(painter, QPointF(10, kScatterPad), m_style);
    painter.setPen(m_style.ink());
    painter.drawText(QRectF(0, kScatterPad, m_size.width() - 10, QFontMetricsF(m_style.font).height()),
                     Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_content.note);
    if (drawn() == 0) {
        paintInstead(painter, QRectF(QPointF(0, 0), m_size), m_style, m_content.message);
        painter.restore();
        return;
    }
    m_axes.paint(painter, m_isLow ? QString() : m_content.x.label, m_isLow ? QString() : m_content.y.label, m_style);
    CurveMarks marks;
    marks.trainingLengths = m_content.x.trainingLengths;
    marks.paintLines(painter, m_axes.place(m_style));
    paintLevels(painter);
    marks.paintCaptions(painter, m_axes.place(m_style));
    paintPoints(painter);
    if (!m_bar.isNull()) {
        const double line = QFontMetricsF(m_style.font).height();
        const double end = m_size.width() - line - kScatterPad;
        paintUprightBar(painter, m_bar, end, *m_range, *m_colours, m_style, m_content.colours.logarithmic);
        paintTurned(painter, QRectF(end, m_bar.top(), line, m_bar.height()), Qt::AlignCenter,
                    QFontMetricsF(m_style.font).elidedText(m_content.colours.label, Qt::ElideRight, m_bar.height()));
    }
    painter.restore();
}

// The training lengths of the upright axis.
void ScatterFigure::paintLevels(QPainter& painter) const
{
    const QRectF box = area();
    const QFontMetricsF metrics(m_style.font);
    const QColor colour = legibleOn(trainingColour(), m_style.base(), 4.5);
    for (const double length : m_content.y.trainingLengths) {
        const double y = m_axes.place(m_style).toY(length);
        if (!hasPlace(length, m_content.y.logarithmic) || y < box.top() - 0.5 || y > box.bottom() + 0.5)
            continue;
        painter.setPen(QPen(colour, 1.5, Qt::DashLine));
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        const QString caption = QCoreApplication::translate("ui::CurvePlot", "trained %1").arg(plainNumber(length, 7));
        QRectF text(box.left() + 2, y - metrics.height() - 1, metrics.horizontalAdvance(caption) + 4, metrics.height());
        if (text.top() < box.top())
            text.moveTop(y + 1);
        painter.fillRect(text, seeThrough(m_style.base(), 0.78));
        painter.drawText(text, Qt::AlignCenter | Qt::TextDontClip, caption);
    }
}

void ScatterFigure::paintPoints(QPainter& painter) const
{
    for (int i = 0; i < m_content.points.size(); ++i) {
        if (!isDrawn(i))
            continue;
        const ScatterContent::Point& point = m_content.points[i];
        painter.setPen(QPen(legibleOn(m_content.series[point.series].colour, m_style.base()), 1.5));
        painter.setBrush(inside(point));
        paintMarker(painter, markerOf(point.series), pixelOf(i), kPointRadius);
    }
}

void ScatterFigure::paintRing(QPainter& painter, int point, bool chosen) const
{
    if (point < 0 || point >= m_content.points.size() || !isDrawn(point))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, width] :
         {std::pair(m_style.base(), chosen ? 5.0 : 3.0), {m_style.ink(), chosen ? 2.0 : 1.0}}) {
        painter.setPen(QPen(colour, width));
        painter.drawEllipse(pixelOf(point), kPointRadius + 4.0, kPointRadius + 4.0);
    }
    painter.restore();
}

QString ScatterFigure::words() const
{
    return QCoreApplication::translate("ui::CurvePlot", "%1 over %2").arg(m_content.y.label, m_content.x.label);
}

// One table per series.
QVector<FigureNumbers> ScatterFigure::numbers() const
{
    QVector<FigureNumbers> all;
    for (int series = 0; series < m_content.series.size(); ++series) {
        FigureNumbers table;
        table.name = m_content.series[series].label;
        table.columns = QStringList{m_content.x.label, m_content.y.label};
        if (!m_content.colours.label.isEmpty())
            table.columns.append(m_content.colours.label);
        const auto count = std::ranges::count(m_content.points, series, &ScatterContent::Point::series);
        table.values.resize(count, table.columns.size());
        core::Index row = 0;
        for (const ScatterContent::Point& point : m_content.points) {
            if (point.series != series)
                continue;
            const double values[]{point.x, point.y, point.value};
            for (core::Index column = 0; column < table.values.cols(); ++column)
                table.values(row, column) = static_cast<float>(values[column]);
            ++row;
        }
        all.append(table);
    }
    return all;
}

std::unique_ptr<Figure> exampleScatter(const FigureStyle& style, QSize room)
{
    ScatterContent content;
    content.series = {{QStringLiteral("A"), encodingColour(QStringLiteral("alibi"))},
                      {QStringLiteral("B"), encodingColour(QStringLiteral("sinusoidal"))}};
    for (int i = 0; i < 16; ++i)
        content.points.append({std::exp2(i % 8), 1.0 + i % 5, double(i), i / 8});
    content.x = {QStringLiteral("x"), true, {32}};
    content.y = {QStringLiteral("y"), false, {3}};
    content.colours = {QStringLiteral("z"), false, {}};
    const int line = QFontMetrics(style.font).height(); // smaller, its texts would not find room
    return std::make_unique<ScatterFigure>(std::move(content), room.expandedTo({24 * line, 14 * line}), style);
}

} // namespace ui
