// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/heads_figure.h"

#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {
namespace {

constexpr int largestSide = 160;
constexpr int headsMargin = 4; // room for a border around the outermost cells
constexpr int legible = 8;     // smaller cells get the room of the labels as well

QString headText(const char* text, const char* comment)
{
    return QCoreApplication::translate("ui::HeadGrid", text, comment);
}

QString layerLabel(int layer) { return headText("L%1", "layer").arg(layer); }

CellColours coloursOf(const HeadMap& head, const FigureStyle& style)
{
    return {head.range, &core::colourMap(head.colourMapId), toQRgb(core::maskedColour(style.isDark()))};
}

} // namespace

QString HeadsContent::caption(int head) const
{
    return head < captions.size() ? captions[head] : headText("h%1", "head").arg(head);
}

QString HeadsContent::rowLabel(int row) const { return transposed ? caption(row) : layerLabel(row); }

QString HeadsContent::columnLabel(int column) const { return transposed ? layerLabel(column) : caption(column); }

HeadsLayout::HeadsLayout(const HeadsContent& content, QSize room, const QFont& font)
    : transposed(content.transposed)
{
    const int rows = content.rows();
    const int columns = content.columns();
    if (rows <= 0 || columns <= 0)
        return;
    const QFontMetrics metrics(font);
    int widest = 0;
    for (int row = 0; row < rows; ++row)
        widest = std::max(widest, metrics.horizontalAdvance(content.rowLabel(row)));
    const QSize labels(widest + headsMargin, metrics.height() + 2);
    gap = std::min(room.width() / columns, room.height() / rows) >= 16 ? 4 : 1;
    const auto sideWithin = [&](QSize size) {
        const int across = (size.width() - 2 * headsMargin - (columns - 1) * gap) / columns;
        const int down = (size.height() - 2 * headsMargin - (rows - 1) * gap) / rows;
        return std::clamp(std::min(across, down), 1, largestSide);
    };
    const int labelledSide = sideWithin(room - labels);
    labelled = labelledSide >= legible;
    side = labelled ? labelledSide : sideWithin(room);
    const int used = columns * (side + gap) - gap;
    const int left = headsMargin + (labelled ? labels.width() : 0);
    origin = {left + std::max(0, room.width() - left - headsMargin - used) / 2,
              headsMargin + (labelled ? labels.height() : 0)};
}

QRect HeadsLayout::cell(int layer, int head) const
{
    const int column = transposed ? layer : head;
    const int row = transposed ? head : layer;
    return {origin.x() + column * (side + gap), origin.y() + row * (side + gap), side, side};
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
    for (int column = 0; column < content.columns(); ++column)
        widest = std::max(widest, metrics.horizontalAdvance(content.columnLabel(column)));
    const int columnStep = (widest + 3 + pitch - 1) / pitch;
    for (int column = 0; column < content.columns(); column += columnStep) {
        const int middle = layout.origin.x() + column * pitch + layout.side / 2;
        const QRect box(middle - widest / 2 - 1, 0, widest + 2, layout.origin.y() - 3);
        if (box.intersects(dirty) && box.right() < room.width() + 2)
            painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, content.columnLabel(column));
    }
    const int rowStep = (metrics.height() + pitch - 1) / pitch;
    for (int row = 0; row < content.rows(); row += rowStep) {
        const int middle = layout.origin.y() + row * pitch + layout.side / 2;
        const QRect box(0, middle - metrics.height() / 2, layout.origin.x() - headsMargin - 1, metrics.height());
        if (box.intersects(dirty))
            painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, content.rowLabel(row));
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

std::unique_ptr<Figure> exampleHeads(const FigureStyle& style)
{
    const HeadsContent content{2, 4, {}};
    std::vector<HeadMap> maps;
    for (int i = 0; i < content.layers * content.heads; ++i) {
        auto map = std::make_shared<core::ReducedMap>();
        map->request.region = {0, 12, 0, 12};
        map->request.rows = map->request.cols = 12;
        map->values.resize(12, 12);
        for (core::Index query = 0; query < 12; ++query)
            for (core::Index key = 0; key < 12; ++key)
                map->values(query, key) = key > query
                                              ? std::numeric_limits<float>::quiet_NaN()
                                              : std::exp2(-static_cast<float>(query - key) / static_cast<float>(i + 1));
        maps.push_back({std::move(map), {0.0, 1.0}, "viridis"});
    }
    return std::make_unique<HeadsFigure>(content, std::move(maps), QSize(480, 260), style);
}

} // namespace ui
