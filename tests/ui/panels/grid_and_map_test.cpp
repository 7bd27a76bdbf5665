// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/grid_and_map.h"

#include "ui/figure/heads_figure.h"
#include "ui/figure/map_figure.h"

#include <QFont>
#include <QFontMetrics>

#include <gtest/gtest.h>

namespace {

class GridAndMapTest : public testing::Test
{
protected:
    GridAndMapTest() { letters.setPixelSize(13); }
    ui::MapFigure::Room::Fit fit(QSize figure) const { return ui::MapFigure::Room(QFontMetrics(letters)).fit(figure); }

    QFont letters;
};

// What the map gets is as much as is left by heads that can be told apart.
TEST_F(GridAndMapTest, ArrangesForALargeMap)
{
    const ui::HeadsContent heads{4, 8, {}};
    const auto low = ui::GridAndMap::arrange({524, 400}, heads, letters);
    EXPECT_FALSE(low.beside);
    EXPECT_GE(low.map, 300);
    const auto high = ui::GridAndMap::arrange({537, 620}, heads, letters);
    EXPECT_FALSE(high.beside);
    EXPECT_GE(high.map, 537 - high.margins.width() - 2); // all the width there is
    EXPECT_GE(high.grid, 60);                            // and the rest is the heads'
    const auto wide = ui::GridAndMap::arrange({1060, 390}, heads, letters);
    EXPECT_TRUE(wide.beside);
    EXPECT_EQ(wide.map, 390 - wide.margins.height());
    const auto narrow = ui::GridAndMap::arrange({300, 560}, heads, letters);
    EXPECT_FALSE(narrow.beside);
    EXPECT_EQ(narrow.map, 300 - narrow.margins.width());
    EXPECT_TRUE(fit({300, 400}).barBelow) << "the room is below, not beside";
    EXPECT_FALSE(fit({600, 400}).barBelow);
}

TEST_F(GridAndMapTest, FitsWhatItArranges)
{
    for (const int width : {200, 300, 450, 632, 900, 1400})
        for (const int height : {200, 300, 400, 560, 900})
            for (const auto& [layers, heads] : {std::pair{1, 1}, std::pair{4, 8}, std::pair{6, 12}, std::pair{2, 4}}) {
                const auto to = ui::GridAndMap::arrange({width, height}, {layers, heads, {}}, letters);
                if (to.map == 0)
                    continue; // no room for any
                EXPECT_LE(to.map + to.margins.width() + (to.beside ? to.grid : 0), width);
                EXPECT_LE(to.map + to.margins.height() + (to.beside ? 0 : to.grid), height);
            }
}

} // namespace
