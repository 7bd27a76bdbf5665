// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace ui {

// The pixels of one cell when `cells` of them fill `pixels`: [first, end). Zoomed out (cells > pixels) several cells
// share one pixel. cellOfPixel is the other direction: the first cell of a pixel.
struct PixelBand
{
    int first = 0;
    int end = 0;
};
PixelBand pixelsOfCell(core::Index cell, core::Index cells, int pixels);
core::Index cellOfPixel(int pixel, core::Index cells, int pixels);

} // namespace ui
