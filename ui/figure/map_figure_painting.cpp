// SPDX-License-Identifier: GPL-3.0-or-later
// What MapFigure draws; where it goes is decided in map_figure.cpp.
#include "ui/figure/map_figure.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/ticks.h"
#include "ui/figure/token_text.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ui {
namespace {

using core::Index;

bool holds(const core::Region& outer, const core::Region& inner)
{
    return outer.firstQuery <= inner.firstQuery && outer.firstKey <= inner.firstKey &&
           outer.firstQuery + outer.queries >= inner.firstQuery + inner.queries &&
           outer.firstKey + outer.keys >= inner.firstKey + inner.keys;
}

// Text that stands on the cells gets a ground of its own.
void paintLabel(QPainter& painter, const QRect& box, const QString& text, const FigureStyle& style)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(seeThrough(style.ground(), 0.88));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(style.ink());
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, text);
}

// A straight line over the cells. White between black dashes shows on every colour; filled, not stroked with a dashed
// pen, which took longer than all cells of the map, and piece by piece: Qt hands shapes of more than some hundred rows
// that are not plain rectangles to threads of its own and waits for them, behind the numbers when processors are busy.
void paintDashes(QPainter& painter, const QRectF& line)
{
    constexpr double dash = 6.0;
    const bool upright = line.height() > line.width();
    const double length = upright ? line.height() : line.width();
    bool black = true;
    for (double at = 0.0; at < length; at += dash, black = !black) {
        const double part = std::min(dash, length - at);
        painter.fillRect(upright ? QRectF(line.left(), line.top() + at, line.width(), part)
                                 : QRectF(line.left() + at, line.top(), part, line.height()),
                         black ? QColor(Qt::black) : seeThrough(Qt::white, 0.75));
    }
}

// The table's colours from the last one at the top, or at the right, to the first, a pixel of the device each: scaling
// an image of 256 would go through Qt's threads, see paintDashes().
void paintScale(QPainter& painter, const QRectF& bar, bool across, const core::ColourMap& colours, double ratio)
{
    if (isVectorDevice(painter)) {
        for (int i = 0; i < 256; ++i) { // each reaches under those after it
            const QColor colour(toQRgb(colours.table()[std::size_t(across ? i : 255 - i)]));
            if (across)
                painter.fillRect(bar.adjusted(i * bar.width() / 256, 0, 0, 0), colour);
            else
                painter.fillRect(bar.adjusted(0, i * bar.height() / 256, 0, 0), colour);
        }
        return;
    }
    QImage scale((bar.size() * ratio).toSize(), QImage::Format_RGB32);
    for (int y = 0; y < scale.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(scale.scanLine(y));
        for (int x = 0; x < scale.width(); ++x)
            line[x] =
                toQRgb(colours.table()[std::size_t(across ? 256 * x / scale.width() : 255 - 256 * y / scale.height())]);
    }
    paintPixels(painter, bar.topLeft(), std::move(scale), ratio);
}

// A line around a box, of four plain rectangles for the same reason.
void paintFrame(QPainter& painter, const QRectF& box, const QColor& colour)
{
    for (const double y : {box.top(), box.bottom()})
        painter.fillRect(QRectF(box.left(), y, box.width() + 1.0, 1.0), colour);
    for (const double x : {box.left(), box.right()})
        painter.fillRect(QRectF(x, box.top(), 1.0, box.height() + 1.0), colour);
}

} // namespace

void MapFigure::paint(QPainter& painter, double ratio) const
{
    // Shapes stand where they belong, on no grid of pixels that would be merged or rounded to.
    const double own = isVectorDevice(painter) ? 64.0 : ratio;
    if (own != m_ratio)
        return MapFigure(m_content, m_size, m_style, own).paint(painter, ratio);
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.ground());
    if (isVectorDevice(painter)) {
        painter.fillRect(cellsBox(), cellGround());
        forShownMaps([&](const core::ReducedMap& map) {
            paintCellShapes(painter, cellsBox(), map, m_content.region, cellColours());
        });
    } else {
        QImage cells(m_pixels, QImage::Format_RGB32);
        paintCellsInto(cells);
        paintPixels(painter, m_map.topLeft(), std::move(cells), m_ratio);
    }
    paintAround(painter);
}

void MapFigure::paintInto(QImage& picture) const
{
    const QSize pixels = (QSizeF(m_size) * m_ratio).toSize();
    if (picture.size() != pixels)
        picture = QImage(pixels, QImage::Format_RGB32);
    picture.setDevicePixelRatio(m_ratio);
    picture.fill(m_style.ground());
    const QRect cells((QPointF(m_map.topLeft()) * m_ratio).toPoint(), m_pixels);
    if (const QRect room = picture.rect(); !cells.isEmpty() && room.contains(cells)) {
        QImage window(picture.scanLine(cells.top()) + 4 * std::ptrdiff_t(cells.left()), cells.width(), cells.height(),
                      picture.bytesPerLine(), picture.format());
        paintCellsInto(window);
    }
    QPainter painter(&picture);
    paintAround(painter);
}

