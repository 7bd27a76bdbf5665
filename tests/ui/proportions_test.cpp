// SPDX-License-Identifier: GPL-3.0-or-later
// Maps take the room there is.
#include "tests/ui/main_window_fixture.h"

#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"

namespace {

class ProportionsTest : public ui::MainWindowFixture
{
protected:
    int mapWidth()
    {
        QTest::qWait(100); // docks take their places when events are handled
        return std::min(column(0).map().mapRect().width(), column(1).map().mapRect().width());
    }
};

TEST_F(ProportionsTest, MapsOfTwoColumnsAreLargeInASmallWindow)
{
    ASSERT_TRUE(started());
    m_window->resize(1280, 720);
    EXPECT_GE(mapWidth(), 320) << "with slopes and curves";
    m_window->showView("curves", false);
    EXPECT_GE(mapWidth(), 350) << "with slopes";
    m_window->showView("slopes", false);
    EXPECT_GE(mapWidth(), 460);
    m_window->resize(1920, 1080);
    EXPECT_GE(mapWidth(), 780);
    EXPECT_EQ(column(0).map().mapPixelSize(), column(1).map().mapPixelSize());
    EXPECT_EQ(column(0).map().mapRect().top(), column(1).map().mapRect().top()) << "not level";
}

// What is asked for is what is painted, at every width and whatever is said around the maps: values of another size
// would be merged anew in every frame.
TEST_F(ProportionsTest, MapsAreAsLargeAsTheirValues)
{
    ASSERT_TRUE(started());
    for (const int width : {1280, 1281, 1440, 1441, 1443}) {
        m_window->resize(width, 900);
        for (const int length : {500, 640, 1100}) {
            ASSERT_TRUE(follows([&] { m_window->session().edit({}, [&](core::Setup& e) { e.length = length; }); }));
            for (const int c : {0, 1}) {
                const auto& map = column(c).map().content().map;
                ASSERT_NE(map, nullptr);
                EXPECT_EQ(map->values.cols(), std::min(length, column(c).map().mapPixelSize().width()))
                    << "column " << c << " at " << width;
            }
        }
    }
}

// All heads of a model with four layers are seen, not guessed.
TEST_F(ProportionsTest, ThumbnailsShowSomething)
{
    ASSERT_TRUE(started());
    for (const auto& [size, least] :
         {std::pair(QSize(1280, 720), 10), {QSize(1440, 900), 14}, {QSize(1920, 1080), 18}}) {
        m_window->resize(size);
        QTest::qWait(100);
        EXPECT_GE(column(0).grid().thumbnailRect(0, 0).width(), least) << size.width();
    }
}

} // namespace
