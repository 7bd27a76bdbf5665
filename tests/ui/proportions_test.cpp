// SPDX-License-Identifier: GPL-3.0-or-later
// Maps take the room there is.
#include "tests/ui/main_window_fixture.h"

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
    EXPECT_GE(mapWidth(), 310) << "with slopes and curves";
    m_window->showView("curves", false);
    EXPECT_GE(mapWidth(), 340) << "with slopes";
    m_window->showView("slopes", false);
    EXPECT_GE(mapWidth(), 440);
    m_window->resize(1920, 1080);
    EXPECT_GE(mapWidth(), 740);
    EXPECT_EQ(column(0).map().mapRect().top(), column(1).map().mapRect().top()) << "not level";
}

} // namespace
