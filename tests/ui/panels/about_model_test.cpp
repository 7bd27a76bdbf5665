// SPDX-License-Identifier: GPL-3.0-or-later
// About the model of a column: by menu and key, to read, to select, to copy.
#include "ui/panels/about_model_dialog.h"

#include "tests/ui/main_window_fixture.h"
#include "ui/panels/model_facts_page.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QMenu>
#include <QPushButton>
#include <QTimer>

namespace ui {
namespace {

class AboutModelTest : public MainWindowFixture
{
protected:
    AboutModelTest() { m_window->activateWindow(); }

    // Does what opens the dialog, looks at it when it has read the model, and closes it.
    void inDialog(const std::function<void()>& act, const std::function<void(AboutModelDialog&)>& look)
    {
        bool seen = false;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, m_window.get(), [&] {
            auto* dialog = qobject_cast<AboutModelDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr || !dialog->page().facts())
                return;
            timer.stop();
            look(*dialog);
            seen = true;
            dialog->reject();
        });
        timer.start(20);
        act();
        EXPECT_TRUE(QTest::qWaitFor([&] { return seen; }, kPatience));
    }
    static QPushButton* copyButton(AboutModelDialog& dialog)
    {
        for (auto* button : dialog.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("Copy")))
                return button;
        return nullptr;
    }
};

TEST_F(AboutModelTest, ByItsKeyIsOfTheChosenColumn)
{
    ASSERT_TRUE(started());
    m_window->session().chooseColumn(1);
    inDialog([&] { QTest::keyClick(m_window.get(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier); },
             [&](AboutModelDialog& dialog) {
                 EXPECT_TRUE(dialog.windowTitle().contains(QStringLiteral("Sinusoidal-64")));
                 const QString text = dialog.page().toPlainText();
                 for (const ModelFactGroup& group : dialog.page().facts()->groups)
                     for (const ModelFact& fact : group.facts)
                         EXPECT_TRUE(text.contains(fact.value)) << fact.value.toStdString();
                 EXPECT_TRUE(text.contains(QStringLiteral("arXiv 1706.03762")));
                 copyButton(dialog)->click();
                 EXPECT_EQ(QApplication::clipboard()->text(), dialog.page().facts()->text());
                 dialog.page().selectAll();
                 EXPECT_TRUE(dialog.page().textCursor().selectedText().contains(QStringLiteral("Sinusoidal")));
             });
}

TEST_F(AboutModelTest, FromTheMenuOfAColumnIsOfThatColumn)
{
    ASSERT_TRUE(started());
    m_window->session().chooseColumn(1);
    auto* menu = column(0).findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
    for (auto* button : column(0).findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly))
        if (button->menu() != nullptr)
            menu = button;
    ASSERT_NE(menu->menu(), nullptr);
    emit menu->menu()->aboutToShow();
    QAction* about = nullptr;
    for (QAction* entry : menu->menu()->actions())
        if (entry->text().startsWith(QStringLiteral("About this model")))
            about = entry;
    ASSERT_NE(about, nullptr);
    inDialog([&] { about->trigger(); },
             [&](AboutModelDialog& dialog) {
                 EXPECT_TRUE(dialog.windowTitle().contains(QStringLiteral("ALiBi-64")));
                 EXPECT_EQ(dialog.page().facts()->find("model")->data, "builtin:alibi-64");
             });
    EXPECT_EQ(m_window->session().chosenColumn(), 0U);
}

TEST_F(AboutModelTest, APageSaysWhyThereIsNothing)
{
    ModelFactsPage page;
    page.showModel("/nowhere/at/all");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isReading(); }, kPatience));
    EXPECT_FALSE(page.facts());
    EXPECT_TRUE(page.toPlainText().contains(QStringLiteral("/nowhere/at/all")));
}

} // namespace
} // namespace ui
