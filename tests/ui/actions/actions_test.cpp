// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done, from one list: menus, keys and the palette, with real keys and clicks.
#include "tests/ui/main_window_fixture.h"
#include "ui/actions/action.h"
#include "ui/actions/command_palette.h"
#include "ui/controls/length_slider.h"
#include "ui/panels/message_bar.h"
#include "ui/settings/preferences.h"

#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>

#include <set>

namespace {

TEST(Actions, EachHasAnIdOfItsOwnAndAText)
{
    std::set<std::string> ids;
    std::set<QKeySequence> keys;
    ASSERT_FALSE(ui::allActions().empty());
    for (const ui::Action& action : ui::allActions()) {
        EXPECT_TRUE(ids.insert(action.id).second) << action.id << " is there twice";
        EXPECT_FALSE(action.plainText().isEmpty()) << action.id;
        EXPECT_TRUE(action.run) << action.id;
        for (const QKeySequence& key : action.shortcuts)
            EXPECT_TRUE(key.isEmpty() || keys.insert(key).second)
                << action.id << ": " << key.toString().toStdString() << " is taken";
    }
    EXPECT_GT(ids.size(), 40U);
}

TEST(CommandPalette, FindsByLettersInOrderBestWhereWordsBegin)
{
    const auto score = [](const char* typed, const char* text) {
        return ui::CommandPalette::score(QString::fromUtf8(typed), QString::fromUtf8(text));
    };
    EXPECT_FALSE(score("xyz", "Save session").has_value());
    EXPECT_FALSE(score("noisses", "Save session").has_value());
    EXPECT_GT(score("ss", "Save session"), score("ss", "Show all passes"));
    EXPECT_GT(score("sess", "Save session"), score("sess", "Show each state of sums"));
    EXPECT_TRUE(score("SAVE  map", "Save the map of column 1").has_value());
    EXPECT_TRUE(score("", "anything").has_value());
}

class ActionsTest : public ui::MainWindowFixture
{
protected:
    ActionsTest() { m_window->activateWindow(); }

