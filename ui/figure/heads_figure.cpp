// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/heads_figure.h"

#include "core/render/colour_map.h"
#include "ui/figure/map_caption.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/map_figure.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {
namespace {

constexpr int largestSide = 160;
constexpr int headsMargin = 4;   // room for a border around the outermost cells
constexpr int legible = 8;       // smaller cells get the room of the labels as well
constexpr double markType = 0.8; // of a mark: beside the letters of the window
constexpr int markMargin = 4;    // of a mark's words, both sides together
constexpr int markGap = 2;       // between a cell and its words at the right
constexpr int labelGap = 5;      // from them to the next cell
constexpr int blockGap = 10;     // between layers side by side

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
    return {head.scale, &core::colourMap(style.colourMap.empty() ? head.colourMapId : style.colourMap),
            toQRgb(core::maskedColour(style.isDark()))};
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
    if (!content.labels.isEmpty()) {
        const QFontMetrics metrics(scaledFont(font, markType));
        int widest = 0;
        for (const QString& label : content.labels)
            widest = std::max(widest, metrics.horizontalAdvance(label) + markMargin);
        const QSize label(widest, metrics.height());
        *this = best(content, room, font, label);
        // On the cells themselves, where they are large and more of the map stays free.
        HeadsLayout on = best(content, room, font, {});
        on.labelled = true;
        if (on.side >= std::max(label.width(), 3 * label.height()))
            *this = on;
        if (side >= legible)
            return;
    }
    *this = best(content, room, font, {});
}

HeadsLayout HeadsLayout::best(const HeadsContent& content, QSize room, const QFont& font, QSize label)
{
    const QFontMetrics metrics(font);
    const int name = nameWidth(content, metrics) + headsMargin;
    const int caption = metrics.height() + 2;
    HeadsLayout found;
    for (int lines = content.layers; lines >= 1; --lines) {
        const int perLine = (content.layers + lines - 1) / lines;
        if (perLine == found.across && lines < content.layers)
            continue; // as many lines would be filled
        HeadsLayout other;
        for (const Words& words : {Words{name, caption, label}, Words{name, 0, label}, Words{0, 0, label}})
            if (other.side < legible)
                other = HeadsLayout(content, room, perLine, words);
        // A table is easier to read: it is given up for cells a quarter larger only.
        if (4 * other.side > 5 * found.side)
            found = other;
    }
    return found;
}

HeadsLayout::HeadsLayout(const HeadsContent& content, QSize room, int layersAcross, const Words& words)
    : captioned(words.caption > 0)
    , named(words.name > 0)
    , layers(content.layers)
    , heads(content.heads)
    , across(layersAcross)
    , labelled(!words.label.isEmpty())
{
    const int lines = (layers + across - 1) / across;
    const int wide = (room.width() - 2 * headsMargin - (across - 1) * blockGap) / across - words.name;
    const int high = room.height() - 2 * headsMargin - words.caption;
    gap = std::min(wide / heads, high / lines) >= 16 ? 4 : 1;
    const int beside = labelled ? markGap + words.label.width() : 0; // what a cell needs at its right
    const int apart = labelled ? labelGap : gap;
    side = std::clamp(std::min((wide - (heads - 1) * apart) / heads - beside, (high - (lines - 1) * gap) / lines), 1,
                      largestSide);
    pitchY = side + gap;
    pitchX = side + apart;
    if (labelled) {
        pitchY = std::max(side, words.label.height()) + gap;
        if (lines * pitchY - gap > high)
            side = 1; // no room for the lines of words
        // Room for longer words, as far as there is any.
        pitchX = std::max(side + beside + apart, std::min(wide / heads, side + 2 * beside + apart));
    }
    blockPitch = words.name + heads * pitchX - apart + blockGap;
    const int used = across * blockPitch - blockGap;
    origin = {std::max(headsMargin, (room.width() - used) / 2) + words.name, headsMargin + words.caption};
}

QRect HeadsLayout::cell(int layer, int head) const
{
    const int lower = (pitchY - gap - side) / 2; // than its line of words
    return {origin.x() + layer % across * blockPitch + head * pitchX, origin.y() + layer / across * pitchY + lower,
            side, side};
}

QRect HeadsLayout::labelBox(int layer, int head) const
{
    const QRect own = cell(layer, head);
    if (!labelled || pitchX - side <= labelGap)
        return own;
    return {own.right() + 1 + markGap, origin.y() + layer / across * pitchY, pitchX - side - markGap - labelGap,
            pitchY - gap};
}

