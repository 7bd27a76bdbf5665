// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/grid_and_map.h"

#include "ui/figure/heads_figure.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"

#include <QEvent>
#include <QFontMetrics>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

constexpr int kGridGap = 4;
constexpr int kLeastGrid = 20;    // pixels that the heads get
constexpr int kUsefulThumb = 22;  // side of a thumbnail that shows something
constexpr int kLargestThumb = 48; // larger ones show no more
constexpr int kLabels = 220;      // what labels on the heads are worth, in pixels of the map
constexpr int kWantedMap = 460;   // side of a map: smaller ones count double against the thumbnails

int worthOf(int map, int side, bool labelled)
{
    return map + std::min(map, kWantedMap) + 7 * std::min(side, kUsefulThumb) + std::min(side, kLargestThumb) +
           (labelled ? kLabels : 0);
}

} // namespace

GridAndMap::GridAndMap(HeadGrid& grid, HeatmapView& map, QWidget* parent)
    : QWidget(parent)
    , m_heads(grid)
    , m_map(map)
{
    grid.setParent(this);
    map.setParent(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize GridAndMap::minimumSizeHint() const
{
    const QSize grid = m_heads.minimumSizeHint();
    const QSize map = m_map.minimumSizeHint();
    return {std::max(grid.width(), map.width()), grid.height() + kGridGap + map.height()};
}

GridAndMap::Arrangement GridAndMap::arrange(QSize room, const HeadsContent& heads, const QFont& font)
{
    const MapFigure::Room inside{QFontMetrics(font)};
    Arrangement best;
    int bestWorth = -1;
    const auto consider = [&](bool beside, int grid, QSize forGrid, QSize forMap) {
        const auto [map, margins, below] = inside.fit(forMap);
        if (map <= 0 || worthOf(map, kLargestThumb, !heads.labels.isEmpty()) <= bestWorth)
            return; // whatever the thumbnails would be; laying them out measures text
        const HeadsLayout layout(heads, forGrid, font);
        if (const int value = worthOf(map, layout.side, layout.labelled); value > bestWorth) {
            bestWorth = value;
            best = {beside, grid, map, margins};
        }
    };
    for (int grid = kLeastGrid; grid < std::max(room.width(), room.height()) / 2; grid += 2) {
        consider(false, grid, {room.width(), grid}, room - QSize(0, kGridGap + grid));
        consider(true, grid, {grid, room.height()}, room - QSize(kGridGap + grid, 0));
    }
    return best;
}

void GridAndMap::layOut()
{
    const Arrangement to = arrange(size(), m_heads.content(), font());
    int needed = 0;
    if (to.beside) {
        // What the map cannot use is the heads'.
        const int map = std::min(width() - kGridGap - to.grid, to.map + to.margins.width());
        m_heads.setGeometry(0, 0, width() - kGridGap - map, height());
        m_map.setGeometry(width() - map, 0, map, height());
    } else {
        const int map =
            to.map > 0 ? std::min(height() - kGridGap - to.grid, to.map + to.margins.height()) : height() / 2;
        const int most = height() - kGridGap - map;
        needed = std::min(HeadsLayout(m_heads.content(), {width(), most}, font()).bottom(), most);
        const int grid = std::clamp(m_levelGrid, needed, most);
        m_heads.setGeometry(0, 0, width(), grid);
        m_map.setGeometry(0, grid + kGridGap, width(), map);
    }
    if (std::exchange(m_neededGrid, needed) != needed)
        emit neededGridChanged();
}

void GridAndMap::setGrid(int height)
{
    if (std::exchange(m_levelGrid, height) != height)
        layOut();
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
