// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/slopes_figure.h"

#include "ui/figure/series_colours.h"
#include "ui/figure/slope_number.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/ticks.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace ui {
namespace {

constexpr double kSlopesMargin = 8.0;
constexpr double kSlopesGap = 8.0;
constexpr double kLargestMark = 4.5; // radius
constexpr double kZeroRoom = 26.0;   // for slopes that are not above zero
constexpr double kNearMark = 9.0;

} // namespace

int SlopesFigure::heightFor(const SlopesContent& content, const QFont& font)
{
    const double line = QFontMetricsF(font).height();
    return static_cast<int>(2 * kSlopesMargin + 3.5 * line +
                            1.5 * line * double(std::max<qsizetype>(content.rows.size(), 2)));
}

SlopesFigure::SlopesFigure(SlopesContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
{
    const QFontMetricsF metrics(m_style.font);
    m_line = static_cast<int>(std::ceil(metrics.height()));
    QStringList labels;
    double least = 1e300;
    double most = 0.0;
    for (const SlopesContent::Row& row : m_content.rows) {
        labels.append(row.label);
        for (const SlopesContent::Point& point : row.points) {
            m_hasZero = m_hasZero || !(point.slope > 0.0);
            least = point.slope > 0.0 ? std::min(least, point.slope) : least;
            most = std::max(most, point.slope);
        }
    }
    m_low = most > 0.0 ? std::floor(std::log2(least)) : -8.0;
    m_high = most > 0.0 ? std::max(std::ceil(std::log2(most)), m_low + 1.0) : 0.0;
    const double names = std::min(widestOf(labels, m_style.font) + 2.0, 0.45 * size.width());
    m_area = QRectF(QPointF(kSlopesMargin + names + kSlopesGap + kLargestMark, kSlopesMargin + m_line + 4.0),
                    QPointF(size.width() - kSlopesMargin - metrics.horizontalAdvance(QStringLiteral("1/256")) / 2.0,
                            size.height() - kSlopesMargin - m_line - 6.0));
    m_area.setRight(std::max(m_area.right(), m_area.left() + 1.0));
    m_area.setBottom(std::max(m_area.bottom(), m_area.top() + 1.0));
}

double SlopesFigure::rowHeight() const
{
    return m_area.height() / double(std::max<qsizetype>(m_content.rows.size(), 1));
}

QPointF SlopesFigure::pixelAt(int row, double slope) const
{
    const double y = m_area.top() + (row + 0.5) * rowHeight();
    if (!(slope > 0.0))
        return {m_area.left(), y};
    const double left = m_area.left() + (m_hasZero ? kZeroRoom : 0.0);
    return {left + (std::log2(slope) - m_low) / (m_high - m_low) * std::max(m_area.right() - left, 1.0), y};
}

// As large as the marks' distances allow, when they are many.
double SlopesFigure::radiusOf(const SlopesContent::Row& row) const
{
    QVector<double> places;
    for (const SlopesContent::Point& point : row.points)
        places.append(pixelAt(0, point.slope).x());
    std::ranges::sort(places);
    double nearest = 1e9;
    for (qsizetype i = 1; i < places.size(); ++i)
        if (places[i] - places[i - 1] > 0.01)
            nearest = std::min(nearest, places[i] - places[i - 1]);
    return std::clamp(0.45 * nearest, 1.5, std::min(kLargestMark, std::max(1.5, 0.35 * rowHeight())));
}

void SlopesFigure::paintMark(QPainter& painter, QPointF at, SlopesContent::Mark mark, const QColor& colour,
                             double radius) const
{
    painter.setPen(QPen(colour, 1.2));
    painter.setBrush(mark == SlopesContent::Mark::Left ? QBrush(m_style.base()) : QBrush(colour));
    if (mark == SlopesContent::Mark::Second) {
        const double r = 1.25 * radius;
        const std::array<QPointF, 4> corners{at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r),
                                             at + QPointF(-r, 0)};
        painter.drawPolygon(corners.data(), 4);
    } else {
        painter.drawEllipse(at, radius, radius);
    }
}

