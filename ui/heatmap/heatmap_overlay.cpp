// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/heatmap_overlay.h"

#include <QFontMetrics>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

namespace ui {
namespace {

constexpr int pad = 4;

void paintChip(QPainter& painter, QRectF box, const QString& text, const QPalette& palette)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Highlight));
    painter.drawRoundedRect(box, 2, 2);
    painter.setPen(palette.color(QPalette::HighlightedText));
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
}

void paintKeyChip(QPainter& painter, const MapFigure& figure, core::Index key, const QRectF& cell, QPointF end,
                  const QPalette& palette)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const double top = figure.mapRect().bottom() + 4.0;
    const double height = metrics.height() + 2;
    if (figure.keyLabelsTurned()) {
        const QSizeF size(figure.keyLabelLength() + 2 * pad, std::max(cell.width(), height));
        painter.save();
        painter.translate(cell.center().x() - size.height() / 2, top + size.width());
        painter.rotate(-90);
        paintChip(painter, QRectF(QPointF(0, 0), size), figure.positionLabel(key, figure.keyLabelLength()), palette);
        painter.restore();
        return;
    }
    const QString text = figure.positionLabel(key, figure.mapRect().width() / 2);
    QRectF box(QPointF(0, std::min(top, end.y() - height)), QSizeF(metrics.horizontalAdvance(text) + 2 * pad, height));
    box.moveLeft(std::clamp(cell.center().x() - box.width() / 2, 0.0, std::max(0.0, end.x() - box.width())));
    paintChip(painter, box, text, palette);
}

void paintQueryChip(QPainter& painter, const MapFigure& figure, core::Index query, const QRectF& cell, double bottom,
                    const QPalette& palette)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const double right = figure.mapRect().left() - 3.0;
    // Without room beside the map it lies over its edge: half a number would be another one.
    const int number = metrics.horizontalAdvance(QString::number(query));
    const QString text = figure.positionLabel(query, std::max(int(right) - 2 * pad, number));
    QRectF box(QPointF(0, 0), QSizeF(metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + 2));
    box.moveRight(std::max(right, box.width()));
    box.moveTop(std::clamp(cell.center().y() - box.height() / 2, 0.0, std::max(0.0, bottom - box.height())));
    paintChip(painter, box, text, palette);
}

// Above the keys' labels (`labels` is their upper edge) where there is room above the anchor.
QPoint besideAnchor(const QRect& bounds, int labels, const QPointF& anchor, QSize size)
{
    constexpr int distance = 14;
    QPoint corner(int(anchor.x()) + distance, int(anchor.y()) + distance);
    const int above = int(anchor.y()) - distance - size.height();
    if (corner.y() + size.height() > labels && above >= bounds.top())
        corner.setY(above);
    if (corner.x() + size.width() > bounds.right())
        corner.setX(int(anchor.x()) - distance - size.width());
    if (corner.y() + size.height() > bounds.bottom())
        corner.setY(int(anchor.y()) - distance - size.height());
    corner.setX(std::max(bounds.left(), std::min(corner.x(), bounds.right() - size.width())));
    corner.setY(std::max(bounds.top(), std::min(corner.y(), bounds.bottom() - size.height())));
    return corner;
}

QSize sizeOf(const QFontMetrics& metrics, const QString& text, int width)
{
    constexpr int endless = 1 << 20;
    const QRect room(0, 0, std::max(40, width - 4 * pad), endless);
    return metrics.boundingRect(room, Qt::AlignLeft | Qt::TextWordWrap, text).size() + QSize(4 * pad, 2 * pad);
}

// Lines of a sum break before a sign, not between a sign, a word and its number.
QString withWholeTerms(const QString& text)
{
    static const QRegularExpression beforeNumber(QStringLiteral("(?<=\\S) (?=\u2212?\\d)"));
    static const QRegularExpression afterSign(QStringLiteral("(?<=[+=\u2212]) "));
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString& line : lines)
        if (line.contains(QLatin1String(" = ")))
            line.replace(beforeNumber, QChar(QChar::Nbsp)).replace(afterSign, QChar(QChar::Nbsp));
    return lines.join(QLatin1Char('\n'));
}

