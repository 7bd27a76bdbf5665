// SPDX-License-Identifier: GPL-3.0-or-later
// Heads that are switched off, with real clicks and keys: a switch like others.
#include "ui/controls/heads_field.h"
#include "ui/controls/switch_badge.h"
#include "ui/heatmap/head_grid.h"
#include "ui/panels/switches_panel.h"
#include "ui/view_models/heads_off.h"

#include "tests/ui/main_window_fixture.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPointer>

#include <cmath>

namespace ui {
namespace {

using core::Json;

class HeadsOff : public MainWindowFixture
{
protected:
    Json off(std::size_t c) { return setup().columns[c].options.value("heads_off", Json()); }
    SwitchBadge& badge(int c) { return *column(c).findChild<SwitchBadge*>(); }
    double perplexity(std::size_t c) { return m_window->comparison().column(c).perplexity(); }

    // The entry of a thumbnail's context menu.
    void chooseInMenu(int c, int layer, int head, const QString& entry)
    {
        HeadGrid& grid = column(c).grid();
        const QPoint at = grid.thumbnailRect(layer, head).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, grid.mapToGlobal(at));
        QCoreApplication::sendEvent(&grid, &event);
        auto* menu = grid.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
        ASSERT_NE(menu, nullptr);
        ASSERT_TRUE(menu->isVisible());
        QStringList there;
        for (QAction* action : menu->actions()) {
            there.append(action->text());
            if (action->text() != entry)
                continue;
            ASSERT_TRUE(action->isEnabled());
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            ASSERT_TRUE(QTest::qWaitFor([gone = QPointer(menu)] { return gone.isNull(); }, kPatience));
            return;
        }
        ADD_FAILURE() << there.join(QLatin1Char('|')).toStdString();
    }
    QImage thumbnail(int c, int layer, int head)
    {
        HeadGrid& grid = column(c).grid();
        return grid.grab(grid.thumbnailRect(layer, head)).toImage();
    }
};

TEST_F(HeadsOff, TheMenuOfAThumbnailSwitchesItsHead)
{
    ASSERT_TRUE(started());
    const double before = perplexity(0);
    const double other = perplexity(1);
    const QImage plain = thumbnail(0, 1, 3);
    const QImage neighbour = thumbnail(0, 0, 3);
    ASSERT_TRUE(follows([&] { chooseInMenu(0, 1, 3, QStringLiteral("Switch layer 1 head 3 off")); }));
    EXPECT_EQ(off(0), Json::parse("[[1, 3]]"));
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: layer 1 head 3 off"));
    EXPECT_NE(perplexity(0), before);
    EXPECT_EQ(perplexity(1), other);
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_window->comparison().column(0).label.contains(QStringLiteral("off")); },
                                kPatience));
    // Its own map is what the model computes, the thumbnail says that it counts for nothing.
    HeadGrid& grid = column(0).grid();
    EXPECT_TRUE(QTest::qWaitFor([&] { return thumbnail(0, 1, 3) != plain; }, kPatience));
    QTest::mouseMove(&grid, grid.thumbnailRect(1, 3).center());
    EXPECT_TRUE(grid.toolTip().contains(QStringLiteral("Switched off"))) << grid.toolTip().toStdString();
    QAccessibleTableInterface* table = QAccessible::queryAccessibleInterface(&grid)->tableInterface();
    EXPECT_TRUE(table->cellAt(1, 3)->text(QAccessible::Description).contains(QStringLiteral("Switched off")));
    EXPECT_TRUE(table->cellAt(1, 2)->text(QAccessible::Description).isEmpty());

    ASSERT_TRUE(follows([&] { chooseInMenu(0, 0, 2, QStringLiteral("Switch layer 0 head 2 off")); }));
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: heads 0.2, 1.3 off"));
    ASSERT_TRUE(follows([&] { chooseInMenu(0, 1, 3, QStringLiteral("Switch layer 1 head 3 on")); }));
    EXPECT_EQ(off(0), Json::parse("[[0, 2]]"));
    ASSERT_TRUE(follows([&] { chooseInMenu(0, 1, 3, QStringLiteral("Switch all heads on")); }));
    EXPECT_EQ(setup().columns[0].options, Json::object());
    EXPECT_FALSE(badge(0).isVisible());
    EXPECT_NEAR(perplexity(0), before, 1e-4 * before);

    for (int steps = 0; steps < 4; ++steps)
        ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_EQ(setup().columns[0].options, Json::object());
    EXPECT_FALSE(m_window->session().undoStack().canUndo());
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().redo(); }));
    EXPECT_EQ(off(0), Json::parse("[[1, 3]]"));
}

