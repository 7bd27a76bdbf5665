// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/heatmap_overlay.h"

#include <QFontMetrics>
#include <QPainter>

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

// The positions on the axes, over the labels that stand there.
void paintChips(QPainter& painter, const HeatmapPanel& panel, const HeatmapPanel::Cell& cell, const QRectF& cellBox,
                const QPalette& palette)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF map(panel.mapRect());
    const QRectF room(painter.window());
    const auto size = [&](const QString& text) {
        return QSizeF(metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + 2);
    };
    const QString key = metrics.elidedText(panel.positionLabel(cell.key), Qt::ElideRight, int(map.width()));
    QRectF keyChip(QPointF(0, map.bottom() + 3), size(key));
    const double furthest = std::max(room.left(), room.right() - keyChip.width());
    keyChip.moveLeft(std::clamp(cellBox.center().x() - keyChip.width() / 2, room.left(), furthest));
    const QString query =
        metrics.elidedText(panel.positionLabel(cell.query), Qt::ElideRight, int(map.left() - room.left()) - 4 * pad);
    QRectF queryChip(QPointF(0, 0), size(query));
    queryChip.moveRight(map.left() - 3);
    const double lowest = std::max(room.top(), room.bottom() - queryChip.height());
    queryChip.moveTop(std::clamp(cellBox.center().y() - queryChip.height() / 2, room.top(), lowest));
    paintChip(painter, keyChip, key, palette);
    paintChip(painter, queryChip, query, palette);
}

} // namespace

void paintCrosshair(QPainter& painter, const HeatmapPanel& panel, const HeatmapPanel::Cell& cell, bool locked,
                    const QPalette& palette)
{
    const QRectF box = panel.cellRect(cell);
    if (box.isNull())
        return;
    const QRectF map(panel.mapRect());
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
    paintChips(painter, panel, cell, box, palette);
}

void paintReadout(QPainter& painter, const QRect& bounds, const QPointF& anchor, const QString& text,
                  const QPalette& palette)
{
    constexpr int distance = 14;
    const QFontMetrics metrics = painter.fontMetrics();
    const QRect room(0, 0, std::max(40, bounds.width() - 4 * pad), bounds.height());
    const QSize size =
        metrics.boundingRect(room, Qt::AlignLeft | Qt::TextWordWrap, text).size() + QSize(4 * pad, 2 * pad);
    QPoint corner(int(anchor.x()) + distance, int(anchor.y()) + distance);
    if (corner.x() + size.width() > bounds.right())
        corner.setX(int(anchor.x()) - distance - size.width());
    if (corner.y() + size.height() > bounds.bottom())
        corner.setY(int(anchor.y()) - distance - size.height());
    corner.setX(std::max(bounds.left(), std::min(corner.x(), bounds.right() - size.width())));
    corner.setY(std::max(bounds.top(), std::min(corner.y(), bounds.bottom() - size.height())));
    const QRect box(corner, size);
    painter.setPen(QPen(palette.color(QPalette::Mid), 1));
    painter.setBrush(palette.color(QPalette::ToolTipBase));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(palette.color(QPalette::ToolTipText));
    painter.drawText(box.adjusted(2 * pad, pad, -pad, -pad), Qt::AlignLeft | Qt::TextWordWrap, text);
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
