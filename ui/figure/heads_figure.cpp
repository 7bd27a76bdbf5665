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
constexpr int blockGap = 10;   // between layers side by side

QString headText(const char* text, const char* comment)
{
    return QCoreApplication::translate("ui::HeadGrid", text, comment);
}

QString layerLabel(int layer) { return headText("L%1", "layer").arg(layer); }

int nameWidth(const HeadsContent& content, const QFontMetrics& metrics)
{
    return metrics.horizontalAdvance(layerLabel(content.layers - 1));
}

CellColours coloursOf(const HeadMap& head, const FigureStyle& style)
{
    return {head.range, &core::colourMap(head.colourMapId), toQRgb(core::maskedColour(style.isDark()))};
}

} // namespace

QString HeadsContent::caption(int head) const
{
    return head < captions.size() ? captions[head] : headText("h%1", "head").arg(head);
}

HeadsLayout::HeadsLayout(const HeadsContent& content, QSize room, const QFont& font)
{
    if (content.layers <= 0 || content.heads <= 0)
        return;
    const QFontMetrics metrics(font);
    const int name = nameWidth(content, metrics) + headsMargin;
    const int caption = metrics.height() + 2;
    for (int lines = content.layers; lines >= 1; --lines) {
        const int perLine = (content.layers + lines - 1) / lines;
        if (perLine == across && lines < content.layers)
            continue; // as many lines would be filled
        HeadsLayout other;
        for (const Labels& labels : {Labels{name, caption}, Labels{name, 0}, Labels{}})
            if (other.side < legible)
                other = HeadsLayout(content, room, perLine, labels);
        if (4 * other.side > 5 * side) // a table is easier to read: it is given up for cells a quarter larger only
            *this = other;
    }
}

HeadsLayout::HeadsLayout(const HeadsContent& content, QSize room, int layersAcross, const Labels& labels)
    : captioned(labels.height > 0)
    , named(labels.width > 0)
    , layers(content.layers)
    , heads(content.heads)
    , across(layersAcross)
{
    const int lines = (layers + across - 1) / across;
    const int wide = (room.width() - 2 * headsMargin - (across - 1) * blockGap) / across - labels.width;
    const int high = room.height() - 2 * headsMargin - labels.height;
    gap = std::min(wide / heads, high / lines) >= 16 ? 4 : 1;
    side = std::clamp(std::min((wide - (heads - 1) * gap) / heads, (high - (lines - 1) * gap) / lines), 1, largestSide);
    blockPitch = labels.width + heads * (side + gap) - gap + blockGap;
    const int used = across * blockPitch - blockGap;
    origin = {std::max(headsMargin, (room.width() - used) / 2) + labels.width, headsMargin + labels.height};
}

QRect HeadsLayout::cell(int layer, int head) const
{
    const int pitch = side + gap;
    return {origin.x() + layer % across * blockPitch + head * pitch, origin.y() + layer / across * pitch, side, side};
}

int HeadsLayout::bottom() const { return layers > 0 ? cell(layers - 1, 0).bottom() + 1 + headsMargin : 0; }

std::optional<std::pair<int, int>> HeadsLayout::at(QPoint position) const
{
    const QPoint inside = position - origin;
    if (side <= 0 || inside.x() < 0 || inside.y() < 0)
        return {};
    const int block = inside.x() / blockPitch;
    const int head = inside.x() % blockPitch / (side + gap);
    const int layer = inside.y() / (side + gap) * across + block;
    if (block >= across || head >= heads || layer >= layers)
        return {};
    return std::pair(layer, head);
}

void paintHeadLabels(QPainter& painter, const HeadsContent& content, const HeadsLayout& layout, const QRect& room,
                     const QRect& dirty, const FigureStyle& style)
{
    painter.setFont(style.font);
    painter.setPen(style.ink());
    const QFontMetrics metrics(style.font);
    const int pitch = layout.side + layout.gap;
    int widest = 1;
    for (int head = 0; head < content.heads; ++head)
        widest = std::max(widest, metrics.horizontalAdvance(content.caption(head)));
    const int step = (widest + 3 + pitch - 1) / pitch;
    for (int block = 0; layout.captioned && block < std::min(layout.across, content.layers); ++block)
        for (int head = 0; head < content.heads; head += step) {
            const int middle = layout.cell(block, head).center().x();
            const QRect box(middle - widest / 2 - 1, 0, widest + 2, layout.origin.y() - 3);
            if (box.intersects(dirty) && box.right() < room.width() + 2)
                painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, content.caption(head));
        }
    const int lineStep = (metrics.height() + pitch - 1) / pitch;
    for (int layer = 0; layout.named && layer < content.layers; ++layer) {
        if (layer / layout.across % lineStep != 0)
            continue;
        const QRect first = layout.cell(layer, 0);
        const int width = nameWidth(content, metrics) + 1;
        const QRect box(first.left() - headsMargin - width, first.center().y() - metrics.height() / 2, width,
                        metrics.height());
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
