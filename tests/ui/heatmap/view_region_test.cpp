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

} // namespace