    QAction* entry(const char* id) { return m_window->findChild<QAction*>(QString::fromUtf8(id)); }
    QMenu* menu(const QString& title)
    {
        for (QAction* top : m_window->menuBar()->actions())
            if (top->text().remove(QLatin1Char('&')) == title)
                return top->menu();
        return nullptr;
    }
    // Opens it, looks, and closes it.
    template <typename Look>
    void opened(QMenu* menu, Look look)
    {
        ASSERT_NE(menu, nullptr);
        menu->popup(QPoint(0, 0));
        look();
        menu->close();
    }
    ui::CommandPalette& palette() { return *m_window->findChild<ui::CommandPalette*>(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_window.get(), key, modifiers);
    }
};

TEST_F(ActionsTest, AnEntryOfAMenuRuns)
{
    ASSERT_TRUE(started());
    opened(menu(QStringLiteral("View")), [&] {
        EXPECT_TRUE(entry("stage-weights")->isChecked());
        EXPECT_FALSE(entry("stage-score")->isChecked());
        QMenu* view = menu(QStringLiteral("View"));
        QTest::mouseClick(view, Qt::LeftButton, {}, view->actionGeometry(entry("stage-score")).center());
    });
    EXPECT_EQ(setup().view.stage, core::Stage::Score);
}

TEST_F(ActionsTest, ALanguageIsChosenForTheNextStart)
{
    ASSERT_TRUE(started());
    EXPECT_EQ(entry("language-pseudo"), nullptr);
    QMenu* view = menu(QStringLiteral("View"));
    QMenu* choice = nullptr;
    for (QAction* action : view->actions())
        if (action->menu() != nullptr && action->text() == QStringLiteral("La&nguage"))
            choice = action->menu();
    opened(view, [&] {
        opened(choice, [&] {
            EXPECT_TRUE(entry("language-desktop")->isChecked());
            EXPECT_EQ(entry("language-en")->text(), QStringLiteral("English"));
            QTest::mouseClick(choice, Qt::LeftButton, {}, choice->actionGeometry(entry("language-en")).center());
        });
    });
    EXPECT_EQ(m_window->preferences().language(), QStringLiteral("en"));
    EXPECT_TRUE(m_window->findChild<ui::MessageBar*>()->notice().contains(QStringLiteral("starts again")));
}

TEST_F(ActionsTest, TheMenuOfAColumnMarksItsModelAndChoosesAnother)
{
    ASSERT_TRUE(started());
    QMenu* model = menu(QStringLiteral("Model"));
    opened(model, [&] {
        QList<QMenu*> columns;
        for (QAction* action : model->actions())
            if (action->menu() != nullptr && action->isVisible() && action->text().startsWith(QStringLiteral("Column")))
                columns.append(action->menu());
        ASSERT_EQ(columns.size(), 2);
        EXPECT_EQ(columns[0]->title(), QStringLiteral("Column &1: ALiBi-64"));
        opened(columns[1], [&] {
            EXPECT_TRUE(entry("model-2-sinusoidal-64")->isChecked());
            EXPECT_FALSE(entry("model-2-rotary-64")->isChecked());
            ASSERT_TRUE(follows([&] {
                QTest::mouseClick(columns[1], Qt::LeftButton, {},
                                  columns[1]->actionGeometry(entry("model-2-rotary-64")).center());
            }));
        });
    });
    EXPECT_EQ(setup().columns[1].model, "builtin:rotary-64");
}

TEST_F(ActionsTest, ThePaletteIsFoundFilteredAndRunByKeysAlone)
{
    ASSERT_TRUE(started());
    press(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(palette().isVisible());
    auto* typed = palette().findChild<QLineEdit*>();
    auto* list = palette().findChild<QListWidget*>();
    EXPECT_TRUE(typed->hasFocus());
    const int all = list->count();
    EXPECT_GT(all, 30);
    QTest::keyClicks(typed, QStringLiteral("stage score"));
    EXPECT_LT(list->count(), all);
    ASSERT_GT(list->count(), 0);
    EXPECT_TRUE(list->item(0)->text().contains(QStringLiteral("score"))) << list->item(0)->text().toStdString();
    QTest::keyClick(typed, Qt::Key_Return);
    EXPECT_FALSE(palette().isVisible());
    EXPECT_EQ(setup().view.stage, core::Stage::Score);

    press(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(palette().isVisible());
    QTest::keyClick(typed, Qt::Key_Down);
    EXPECT_EQ(list->currentRow(), 1);
    QTest::keyClick(typed, Qt::Key_Escape);
    EXPECT_FALSE(palette().isVisible());
}

TEST_F(ActionsTest, SpaceSweepsWithoutAFakedKey)
{
    ASSERT_TRUE(started());
    entry("sweep")->trigger();
    EXPECT_TRUE(m_window->length().isSweeping());
    QTest::keyClick(m_window.get(), Qt::Key_Space);
    EXPECT_FALSE(m_window->length().isSweeping());
}

TEST_F(ActionsTest, ViewsAreHiddenAndShownByTheirKeys)
{
    ASSERT_TRUE(started());
    EXPECT_TRUE(m_window->isViewShown("slopes"));
    press(Qt::Key_B, Qt::ControlModifier);
    EXPECT_FALSE(m_window->isViewShown("slopes"));
    press(Qt::Key_B, Qt::ControlModifier);
    EXPECT_TRUE(m_window->isViewShown("slopes"));
}

TEST_F(ActionsTest, ADoubleClickOnATitleFillsTheWindowAndEscapeGoesBack)
{
    ASSERT_TRUE(started());
    auto* curves = m_window->findChild<QDockWidget*>(QStringLiteral("curves"));
    const int before = curves->height();
    QTest::mouseDClick(curves->titleBarWidget(), Qt::LeftButton, {}, QPoint(40, 5));
    settle();
    EXPECT_GT(curves->height(), 2 * before);
    EXPECT_FALSE(column(0).isVisible());
    EXPECT_FALSE(m_window->isViewShown("slopes"));
    press(Qt::Key_Escape);
    EXPECT_TRUE(column(0).isVisible());
    EXPECT_TRUE(m_window->isViewShown("slopes"));
    settle();
    EXPECT_LT(curves->height(), before + 20);
}

TEST_F(ActionsTest, AColumnFillsTheWindowToo)
{
    ASSERT_TRUE(started());
    const int before = column(0).map().mapRect().width();
    QTest::mouseDClick(&column(0), Qt::LeftButton, {}, QPoint(60, 12));
    settle();
    EXPECT_FALSE(column(1).isVisible());
    EXPECT_FALSE(m_window->isViewShown("curves"));
    EXPECT_GT(column(0).map().mapRect().width(), before);
    press(Qt::Key_Escape);
    EXPECT_TRUE(column(1).isVisible());
    EXPECT_TRUE(m_window->isViewShown("curves"));
}

TEST_F(ActionsTest, EscapeLeavesTheFullScreen)
{
    ASSERT_TRUE(started());
    press(Qt::Key_F11);
    EXPECT_TRUE(m_window->isFullScreen());
    press(Qt::Key_Escape);
    EXPECT_FALSE(m_window->isFullScreen());
}

TEST_F(ActionsTest, ThePaletteNamesWhatAnEntryIsAboutNow)
{
    ASSERT_TRUE(started());
    m_window->session().edit(QStringLiteral("change of the head"), [](core::Setup& e) { e.view.head = 2; });
    m_window->preferences().addRecentFile(QStringLiteral("/somewhere/lecture.alibilab"));
    press(Qt::Key_K, Qt::ControlModifier);
    auto* typed = palette().findChild<QLineEdit*>();
    auto* list = palette().findChild<QListWidget*>();
    QTest::keyClicks(typed, QStringLiteral("lecture"));
    ASSERT_GT(list->count(), 0);
    EXPECT_TRUE(list->item(0)->text().contains(QStringLiteral("lecture.alibilab")))
        << list->item(0)->text().toStdString();
    typed->clear();
    QTest::keyClicks(typed, QStringLiteral("change of the head"));
    ASSERT_GT(list->count(), 0);
    EXPECT_TRUE(list->item(0)->text().contains(QStringLiteral("Undo"))) << list->item(0)->text().toStdString();
}

} // namespace
