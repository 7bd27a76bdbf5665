// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/heads_figure.h"

#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/ticks.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int largestSide = 160;
constexpr int margin = 4;  // room for a border around the outermost cells
constexpr int legible = 8; // smaller cells get the room of the labels as well

QString translated(const char* text, const char* comment)
{
    return QCoreApplication::translate("ui::HeadGrid", text, comment);
}

QString layerLabel(int layer) { return translated("L%1", "layer").arg(layer); }

CellColours coloursOf(const HeadMap& head, const FigureStyle& style)
{
    return {head.range, &core::colourMap(head.colourMapId), toQRgb(core::maskedColour(style.isDark()))};
}

} // namespace

QString HeadsContent::caption(int head) const
{
    return head < captions.size() ? captions[head] : translated("h%1", "head").arg(head);
}

HeadsLayout::HeadsLayout(const HeadsContent& content, QSize room, const QFont& font)
{
    const auto [layers, heads, captions] = content;
    if (layers <= 0 || heads <= 0)
        return;
    const QFontMetrics metrics(font);
    const QSize labels(metrics.horizontalAdvance(layerLabel(layers - 1)) + margin, metrics.height() + 2);
    gap = std::min(room.width() / heads, room.height() / layers) >= 16 ? 4 : 1;
    const auto sideWithin = [&](QSize size) {
        const int across = (size.width() - 2 * margin - (heads - 1) * gap) / heads;
        const int down = (size.height() - 2 * margin - (layers - 1) * gap) / layers;
        return std::clamp(std::min(across, down), 1, largestSide);
    };
    const int labelledSide = sideWithin(room - labels);
    labelled = labelledSide >= legible;
    side = labelled ? labelledSide : sideWithin(room);
    const int used = heads * (side + gap) - gap;
    const int left = margin + (labelled ? labels.width() : 0);
    origin = {left + std::max(0, room.width() - left - margin - used) / 2, margin + (labelled ? labels.height() : 0)};
}

QRect HeadsLayout::cell(int layer, int head) const
{
    return {origin.x() + head * (side + gap), origin.y() + layer * (side + gap), side, side};
}

void paintHeadLabels(QPainter& painter, const HeadsContent& content, const HeadsLayout& layout, const QRect& room,
                     const QRect& dirty, const FigureStyle& style)
{
    if (!layout.labelled)
        return;
    painter.setFont(style.font);
    painter.setPen(style.ink());
    const QFontMetrics metrics(style.font);
    const int pitch = layout.side + layout.gap;
    int widest = 1;
    for (int head = 0; head < content.heads; ++head)
        widest = std::max(widest, metrics.horizontalAdvance(content.caption(head)));
    const int columnStep = (widest + 3 + pitch - 1) / pitch;
    for (int head = 0; head < content.heads; head += columnStep) {
        const QRect column = layout.cell(0, head);
        const QRect box(column.center().x() - widest / 2 - 1, 0, widest + 2, layout.origin.y() - 3);
        if (box.intersects(dirty) && box.right() < room.width() + 2)
            painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, content.caption(head));
    }
    const int rowStep = (metrics.height() + pitch - 1) / pitch;
    for (int layer = 0; layer < content.layers; layer += rowStep) {
        const QRect row = layout.cell(layer, 0);
        const QRect box(0, row.center().y() - metrics.height() / 2, row.left() - margin - 1, metrics.height());
        if (box.intersects(dirty))
            painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, layerLabel(layer));
    }
}

QImage headPicture(const HeadMap& head, int side, const FigureStyle& style)
{
    QImage image(side, side, QImage::Format_RGB32);
    const CellColours colours = coloursOf(head, style);
    image.fill(QColor(colours.masked));
    paintCells(image, *head.map, head.map->request.region, colours);
    return image;
}

HeadsFigure::HeadsFigure(HeadsContent content, std::vector<HeadMap> maps, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_maps(std::move(maps))
    , m_size(size)
    , m_style(std::move(style))
    , m_layout(m_content, size, m_style.font)
{}

void HeadsFigure::paint(QPainter& painter, double ratio) const
{
    const QRect room(QPoint(0, 0), m_size);
    painter.fillRect(room, m_style.ground());
    paintHeadLabels(painter, m_content, m_layout, room, room, m_style);
    for (std::size_t i = 0; i < m_maps.size(); ++i) {
        const HeadMap& head = m_maps[i];
        const QRect box = m_layout.cell(static_cast<int>(i) / m_content.heads, static_cast<int>(i) % m_content.heads);
        if (head.map == nullptr) {
            painter.fillRect(box, m_style.faint());
        } else if (isVectorDevice(painter)) {
            paintCellShapes(painter, box, *head.map, head.map->request.region, coloursOf(head, m_style));
        } else {
            QImage picture = headPicture(head, static_cast<int>(std::lround(box.width() * ratio)), m_style);
            picture.setDevicePixelRatio(ratio);
            painter.drawImage(box.topLeft(), picture);
        }
    }
}

} // namespace ui
