// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/grid_and_map.h"

#include <gtest/gtest.h>

namespace {

constexpr QSize kAround(150, 70);

// What the map gets is as much as is left by heads that can be told apart.
TEST(GridAndMap, ArrangesForALargeMap)
{
    const auto wide = ui::GridAndMap::arrange({537, 390}, kAround, 4, 8);
    EXPECT_TRUE(wide.beside);
    EXPECT_GE(wide.map, 320 - 8);
    const auto high = ui::GridAndMap::arrange({537, 560}, kAround, 4, 8);
    EXPECT_FALSE(high.beside);
    EXPECT_EQ(high.map, 537 - kAround.width()); // all the width there is
    const auto large = ui::GridAndMap::arrange({860, 760}, kAround, 4, 8);
    EXPECT_GT(large.map, 560);
    const auto narrow = ui::GridAndMap::arrange({300, 560}, kAround, 4, 8);
    EXPECT_FALSE(narrow.beside);
    EXPECT_EQ(narrow.map, 150);
}

TEST(GridAndMap, FitsWhatItArranges)
{
    for (const int width : {200, 300, 450, 632, 900, 1400})
        for (const int height : {200, 300, 400, 560, 900})
            for (const auto& [layers, heads] : {std::pair{1, 1}, std::pair{4, 8}, std::pair{6, 12}, std::pair{2, 4}}) {
                const auto to = ui::GridAndMap::arrange({width, height}, kAround, layers, heads);
                if (to.map == 0)
                    continue; // no room for any
                EXPECT_LE(to.map + kAround.width() + (to.beside ? to.grid : 0), width);
                EXPECT_LE(to.map + kAround.height() + (to.beside ? 0 : to.grid), height);
            }
}

} // namespace
