// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_map.h"
#include "core/render/value_range.h"
#include "ui/figure/style.h"

#include <QRectF>

class QPainter;

namespace ui {

// A colour scale standing upright, the highest value at the top, with numbers at its right that may reach as far as
// `end`. On a logarithmic one both ends are above 0.
void paintUprightBar(QPainter& painter, const QRectF& bar, double end, const core::ValueRange& range,
                     const core::ColourMap& colours, const FigureStyle& style, bool logarithmic = false);

} // namespace ui