void MapFigure::paintAround(QPainter& painter) const
{
    painter.setFont(m_style.font);
    painter.setLayoutDirection(Qt::LeftToRight);
    paintMapFrame(painter);
    if (m_content.map)
        paintTrainingLines(painter);
    if (m_labelled) {
        paintTitle(painter);
        if (m_content.region.queries > 0 && m_content.region.keys > 0) {
            paintQueryAxis(painter);
            paintKeyAxis(painter);
        }
        if (m_barShown && m_content.map && m_content.message.isEmpty()) // else there is nothing that it is of
            paintColourBar(painter);
    }
    paintMessage(painter);
}

// The name, how many cells a pixel stands for and, over the colour bar, what its numbers are: as much of it as fits.
void MapFigure::paintTitle(QPainter& painter) const
{
    QFont bold = m_style.font;
    bold.setBold(true);
    const QFontMetrics metrics(m_style.font);
    const QFontMetrics boldMetrics(bold);
    const QString gap = QStringLiteral("   ");
    const auto after = [&gap](const QString& text) { return text.isEmpty() ? text : gap + text; };
    const QString label = m_barShown && m_content.map ? valueLabel() : QString();
    struct Line
    {
        QString name;
        QString note;
        QString label;
        int left;
    };
    const int atMap = std::max(pad, m_map.left() - 2);
    const int atEdge = pad + m_line; // a busy mark stands before it
    const QString whole = m_style.title ? title(false) : QString();
    const QString brief = m_style.title ? title(true) : QString();
    const auto both = [](const QString& one, const QString& other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + QStringLiteral(" · ") + other;
    };
    const QString merged = mergedNote(true);
    const QString clipped = clippedNote(true);
    const QString note = both(merged, clipped);
    const Line lines[] = {{whole, both(mergedNote(false), clippedNote(false)), label, atMap},
                          {whole, both(mergedNote(false), clipped), label, atMap},
                          {whole, note, label, atMap},
                          {whole, note, label, atEdge},
                          {brief, note, label, atEdge},
                          {brief, merged, label, atEdge},
                          {brief, {}, label, atEdge},
                          {brief, {}, {}, atEdge}};
    const int barRight =
        m_map.right() + 1 + (m_barBelow ? m_queryLabelWidth / 2 : barGap + barWidth + 2 * pad + m_barLabelWidth);
    const int end = std::min(barRight, m_size.width() - pad);
    const Line* line = lines;
    const auto fits = [&](const Line& of) {
        return of.left + boldMetrics.horizontalAdvance(of.name) +
                   metrics.horizontalAdvance(after(of.note) + after(of.label)) <=
               end;
    };
    while (line + 1 != std::end(lines) && !fits(*line))
        ++line;
    const QString name = boldMetrics.elidedText(line->name, Qt::ElideRight, std::max(0, end - line->left));
    painter.setPen(m_style.ink());
    painter.setFont(bold);
    painter.drawText(QRect(line->left, pad, end - line->left, m_line),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    painter.setFont(m_style.font);
    const int noteLeft = line->left + boldMetrics.horizontalAdvance(name);
    painter.drawText(QRect(noteLeft, pad, end - noteLeft, m_line),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, after(line->note));
    painter.drawText(QRect(0, pad, end, m_line), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, line->label);
}

QColor MapFigure::cellGround() const
{
    return m_content.map ? QColor(toQRgb(core::maskedColour(m_style.isDark()))) : m_style.base();
}

CellColours MapFigure::cellColours() const
{
    return {m_content.scale, &colourMap(), toQRgb(core::maskedColour(m_style.isDark()))};
}

const core::ColourMap& MapFigure::colourMap() const
{
    return core::colourMap(m_style.colourMap.empty() ? m_content.colourMapId : m_style.colourMap);
}

// The map and, below it, the overview where the map does not reach.
void MapFigure::forShownMaps(const std::function<void(const core::ReducedMap&)>& paintOne) const
{
    const bool covered = m_content.map && holds(m_content.map->request.region, m_content.region);
    for (const auto& map : {m_content.overview, m_content.map})
        if (map && (map == m_content.map || !covered))
            paintOne(*map);
}

void MapFigure::paintCellsInto(QImage& cells) const
{
    cells.fill(cellGround());
    forShownMaps([&](const core::ReducedMap& map) { paintCells(cells, map, m_content.region, cellColours()); });
}

void MapFigure::paintMapFrame(QPainter& painter) const
{
    const QColor frame = m_content.accent.isValid() ? m_content.accent : m_style.palette.color(QPalette::Mid);
    painter.setPen(QPen(frame, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(cellsBox().adjusted(-1, -1, 1, 1)); // around the cells, not over them
}

void MapFigure::paintTrainingLines(QPainter& painter) const
{
    const Index length = m_content.trainingLength;
    const auto& region = m_content.region;
    const bool onKeys = length > region.firstKey && length < region.firstKey + region.keys;
    const bool onQueries = length > region.firstQuery && length < region.firstQuery + region.queries;
    if (length <= 0 || !m_style.trainingMark || (!onKeys && !onQueries))
        return;
    const QRectF map = cellsBox();
    const double x = onKeys ? band(0, length - region.firstKey).left() : 0.0;
    const double y = onQueries ? band(length - region.firstQuery, 0).top() : 0.0;
    if (onKeys)
        paintDashes(painter, QRectF(x - 0.75, map.top(), 1.5, map.height()));
    if (onQueries)
        paintDashes(painter, QRectF(map.left(), y - 0.75, map.width(), 1.5));
    const QString text = tr("trained %1").arg(length);
    const QSize size(QFontMetrics(m_style.font).horizontalAdvance(text) + 2 * pad, m_line + 2);
    if (size.width() > 0.6 * m_map.width() || 3 * size.height() > m_map.height())
        return;
    // Right of the vertical line at the top, where a causal map is masked; else at the right over the horizontal one.
    const int right = m_map.right() - size.width() - pad;
    const int above = int(y) - size.height() - pad;
    const QPoint corner = onKeys ? QPoint(std::min(int(x) + pad, right), m_map.top() + pad)
                                 : QPoint(right, above > m_map.top() ? above : int(y) + pad);
    paintLabel(painter, QRect(corner, size), text, m_style);
}

// The whole name where it has room.
QString MapFigure::axisName(const QString& whole, const QString& brief, int room) const
{
    const QFontMetrics metrics(m_style.font);
    return metrics.horizontalAdvance(whole) <= room ? whole : metrics.elidedText(brief, Qt::ElideRight, room);
}

void MapFigure::paintQueryAxis(QPainter& painter) const
{
    const auto& region = m_content.region;
    const QFontMetrics metrics(m_style.font);
    painter.setPen(m_style.ink());
    const double right = m_map.left() - 2 - pad;
    const Index step =
        m_tokensShown ? m_tokenStep : positionStep(region.queries, Index(m_map.height() / (1.7 * m_line)));
    for (Index i = (region.firstQuery + step - 1) / step * step; i < region.firstQuery + region.queries; i += step) {
        const QRectF cell = band(i - region.firstQuery, 0);
        if (m_tokensShown) {
            const QString text = metrics.elidedText(token(i), Qt::ElideRight, m_tokenWidth);
            const double high = std::max(cell.height(), double(m_line));
            painter.drawText(QRectF(right - m_tokenWidth - 1, cell.center().y() - high / 2, m_tokenWidth + 1, high),
                             Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
            continue;
        }
        const double y = cell.center().y();
        painter.drawLine(QPointF(m_map.left() - 2 - pad / 2.0, y), QPointF(m_map.left() - 2, y));
        const double top = std::clamp(y - m_line / 2.0, 0.0, double(m_size.height() - m_line));
        painter.drawText(QRectF(0, top, right, m_line), Qt::AlignRight | Qt::AlignVCenter, QString::number(i));
    }
    const QRectF strip(right - m_queryLabelWidth - 2 * pad - m_line, m_map.top(), m_line, m_map.height());
    const QString name = axisName(tr("query (looks)"), tr("query"), m_map.height());
    paintTurned(painter, strip, Qt::AlignCenter, name);
}

void MapFigure::paintKeyAxis(QPainter& painter) const
{
    const auto& region = m_content.region;
    const QFontMetrics metrics(m_style.font);
    painter.setPen(m_style.ink());
    const double top = cellsBox().bottom() + 2 + pad;
    const int widest = metrics.horizontalAdvance(QString::number(region.firstKey + region.keys)) + 3 * pad;
    const Index step = m_tokensShown ? m_tokenStep : positionStep(region.keys, m_map.width() / widest);
    for (Index i = (region.firstKey + step - 1) / step * step; i < region.firstKey + region.keys; i += step) {
        const QRectF cell = band(0, i - region.firstKey);
        if (m_tokensShown) {
            const QString text = metrics.elidedText(token(i), Qt::ElideRight, m_tokenWidth);
            const double wide = std::max(cell.width(), double(m_line));
            if (m_tokensUpright)
                painter.drawText(QRectF(cell.left(), top, cell.width(), m_line), Qt::AlignCenter | Qt::TextSingleLine,
                                 text);
            else
                paintTurned(painter, QRectF(cell.center().x() - wide / 2, top, wide, m_tokenWidth + 1),
                            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
            continue;
        }
        const double x = cell.center().x();
        painter.drawLine(QPointF(x, cellsBox().bottom() + 2), QPointF(x, top - pad / 2.0));
        painter.drawText(QRectF(x - widest, top, 2 * widest, m_line), Qt::AlignCenter, QString::number(i));
    }
    const int labels = keyLabelHeight();
    const QString name = axisName(tr("key (is looked at)"), tr("key"), m_map.width());
    painter.drawText(QRectF(m_map.left(), top + labels + 1, m_map.width(), m_line), Qt::AlignCenter, name);
}

void MapFigure::paintColourBar(QPainter& painter) const
{
    const QColor frame = mixed(m_style.ground(), m_style.ink(), 0.6);
    const core::ColourMap& colours = colourMap();
    const Clipping clipped = clippingOf(m_content.map->values, m_content.scale.ends());
    constexpr int arrow = barWidth / 2 + 2;
    const int atHigh = clipped.above > 0.0 ? arrow : 0;
    const int atLow = clipped.below > 0.0 ? arrow : 0;
    const QRectF map = cellsBox();
    const double under = map.bottom() + pad + 2 + keyLabelHeight() + m_line + pad;
    const QRectF bar =
        m_barBelow ? QRectF(map.left(), under, map.width(), barWidth).adjusted(atLow, 0, -atHigh, 0)
                   : QRectF(map.right() + barGap, map.top(), barWidth, map.height()).adjusted(0, atHigh, 0, -atLow);
    paintScale(painter, bar, m_barBelow, colours, m_ratio);
    const auto triangle = [&](QPointF one, QPointF other, QPointF tip, core::Rgb colour) {
        painter.setBrush(QColor(toQRgb(colour)));
        const QPointF points[] = {one, other, tip};
        painter.drawPolygon(points, 3);
    };
    painter.setPen(frame);
    if (clipped.above > 0.0 && m_barBelow)
        triangle(bar.topRight(), bar.bottomRight(), {bar.right() + arrow, bar.center().y()}, colours.table().back());
    else if (clipped.above > 0.0)
        triangle(bar.topLeft(), bar.topRight(), {bar.center().x(), bar.top() - arrow}, colours.table().back());
    if (clipped.below > 0.0 && m_barBelow)
        triangle(bar.topLeft(), bar.bottomLeft(), {bar.left() - arrow, bar.center().y()}, colours.table().front());
    else if (clipped.below > 0.0)
        triangle(bar.bottomLeft(), bar.bottomRight(), {bar.center().x(), bar.bottom() + arrow},
                 colours.table().front());
    paintFrame(painter, bar, frame);
    paintBarNumbers(painter, bar);
}

void MapFigure::paintBarNumbers(QPainter& painter, const QRectF& bar) const
{
    painter.setPen(m_style.ink());
    const double length = m_barBelow ? bar.width() : bar.height();
    for (const auto& [share, text] : barTicks(length)) {
        if (m_barBelow) {
            const double x = bar.left() + share * length;
            const double top = bar.bottom() + 1;
            painter.drawLine(QPointF(x, top), QPointF(x, top + pad / 2.0 + 1));
            const double wide = painter.fontMetrics().horizontalAdvance(text) + 2.0;
            const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, m_size.width() - wide));
            painter.drawText(QRectF(left, top + pad - 1, wide, m_line), Qt::AlignCenter | Qt::TextSingleLine, text);
            continue;
        }
        const double left = bar.right() + 2;
        const double y = bar.bottom() - share * length;
        painter.drawLine(QPointF(left - 1, y), QPointF(left + pad / 2.0, y));
        const double top = std::max(y - m_line / 2.0, double(m_map.top() - pad)); // under what it is called
        painter.drawText(QRectF(left + pad, top, m_size.width() - left, m_line), Qt::AlignLeft | Qt::AlignVCenter,
                         text);
    }
}

void MapFigure::paintMessage(QPainter& painter) const
{
    if (m_content.message.isEmpty())
        return;
    const QRect room = m_map.adjusted(pad, pad, -pad, -pad);
    QRect box = QFontMetrics(m_style.font).boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, m_content.message);
    box = box.adjusted(-3 * pad, -2 * pad, 3 * pad, 2 * pad) & m_map;
    paintLabel(painter, box, m_content.message, m_style);
}

} // namespace ui