// A box in the upper right corner, where keys after the query are masked; null where it would cover others, too.
QRect maskedCorner(const MapFigure& figure, const QFontMetrics& metrics, const QString& text)
{
    constexpr int inset = 3;
    const QRect map = figure.mapRect();
    const QSize size = sizeOf(metrics, text, map.width() / 2);
    const QRect box(QPoint(map.right() - size.width() - inset, map.top() + inset), size);
    const auto cell = figure.cellAt(QPointF(box.bottomLeft()) + QPointF(-inset, inset));
    return cell && cell->key > cell->query ? box : QRect();
}

} // namespace

void paintCrosshair(QPainter& painter, const MapFigure& figure, const MapFigure::Cell& cell, bool locked,
                    const QPalette& palette)
{
    const QRectF box = figure.cellRect(cell);
    if (box.isNull())
        return;
    const QRectF map(figure.mapRect());
    // A hole around the cell, so that its colour (and that of its neighbours, when they are small) stays visible.
    const QRectF hole = box.adjusted(-3, -3, 3, 3);
    const bool wide = box.width() >= 6 && box.height() >= 6;
    const auto arms = [&](double x, double y) {
        painter.drawLine(QPointF(x, map.top()), QPointF(x, std::max(map.top(), hole.top())));
        painter.drawLine(QPointF(x, std::min(map.bottom(), hole.bottom())), QPointF(x, map.bottom()));
        painter.drawLine(QPointF(map.left(), y), QPointF(std::max(map.left(), hole.left()), y));
        painter.drawLine(QPointF(std::min(map.right(), hole.right()), y), QPointF(map.right(), y));
    };
    painter.save();
    painter.setClipRect(map);
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {QPen(QColor(255, 255, 255, 190), 3.0), QPen(QColor(0, 0, 0, locked ? 255 : 200), 1.0)}) {
        painter.setPen(pen);
        if (wide) { // the edges of the row and of the column
            arms(box.left(), box.top());
            arms(box.right(), box.bottom());
        } else
            arms(box.center().x(), box.center().y());
        if (locked || wide)
            painter.drawRect(wide ? box : hole);
    }
    painter.restore();
    const QRectF room(painter.window());
    paintKeyChip(painter, figure, cell.key, box, room.bottomRight(), palette);
    paintQueryChip(painter, figure, cell.query, box, room.bottom(), palette);
}

void paintPin(QPainter& painter, const MapFigure& figure, const MapFigure::Cell& cell, const QPalette& palette)
{
    const QRectF box = figure.cellRect(cell);
    if (box.isNull())
        return;
    constexpr double clear = 4.0; // between the ring and the middle of a small cell
    const double side = std::max({box.width(), box.height(), 2 * clear}) + 4.0;
    QRectF ring(0, 0, side, side);
    ring.moveCenter(box.center());
    painter.save();
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen :
         {QPen(Qt::white, 5.0), QPen(Qt::black, 3.0), QPen(palette.color(QPalette::Highlight), 2.0)}) {
        painter.setPen(pen);
        painter.drawEllipse(ring);
    }
    painter.restore();
}

void paintReadout(QPainter& painter, const MapFigure& figure, const QPointF& anchor, const QString& whole,
                  const QString& brief, const QPalette& palette)
{
    const QRect bounds = painter.window();
    const QRect map = figure.mapRect();
    QString text = withWholeTerms(whole);
    QSize size = sizeOf(painter.fontMetrics(), text, bounds.width());
    const int share = map.width() * map.height() / std::max(1, size.width() * size.height());
    QRect box;
    if (share < 10)
        box = maskedCorner(figure, painter.fontMetrics(), text);
    if (box.isNull() && share < 6 && !brief.isEmpty()) {
        text = brief;
        size = sizeOf(painter.fontMetrics(), text, bounds.width());
    }
    if (box.isNull())
        box = QRect(besideAnchor(bounds, map.bottom(), anchor, size), size);
    painter.setPen(QPen(palette.color(QPalette::Mid), 1));
    painter.setBrush(palette.color(QPalette::ToolTipBase));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(palette.color(QPalette::ToolTipText));
    painter.drawText(box.adjusted(2 * pad, pad, -2 * pad + 1, -pad), Qt::AlignLeft | Qt::TextWordWrap,
                     text); // as measured
}

void paintBusy(QPainter& painter, const QRectF& box, int step, const QPalette& palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette.color(QPalette::Highlight), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(box.adjusted(2, 2, -2, -2), -step * 30 * 16, 270 * 16); // sixteenths of a degree
    painter.restore();
}

} // namespace ui