// Layer 0 depends on no head that could be off.
TEST_F(HeadsOff, TheMapOfAHeadThatIsOffStaysWhatTheModelComputes)
{
    ASSERT_TRUE(started());
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) {
        e.view.layer = 0;
        e.view.head = 5;
    });
    ASSERT_TRUE(follows([&] { m_window->session().adjust([](core::Setup& e) { e.length = 90; }); }));
    const auto before = m_window->comparison().column(0).detail;
    ASSERT_NE(before, nullptr);
    ASSERT_TRUE(follows([&] { switchHead(m_window->session(), 0, {0, 5}, false); }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_window->comparison().column(0).detail != before; }, kPatience));
    const auto after = m_window->comparison().column(0).detail;
    for (core::Index i = 0; i < std::min(before->values.size(), after->values.size()); ++i)
        if (!std::isnan(before->values.data()[i])) {
            ASSERT_NEAR(before->values.data()[i], after->values.data()[i], 1e-6);
        }
}

TEST_F(HeadsOff, AKeySwitchesTheChosenHeadOfTheChosenColumn)
{
    ASSERT_TRUE(started());
    m_window->session().chooseColumn(1);
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) {
        e.view.layer = 1;
        e.view.head = 6;
    });
    ASSERT_TRUE(follows([&] { QTest::keyClick(m_window.get(), Qt::Key_O); }));
    EXPECT_EQ(off(1), Json::parse("[[1, 6]]"));
    EXPECT_EQ(off(0), Json());
    ASSERT_TRUE(follows([&] { QTest::keyClick(&column(1).grid(), Qt::Key_O); }));
    EXPECT_EQ(off(1), Json());
    // The menu key, without a mouse.
    HeadGrid& grid = column(1).grid();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {0, 0}, grid.mapToGlobal(QPoint(0, 0)));
    QCoreApplication::sendEvent(&grid, &event);
    auto* menu = grid.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
    ASSERT_NE(menu, nullptr);
    EXPECT_EQ(menu->actions().front()->text(), QStringLiteral("Switch layer 1 head 6 off"));
    menu->close();
}

TEST_F(HeadsOff, AFieldOfTheSwitchesTakesAListAndRefusesWhatThereIsNot)
{
    ASSERT_TRUE(started());
    QToolButton* open = nullptr;
    for (auto* found : column(0).findChildren<QToolButton*>())
        if (found->text() == QLatin1String("Switches"))
            open = found;
    ASSERT_NE(open, nullptr);
    QTest::mouseClick(open, Qt::LeftButton);
    auto* field = column(0).findChild<HeadsField*>();
    ASSERT_NE(field, nullptr);
    ASSERT_TRUE(field->isVisible());
    EXPECT_EQ(field->accessibleName(), QStringLiteral("Heads off"));
    const auto type = [&](const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    };
    type(QStringLiteral("1.2 0.7,1.2"));
    ASSERT_TRUE(follows([&] { QTest::keyClick(field, Qt::Key_Return); }));
    EXPECT_EQ(off(0), Json::parse("[[0, 7], [1, 2]]"));
    EXPECT_EQ(field->text(), QStringLiteral("0.7, 1.2"));
    for (const char* wrong : {"4.0", "0.8", "3", "1.2.3", "-1.2", "all", "99999999999.1"}) {
        type(QString::fromLatin1(wrong));
        QTest::keyClick(field, Qt::Key_Return);
        EXPECT_TRUE(field->message().contains(QStringLiteral("layers from 0 to 3 and heads from 0 to 7"))) << wrong;
        EXPECT_EQ(field->text(), QStringLiteral("0.7, 1.2"));
        EXPECT_EQ(off(0), Json::parse("[[0, 7], [1, 2]]"));
    }
    type(QStringLiteral("0.0"));
    QTest::keyClick(field, Qt::Key_Escape);
    EXPECT_EQ(field->text(), QStringLiteral("0.7, 1.2"));
    EXPECT_TRUE(field->isVisible());
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    ASSERT_TRUE(follows([&] { QTest::keyClick(field, Qt::Key_Return); }));
    EXPECT_EQ(setup().columns[0].options, Json::object());
}

TEST_F(HeadsOff, SessionsKeepThemAndRefuseHeadsThereAreNot)
{
    ASSERT_TRUE(started());
    core::Setup wanted = setup();
    wanted.columns[0].options["heads_off"] = Json::parse("[[0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]");
    ASSERT_TRUE(follows([&] {
        const core::Setup read = core::Setup::fromJson(Json::parse(wanted.toJson().dump()), "session");
        m_window->session().open(QStringLiteral("session"), [&](core::Setup& e) { e = read; });
    }));
    EXPECT_EQ(off(0).size(), 5U);
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: 5 heads off"));
    wanted.columns[0].options["heads_off"] = Json::parse("[[4, 0]]");
    m_window->session().open(QStringLiteral("session"), [&](core::Setup& e) { e = wanted; });
    EXPECT_TRUE(QTest::qWaitFor([&] { return errorShown(); }, kPatience));
    EXPECT_EQ(off(0).size(), 5U);
}

} // namespace
} // namespace ui