void SlopesFigure::paintLegend(QPainter& painter) const
{
    const QFontMetricsF metrics(m_style.font);
    double x = kSlopesMargin;
    if (!m_content.title.isEmpty()) {
        QFont bold = m_style.font;
        bold.setBold(true);
        const double wide = std::min(QFontMetricsF(bold).horizontalAdvance(m_content.title), m_size.width() - 2 * x);
        painter.setFont(bold);
        painter.setPen(m_style.ink());
        painter.drawText(QRectF(x, kSlopesMargin, wide + 1, m_line), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(bold).elidedText(m_content.title, Qt::ElideRight, wide + 1));
        painter.setFont(m_style.font);
        x += wide + 2 * kSlopesGap;
    }
    const auto entry = [&](SlopesContent::Mark mark, const QString& name) {
        const double room = m_size.width() - kSlopesMargin - x - 3 * kLargestMark;
        if (name.isEmpty() || room < metrics.horizontalAdvance(QStringLiteral("mm…")))
            return;
        paintMark(painter, {x + kLargestMark, kSlopesMargin + m_line / 2.0}, mark, m_style.ink(), kLargestMark - 0.5);
        const QString text = metrics.elidedText(name, Qt::ElideRight, room);
        painter.drawText(QRectF(x + 3 * kLargestMark, kSlopesMargin, room, m_line), Qt::AlignLeft | Qt::AlignVCenter,
                         text);
        x += 3 * kLargestMark + metrics.horizontalAdvance(text) + 2 * kSlopesGap;
    };
    entry(SlopesContent::Mark::First, m_content.first);
    entry(SlopesContent::Mark::Second, m_content.second);
    entry(SlopesContent::Mark::Left, m_content.left);
}

void SlopesFigure::paintAxis(QPainter& painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const double widest = metrics.horizontalAdvance(QStringLiteral("1/256")) + 8.0;
    const auto tick = [&](double x, const QString& text) {
        painter.setPen(m_style.faint());
        painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom() + 3.0));
        painter.setPen(m_style.ink());
        painter.drawText(QRectF(x - widest, m_area.bottom() + 3.0, 2 * widest, m_line), Qt::AlignCenter, text);
    };
    if (m_hasZero)
        tick(m_area.left(), QStringLiteral("0"));
    const double wide = m_area.width() - (m_hasZero ? kZeroRoom : 0.0);
    for (const double slope : octaveTicks(std::exp2(m_low), std::exp2(m_high), std::max(2, int(wide / widest) + 1)))
        tick(pixelAt(0, slope).x(), formatSlope(slope));
}

void SlopesFigure::paint(QPainter& painter, double) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    if (m_content.rows.isEmpty())
        return paintInstead(painter, QRectF(QPointF(0, 0), m_size), m_style);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter);
    paintAxis(painter);
    const QFontMetricsF metrics(m_style.font);
    const double names = m_area.left() - kSlopesMargin - kSlopesGap - kLargestMark;
    for (int r = 0; r < static_cast<int>(m_content.rows.size()); ++r) {
        const SlopesContent::Row& row = m_content.rows[r];
        const double y = pixelAt(r, 0.0).y();
        painter.setPen(m_style.ink());
        painter.drawText(QRectF(kSlopesMargin, y - m_line, names + 1, 2.0 * m_line), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(row.label, Qt::ElideRight, names + 1));
        painter.setPen(m_style.faint());
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        const double radius = radiusOf(row);
        for (const SlopesContent::Point& point : row.points)
            paintMark(painter, pixelAt(r, point.slope), point.mark,
                      legibleOn(point.colour.isValid() ? point.colour : row.colour, m_style.base()), radius);
    }
}

QString SlopesFigure::words() const
{
    QStringList lines{m_content.title};
    for (const SlopesContent::Row& row : m_content.rows) {
        QStringList slopes;
        for (const SlopesContent::Point& point : row.points)
            if (point.mark != SlopesContent::Mark::Left)
                slopes.append(formatSlope(point.slope));
        lines.append(QStringLiteral("%1: %2").arg(row.label, slopes.join(QLatin1String(", "))));
    }
    return lines.join(QLatin1Char('\n'));
}

QString SlopesFigure::aboutAt(QPointF pixel) const
{
    QString about;
    double nearest = kNearMark;
    for (int r = 0; r < static_cast<int>(m_content.rows.size()); ++r)
        for (const SlopesContent::Point& point : m_content.rows[r].points) {
            const QPointF away = pixelAt(r, point.slope) - pixel;
            const double distance = std::hypot(away.x(), away.y());
            if (distance < nearest) {
                nearest = distance;
                about = point.about;
            }
        }
    return about;
}

std::unique_ptr<Figure> exampleSlopes(const FigureStyle& style, QSize room)
{
    using Mark = SlopesContent::Mark;
    SlopesContent content;
    content.title = QStringLiteral("1");
    content.first = QStringLiteral("2");
    content.second = QStringLiteral("3");
    content.left = QStringLiteral("4");
    const QColor blue(0x00, 0x72, 0xb2);
    content.rows = {
        {QStringLiteral("A"), blue, {{0.0625, Mark::First, {}}, {0.00390625, Mark::First, {}}}},
        {QStringLiteral("B"), blue, {{0.25, Mark::Second, {}}, {0.015625, Mark::Left, {}}, {0.0, Mark::Plain, {}}}},
        {QStringLiteral("C"), QColor(0xd5, 0x5e, 0x00), {{0.5, Mark::Plain, {}}, {0.01, Mark::Plain, {}}}}};
    const QSize size(room.width(), SlopesFigure::heightFor(content, style.font));
    return std::make_unique<SlopesFigure>(std::move(content), size, style);
}

} // namespace ui
