// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/view_region.h"

#include <gtest/gtest.h>

namespace {

using core::Index;
using core::Region;

TEST(ViewRegion, IsClampedIntoTheMatrix)
{
    EXPECT_EQ(ui::clampedRegion({-5, 20, 90, 20}, 100), (Region{0, 20, 80, 20}));
    EXPECT_EQ(ui::clampedRegion({50, 1, 50, 0}, 100), (Region{50, 8, 50, 8}));
    EXPECT_EQ(ui::clampedRegion({0, 1000, 0, 1000}, 100), ui::wholeRegion(100));
    EXPECT_EQ(ui::clampedRegion({2, 1, 2, 1}, 3), ui::wholeRegion(3)); // shorter than the smallest region
    EXPECT_EQ(ui::clampedRegion({2, 1, 2, 1}, 0), ui::wholeRegion(0));
}

TEST(ViewRegion, ZoomKeepsTheAnchorAndAlwaysMoves)
{
    EXPECT_EQ(ui::zoomedRegion(ui::wholeRegion(100), 100, 0.5, 0.0, 1.0), (Region{0, 50, 50, 50}));
    EXPECT_EQ(ui::zoomedRegion({40, 20, 40, 20}, 100, 2.0, 0.5, 0.5), (Region{30, 40, 30, 40}));
    EXPECT_EQ(ui::zoomedRegion({0, 9, 0, 9}, 100, 0.99, 0.0, 0.0), (Region{0, 8, 0, 8}));
    EXPECT_EQ(ui::zoomedRegion({0, 8, 0, 8}, 100, 1.01, 0.0, 0.0), (Region{0, 9, 0, 9}));
    EXPECT_EQ(ui::zoomedRegion({0, 8, 0, 8}, 100, 0.5, 0.5, 0.5), (Region{0, 8, 0, 8}));
}

TEST(ViewRegion, PanStopsAtTheEdges)
{
    EXPECT_EQ(ui::pannedRegion({10, 20, 10, 20}, 100, 5, -5), (Region{15, 20, 5, 20}));
    EXPECT_EQ(ui::pannedRegion({10, 20, 10, 20}, 100, 500, -500), (Region{80, 20, 0, 20}));
}

TEST(ViewRegion, EveryPixelBelongsToOneCellAndBack)
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
