// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/cell_pixels.h"

namespace ui {

using core::Index;

PixelBand pixelsOfCell(Index cell, Index cells, int pixels)
{
    if (cells > pixels) {
        const int pixel = static_cast<int>(((cell + 1) * pixels - 1) / cells);
        return {pixel, pixel + 1};
    }
    return {static_cast<int>((cell * pixels + cells - 1) / cells),
            static_cast<int>(((cell + 1) * pixels + cells - 1) / cells)};
}

Index cellOfPixel(int pixel, Index cells, int pixels) { return pixel * cells / pixels; }

} // namespace ui
