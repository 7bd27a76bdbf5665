// SPDX-License-Identifier: GPL-3.0-or-later
// Maps take the room there is.
#include "tests/core/io/temporary_folder.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/small_models.h"

#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"

#include "ui/controls/text_line.h"

#include <QDockWidget>
#include <QRegularExpression>

namespace {

class ProportionsTest : public ui::MainWindowFixture
{
protected:
    int mapWidth()
    {
        settle();
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

// Another stage or head is a look at the same place.
TEST_F(ProportionsTest, MapsKeepTheirSizeInEveryStageAndHead)
{
    ASSERT_TRUE(started());
    const QSize size = column(0).map().mapPixelSize();
    for (const bool shared : {true, false})
        for (const core::Stage stage :
             {core::Stage::Content, core::Stage::Bias, core::Stage::Score, core::Stage::Weights})
            for (const int head : {0, 7}) {
                ASSERT_TRUE(follows([&] {
                    m_window->session().edit({}, [&](core::Setup& e) {
                        e.view.sharedScale = shared;
                        e.view.stage = stage;
                        e.view.head = head;
                        ++e.length; // never a change of nothing
                    });
                }));
                for (const int c : {0, 1})
                    EXPECT_EQ(column(c).map().mapPixelSize(), size) << static_cast<int>(stage) << " head " << head;
            }
}

// Where the width limits the maps, what is left of the height lies below them; and maps are level beside other shapes.
TEST_F(ProportionsTest, HeadsStandRightAboveTheirMap)
{
    const core::TemporaryFolder folder;
    const std::string flat = ui::writeSmallModel(folder / "flat", {.layers = 1, .heads = 12});
    ASSERT_TRUE(started());
    m_window->resize(1440, 900);
    m_window->showView("curves", false);
    for (const std::string& fourth : {std::string("builtin:none-64"), flat}) {
        ASSERT_TRUE(follows([&] {
            m_window->session().open({}, [&](core::Setup& e) {
                e.columns = {
                    {"builtin:alibi-64", {}}, {"builtin:sinusoidal-64", {}}, {"builtin:rotary-64", {}}, {fourth, {}}};
            });
        }));
        settle();
        const auto gap = [&](int c) {
            const ui::HeadGrid& heads = column(c).grid();
            const QRect last = heads.thumbnailRect(heads.layers() - 1, 0);
            return column(c).map().mapTo(&column(c), QPoint(0, 0)).y() - heads.mapTo(&column(c), last.bottomLeft()).y();
        };
        EXPECT_LT(gap(0), 16);
        for (const int c : {1, 2, 3})
            EXPECT_EQ(column(c).map().mapRect().top(), column(0).map().mapRect().top()) << c;
        for (const int c : {1, 2, 3})
            EXPECT_EQ(column(c).map().y(), column(0).map().y()) << c;
    }
}

TEST_F(ProportionsTest, ViewsGrowAndShrinkWithTheirLetters)
{
    ASSERT_TRUE(started());
    m_window->resize(1600, 1000);
    settle();
    const auto* slopes = m_window->findChild<QDockWidget*>(QStringLiteral("slopes"));
    const auto* curves = m_window->findChild<QDockWidget*>(QStringLiteral("curves"));
    const double width = slopes->width();
    const double height = curves->height();
    const QFont usual = m_window->font();
    QFont larger = usual;
    larger.setPointSizeF(1.5 * usual.pointSizeF());
    m_window->setFont(larger);
    settle();
    EXPECT_NEAR(slopes->width() / width, 1.5, 0.15);
    EXPECT_NEAR(curves->height() / height, 1.5, 0.15);
    m_window->setFont(usual);
    settle();
    EXPECT_NEAR(slopes->width() / width, 1.0, 0.1);
    EXPECT_NEAR(curves->height() / height, 1.0, 0.1);
}

// All heads of a model with four layers are seen, not guessed.
TEST_F(ProportionsTest, ThumbnailsShowSomething)
{
    ASSERT_TRUE(started());
    for (const auto& [size, least] :
         {std::pair(QSize(1280, 720), 10), {QSize(1440, 900), 14}, {QSize(1920, 1080), 18}}) {
        m_window->resize(size);
        settle();
        EXPECT_GE(column(0).grid().thumbnailRect(0, 0).width(), least) << size.width();
    }
}

TEST_F(ProportionsTest, AViewThatComesBackHasTheSizeItHad)
{
    ASSERT_TRUE(started());
    m_window->resize(1280, 720);
    settle();
    for (const char* id : {"slopes", "curves"}) {
        const auto* dock = m_window->findChild<QDockWidget*>(QString::fromUtf8(id));
        const QSize before = dock->size();
        for (const bool shown : {false, true}) {
            m_window->showView(id, shown);
            settle();
        }
        EXPECT_EQ(dock->size(), before) << id;
    }
}

// What a model is called may be cut, what it comes to never.
// Qt leaves what comes out from behind a tab where it was hidden.
TEST_F(ProportionsTest, AViewThatStaysWhenItsTabsGoHasTheirPlace)
{
    m_window->resize(1280, 720);
    ASSERT_TRUE(started());
    settle();
    const auto* curves = m_window->findChild<QDockWidget*>(QStringLiteral("curves"));
    for (const char* other : {"tokens", "heads", "continue", "slope-lab"}) {
        m_window->showView(other, true);
        settle();
        m_window->showView(other, false);
        settle();
        const QWidget& host = *curves->parentWidget();
        EXPECT_TRUE(curves->isVisible()) << other;
        EXPECT_GT(curves->width(), host.width() - 20) << other;
        EXPECT_GT(curves->widget()->height(), 80) << other;
        EXPECT_GT(curves->geometry().bottom(), host.height() - 20) << other;
        EXPECT_FALSE(curves->widget()->visibleRegion().isEmpty()) << other;
    }
}

TEST_F(ProportionsTest, ColumnsSayTheSameOfTheirModels)
{
    ASSERT_TRUE(started());
    for (const int width : {1920, 1440, 1280, 1024}) {
        m_window->resize(width, 800);
        settle();
        const auto said = [&](int c) {
            const QString text = column(c).findChild<ui::TextLine*>()->accessibleName();
            return text.section(QStringLiteral(" · "), 1).remove(QRegularExpression(QStringLiteral("[0-9.]")));
        };
        EXPECT_TRUE(said(0).contains(QStringLiteral("p"))) << width;
        EXPECT_EQ(said(0), said(1)) << width;
    }
}

} // namespace