int HeadsLayout::bottom() const
{
    return layers > 0 ? origin.y() + (layers + across - 1) / across * pitchY - gap + headsMargin : 0;
}

std::optional<std::pair<int, int>> HeadsLayout::at(QPoint position) const
{
    const QPoint inside = position - origin;
    if (side <= 0 || inside.x() < 0 || inside.y() < 0)
        return {};
    const int block = inside.x() / blockPitch;
    const int head = inside.x() % blockPitch / pitchX;
    const int layer = inside.y() / pitchY * across + block;
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
    int widest = 1;
    for (int head = 0; head < content.heads; ++head)
        widest = std::max(widest, metrics.horizontalAdvance(content.caption(head)));
    const int step = (widest + 3 + layout.pitchX - 1) / layout.pitchX;
    for (int block = 0; layout.captioned && block < std::min(layout.across, content.layers); ++block)
        for (int head = 0; head < content.heads; head += step) {
            const int middle = layout.cell(block, head).center().x();
            const QRect box(middle - widest / 2 - 1, 0, widest + 2, layout.origin.y() - 3);
            if (box.intersects(dirty) && box.right() < room.width() + 2)
                painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, content.caption(head));
        }
    const int lineStep = (metrics.height() + layout.pitchY - 1) / layout.pitchY;
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

void paintHeadMark(QPainter& painter, const QRect& cell, const QRect& label, const HeadMark& mark,
                   const FigureStyle& style)
{
    if (mark.isOff) {
        QColor veil = style.ground();
        veil.setAlphaF(0.7F);
        painter.fillRect(cell, veil);
        painter.save();
        painter.setClipRect(cell);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(style.ink(), 1.0));
        painter.drawLine(cell.bottomLeft(), cell.topRight());
        painter.restore();
    }
    const QFont font = scaledFont(style.font, markType);
    const QFontMetrics metrics(font);
    for (const QString& words : mark.labels) {
        const QSize size(metrics.horizontalAdvance(words) + markMargin, metrics.height());
        if (size.width() > label.width() || size.height() > label.height())
            continue;
        painter.setFont(font);
        painter.setPen(style.ink());
        QRect place(QPoint(label.left(), label.center().y() - size.height() / 2), size);
        if (label == cell) { // on the picture
            place.moveBottom(label.bottom());
            QColor plate = style.ground();
            plate.setAlphaF(0.85F);
            painter.fillRect(place, plate);
        }
        painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine, words);
        return;
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

HeadsFigure::HeadsFigure(HeadsContent content, std::vector<HeadMap> maps, QSize size, FigureStyle style,
                         std::vector<HeadMark> marks)
    : m_content(std::move(content))
    , m_maps(std::move(maps))
    , m_marks(std::move(marks))
    , m_size(size)
    , m_style(std::move(style))
    , m_layout(m_content, size, m_style.font)
{}

QVector<FigureNumbers> HeadsFigure::numbers() const
{
    QVector<FigureNumbers> all;
    for (const HeadMap& head : m_maps)
        if (head.map != nullptr)
            all.append(numbersOf(*head.map, {},
                                 QCoreApplication::translate("ui::HeadGrid", "layer %1, head %2: %3")
                                     .arg(head.map->request.layer)
                                     .arg(head.map->request.head)
                                     .arg(stageUnit(head.map->request.stage))));
    return all;
}

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
            paintCellShapes(painter, box, *head.map, head.map->request.region, coloursOf(head, m_style),
                            1.0 / static_cast<double>(m_maps.size()));
        } else {
            QImage picture = headPicture(head, static_cast<int>(std::lround(box.width() * ratio)), m_style);
            paintPixels(painter, box.topLeft(), std::move(picture), ratio);
        }
        if (i < m_marks.size())
            paintHeadMark(
                painter, box,
                m_layout.labelBox(static_cast<int>(i) / m_content.heads, static_cast<int>(i) % m_content.heads),
                m_marks[i], m_style);
    }
}

std::unique_ptr<Figure> exampleHeads(const FigureStyle& style, QSize room)
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
        maps.push_back({std::move(map), core::ValueRange{0.0, 1.0}, "viridis"});
    }
    return std::make_unique<HeadsFigure>(content, std::move(maps), room, style);
}

} // namespace ui
