// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/grid_and_map.h"

#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"

#include <QEvent>
#include <QFontMetrics>

#include <algorithm>

namespace ui {
namespace {

constexpr int kGridGap = 4;
constexpr int kSmallestThumb = 5; // side of a thumbnail
constexpr int kUsefulThumb = 14;  // of one that shows something
constexpr int kLargestThumb = 48; // larger ones show no more
constexpr int kWantedMap = 460;   // of a map: smaller ones count double against the thumbnails

// Room for so many thumbnails in a row, with their border.
int roomForThumbs(int count, int side) { return count * side + (count - 1) * (side >= 16 ? 4 : 1) + 2 * 4; }

int worthOf(int map, int side)
{
    return map + std::min(map, kWantedMap) + 6 * std::min(side, kUsefulThumb) + std::min(side, kLargestThumb);
}

// Axes, their titles and the colour bar.
QSize marginsOf(const QFontMetrics& metrics)
{
    const int line = metrics.height();
    return {2 * line + metrics.horizontalAdvance(QStringLiteral("4096−0.0000")) + 54, 3 * line + 22};
}

} // namespace

GridAndMap::GridAndMap(HeadGrid& grid, HeatmapView& map, QWidget* parent)
    : QWidget(parent)
    , m_grid(grid)
    , m_map(map)
{
    grid.setParent(this);
    map.setParent(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize GridAndMap::minimumSizeHint() const
{
    const QSize grid = m_grid.minimumSizeHint();
    const QSize map = m_map.minimumSizeHint();
    return {std::max(grid.width(), map.width()), grid.height() + kGridGap + map.height()};
}

GridAndMap::Arrangement GridAndMap::arrange(QSize room, QSize around, int layers, int heads)
{
    const QSize inside = room - around;
    Arrangement best;
    int bestWorth = -1;
    // The labels of the thumbnails are as wide and high as what they are left.
    const auto consider = [&](bool beside, int grid, int map, int side) {
        if (const int value = worthOf(map, side); map > 0 && value > bestWorth) {
            bestWorth = value;
            best = {beside, grid, map};
        }
    };
    for (int side = kSmallestThumb; side <= kLargestThumb; ++side) {
        const int above = roomForThumbs(layers, side);
        if (roomForThumbs(heads, side) <= room.width())
            consider(false, above, std::min(inside.width(), inside.height() - kGridGap - above), side);
        const int beside = roomForThumbs(layers, side); // a row per head there
        if (roomForThumbs(heads, side) <= room.height())
            consider(true, beside, std::min(inside.width() - kGridGap - beside, inside.height()), side);
    }
    return best;
}

void GridAndMap::layOut()
{
    const QSize margins = marginsOf(fontMetrics());
    const Arrangement to = arrange(size(), margins, std::max(1, m_grid.layers()), std::max(1, m_grid.heads()));
    m_grid.setTransposed(to.beside);
    if (to.beside) {
        // What the map cannot use is the heads'.
        const int map = std::min(width() - kGridGap - to.grid, to.map + margins.width());
        m_grid.setGeometry(0, 0, width() - kGridGap - map, height());
        m_map.setGeometry(width() - map, 0, map, height());
    } else {
        const int map = to.map > 0 ? std::min(height() - kGridGap - to.grid, to.map + margins.height()) : height() / 2;
        m_grid.setGeometry(0, 0, width(), height() - kGridGap - map);
        m_map.setGeometry(0, height() - map, width(), map);
    }
}

void GridAndMap::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

bool GridAndMap::event(QEvent* event)
{
    // The grid has another shape, or letters another size.
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::FontChange)
        layOut();
    return QWidget::event(event);
}

} // namespace ui
