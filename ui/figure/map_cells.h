// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_map.h"
#include "core/render/colour_scale.h"
#include "core/render/map.h"

#include <QImage>
#include <QRectF>

class QPainter;

namespace ui {

QRgb toQRgb(const core::Rgb& colour);

// How values become colours.
struct CellColours
{
    core::ColourScale scale;
    const core::ColourMap* map = nullptr; // one of core::colourMaps(), not null
    QRgb masked = 0;                      // NaN
};

// Paints the cells of `region` onto the whole of `image` (Format_RGB32): every pixel has exactly one cell's colour,
// nothing is smoothed. Where several values fall on one pixel they are merged as the map's request says, so a single
// hot cell is never lost. Pixels of cells the map does not cover are left as they are.
void paintCells(QImage& image, const core::ReducedMap& map, const core::Region& region, const CellColours& colours);

// The same on `target` as plain rectangles, for devices that keep shapes: every cell (value of a reduced map) where it
// belongs, neighbours of one colour in a row as one. More than `share` of mostCellShapes of them become one picture
// with equally many pixels for each value, at least one, in which likewise nothing is smoothed. share: how much of its
// figure the map is.
inline constexpr core::Index mostCellShapes = 100'000;
void paintCellShapes(QPainter& painter, const QRectF& target, const core::ReducedMap& map, const core::Region& region,
                     const CellColours& colours, double share = 1.0);

// Which share of the values (infinite ones too; masked ones count nowhere) lies beyond an end of the scale and shows
// the end's colour instead.
struct Clipping
{
    double below = 0.0;
    double above = 0.0;
};
Clipping clippingOf(const core::Matrix<float>& values, const core::ValueRange& ends);

} // namespace ui
