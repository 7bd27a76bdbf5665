// SPDX-License-Identifier: GPL-3.0-or-later
// Views that share the tray: more of them than are shipped.
#include "tests/ui/main_window_fixture.h"
#include "ui/panels/columns_view.h"
#include "ui/views/view_host.h"

#include <QDockWidget>
#include <QTabBar>
#include <QTextEdit>

namespace {

ui::View trayView(const char* id)
{
    return {.id = id,
            .title = QString::fromUtf8(id),
            .place = ui::Place::Tray,
            .shownAtFirst = true,
            .size = 100,
            .make = [](const ui::ViewContext&) { return new QTextEdit; }};
}

ui::View largeView()
{
    ui::View view = trayView("large");
    view.shownAtFirst = false;
    view.size = 250;
    return view;
}

class TrayTest : public ui::MainWindowFixture
{
protected:
    TrayTest()
        : comparison(m_window->session())
        , selection(comparison)
        , heads(m_window->session(), comparison, m_pool)
        , columns(new ui::ColumnsView(m_window->session(), comparison, selection, heads))
        , host(*columns, {m_window->session(), comparison, selection, heads, m_pool, *m_window},
               {trayView("one"), trayView("two"), trayView("three"), largeView()})
    {
        host.resize(900, 700);
        host.show();
    }
    bool isSeen(const char* id)
    {
        const QWidget* view = host.view(id);
        return view->isVisible() && host.rect().contains(QRect(view->mapTo(&host, QPoint()), view->size()));
    }

    ui::Comparison comparison;
    ui::Selection selection;
    ui::MeasuredHeads heads;
    ui::ColumnsView* columns; // the host's
    ui::ViewHost host;
};

TEST_F(TrayTest, TheFirstIsInFrontAndOthersAreBehindTabs)
{
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&host));
    ASSERT_TRUE(QTest::qWaitFor([&] { return isSeen("one"); }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return !host.view("two")->isVisible() && !host.view("three")->isVisible(); }))
        << "behind a tab, but still a stop of Tab";
    auto* tabs = host.findChild<QTabBar*>();
    ASSERT_NE(tabs, nullptr);
    EXPECT_EQ(tabs->count(), 3);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    EXPECT_TRUE(QTest::qWaitFor([&] { return isSeen("two") && !host.view("one")->isVisible(); }));
}

TEST_F(TrayTest, OneThatWantsMoreRoomThanTheTabsHaveGetsIt)
{
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&host));
    auto* large = host.findChild<QDockWidget*>(QStringLiteral("large"));
    ASSERT_NE(large, nullptr);
    EXPECT_TRUE(large->isHidden());
    ASSERT_TRUE(QTest::qWaitFor([&] { return isSeen("one"); }));
    ASSERT_LT(host.findChild<QDockWidget*>(QStringLiteral("one"))->height(), 200);
    host.showView("large", true);
    EXPECT_TRUE(QTest::qWaitFor([&] { return large->height() >= 230; })) << large->height();
}

TEST_F(TrayTest, WhatIsBehindATabIsNotInFront)
{
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&host));
    ASSERT_TRUE(QTest::qWaitFor([&] { return host.isViewInFront("one"); }));
    EXPECT_TRUE(host.isViewShown("two"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return !host.isViewInFront("two"); }));
    host.showView("two", true);
    EXPECT_TRUE(QTest::qWaitFor([&] { return host.isViewInFront("two") && !host.isViewInFront("one"); }));
}

TEST_F(TrayTest, OneThatIsAskedForComesToTheFront)
{
    ASSERT_TRUE(QTest::qWaitFor([&] { return isSeen("one"); }));
    host.showView("three", false);
    EXPECT_FALSE(host.isViewShown("three"));
    host.showView("three", true);
    EXPECT_TRUE(QTest::qWaitFor([&] { return isSeen("three") && !host.view("one")->isVisible(); }));
}

TEST_F(TrayTest, OneFillsTheWindowAndGoesBackToItsTab)
{
    ASSERT_TRUE(QTest::qWaitFor([&] { return isSeen("one"); }));
    auto* dock = host.findChild<QDockWidget*>(QStringLiteral("one"));
    const int before = dock->height();
    host.filling().fill(dock);
    EXPECT_TRUE(QTest::qWaitFor([&] { return dock->height() > 2 * before; }));
    EXPECT_FALSE(columns->isVisible());
    host.filling().fill(nullptr);
    EXPECT_TRUE(QTest::qWaitFor([&] { return columns->isVisible() && isSeen("one"); }));
    EXPECT_FALSE(host.view("two")->isVisible());
    EXPECT_LT(dock->height(), before + 20);
    EXPECT_EQ(host.tabifiedDockWidgets(dock).size(), 3);
}

} // namespace
