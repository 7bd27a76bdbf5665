// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/cell_pixels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace {

using core::Index;

TEST(CellPixels, EveryPixelBelongsToOneCellAndBack)
{
    for (const auto& [cells, pixels] : {std::pair<Index, int>{1, 1}, {1, 97}, {7, 100}, {64, 401}, {100, 100}}) {
        int next = 0;
        for (Index cell = 0; cell < cells; ++cell) {
            const ui::PixelBand band = ui::pixelsOfCell(cell, cells, pixels);
            EXPECT_EQ(band.first, next);
            EXPECT_LE(std::abs(band.end - band.first - double(pixels) / double(cells)), 1.0);
            for (int pixel = band.first; pixel < band.end; ++pixel)
                EXPECT_EQ(ui::cellOfPixel(pixel, cells, pixels), cell);
            next = band.end;
        }
        EXPECT_EQ(next, pixels);
    }
    for (Index cell = 0; cell < 1000; ++cell) { // several cells per pixel
        const ui::PixelBand band = ui::pixelsOfCell(cell, 1000, 300);
        EXPECT_EQ(band.end, band.first + 1);
        EXPECT_LE(ui::cellOfPixel(band.first, 1000, 300), cell);
        EXPECT_GT(ui::cellOfPixel(band.end, 1000, 300), cell);
    }
}

} // namespace
