// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks before it closes, what its title says, and what it remembers.
#include "tests/ui/main_window_fixture.h"

#include "ui/session/column_edits.h"
#include "ui/settings/preferences.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>

namespace {

class WindowMemoryTest : public ui::MainWindowFixture
{
protected:
    // Closes the window; clicks the button of the question whose text begins so. Returns what was asked; empty:
    // nothing.
    QString closeAnswering(const QString& answer)
    {
        QString asked;
        QTimer::singleShot(0, m_window.get(), [&] {
            auto* box = m_window->findChild<QMessageBox*>(QStringLiteral("closingQuestion"));
            if (box == nullptr)
                return;
            asked = box->text();
            for (QAbstractButton* button : box->buttons())
                if (button->text().remove(QLatin1Char('&')).startsWith(answer))
                    return QTest::mouseClick(button, Qt::LeftButton);
            box->reject();
        });
        m_window->close();
        QCoreApplication::sendPostedEvents();
        return asked;
    }
    bool changeSlopes()
    {
        return follows([&] {
            m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) {
                e.columns[0].slopes = {0.5, 0.25, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
            });
        });
    }
};

TEST_F(WindowMemoryTest, ClosingAsksOnceBeforeChangedSlopesAreLost)
{
    ASSERT_TRUE(started());
    m_window->setAsksBeforeClosing(true);
    EXPECT_EQ(m_window->windowTitle(), QStringLiteral("ALiBi Lab[*]"));
    EXPECT_FALSE(m_window->isWindowModified());
    ASSERT_TRUE(changeSlopes());
    EXPECT_TRUE(m_window->isWindowModified());
    EXPECT_EQ(closeAnswering(QStringLiteral("Stay")), QStringLiteral("The session has changes that are not saved."));
    EXPECT_TRUE(m_window->isVisible());
    EXPECT_FALSE(closeAnswering(QStringLiteral("Quit")).isEmpty());
    EXPECT_FALSE(m_window->isVisible());
}

// Else the next Ctrl+S would write what was there before into the session's file.
TEST_F(WindowMemoryTest, UndoingTheOpeningOfASessionLetsGoOfItsFile)
{
    ASSERT_TRUE(started());
    const QTemporaryDir folder;
    const QString first = folder.filePath(QStringLiteral("first.alibilab"));
    const QString second = folder.filePath(QStringLiteral("second.alibilab"));
    ASSERT_TRUE(m_window->saveSession(first));
    ASSERT_TRUE(changeSlopes());
    ASSERT_TRUE(m_window->saveSession(second));
    const auto shows = [&](const QString& path) {
        return QTest::qWaitFor([&] { return m_window->sessionFile() == path && !m_window->session().isReading(); },
                               ui::kPatience);
    };
    EXPECT_TRUE(shows(second));
    m_window->openPaths({first});
    ASSERT_TRUE(shows(first));
    m_window->openPaths({second});
    ASSERT_TRUE(shows(second));
    EXPECT_FALSE(m_window->isWindowModified());
    QUndoStack& undo = m_window->session().undoStack();
    undo.undo();
    EXPECT_EQ(m_window->sessionFile(), first);
    EXPECT_FALSE(m_window->isWindowModified());
    undo.undo();
    EXPECT_EQ(m_window->sessionFile(), second) << "it was saved under that name before";
    undo.redo();
    undo.redo();
    EXPECT_EQ(m_window->sessionFile(), second);
    EXPECT_FALSE(m_window->isWindowModified());
    undo.undo();
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) { e.view.head = 4; }); // instead of it
    EXPECT_EQ(m_window->sessionFile(), first);
    EXPECT_TRUE(m_window->isWindowModified());
}

TEST_F(WindowMemoryTest, ClosingAsksNothingWhenNothingIsLost)
{
    ASSERT_TRUE(started());
    m_window->setAsksBeforeClosing(true);
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) { e.view.head = 1; }); // no work
    EXPECT_TRUE(closeAnswering(QStringLiteral("Stay")).isEmpty());
    EXPECT_FALSE(m_window->isVisible());
}

TEST_F(WindowMemoryTest, ANamedSessionIsSavedWithoutAQuestion)
{
    ASSERT_TRUE(started());
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("mine.alibilab"));
    ASSERT_TRUE(m_window->saveSession(path));
    ASSERT_TRUE(changeSlopes());
    EXPECT_TRUE(m_window->isWindowModified());
    m_window->activateWindow();
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier); // a dialog would wait for ever
    EXPECT_FALSE(m_window->isWindowModified());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll().contains("0.2"));
}

TEST_F(WindowMemoryTest, AddedColumnsAreWork)
{
    ASSERT_TRUE(started());
    m_window->setAsksBeforeClosing(true);
    ASSERT_TRUE(follows([&] { ui::addColumn(m_window->session(), "builtin:t5-64"); }));
    EXPECT_TRUE(m_window->isWindowModified());
    EXPECT_FALSE(closeAnswering(QStringLiteral("Quit")).isEmpty());
}

TEST_F(WindowMemoryTest, TheTitleNamesTheSessionAndMarksChanges)
{
    ASSERT_TRUE(started());
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("mine.alibilab")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    core::Setup wanted = setup();
    wanted.length = 40;
    file.write(QByteArray::fromStdString(wanted.toJson().dump()));
    file.close();
    ASSERT_TRUE(follows([&] { m_window->openPath(file.fileName()); }));
    EXPECT_EQ(m_window->windowTitle(), QStringLiteral("mine.alibilab[*] – ALiBi Lab"));
    EXPECT_FALSE(m_window->isWindowModified());
    EXPECT_EQ(m_window->preferences().recentFiles(), QStringList{file.fileName()});
    m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 50; });
    EXPECT_TRUE(m_window->isWindowModified());
    m_window->session().undoStack().undo();
    EXPECT_FALSE(m_window->isWindowModified());
}

TEST(WindowMemory, SizeAndViewsComeBack)
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("p.ini"));
    core::ThreadPool pool(1);
    {
        ui::Preferences preferences(file);
        ui::MainWindow window(pool, &preferences);
        window.resize(1111, 700);
        window.show();
        window.showView("curves", false);
        window.close();
    }
    ui::Preferences preferences(file);
    ui::MainWindow window(pool, &preferences);
    window.restore();
    window.show();
    EXPECT_EQ(window.size(), QSize(1111, 700));
    EXPECT_FALSE(window.isViewShown("curves"));
    EXPECT_TRUE(window.isViewShown("slopes"));
}

// The state comes back before the window has its size: views at both sides must not be squeezed by that.
TEST(WindowMemory, ViewsComeBackAsWideAsTheyWere)
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("alibi-lab.ini"));
    core::ThreadPool pool(2);
    std::vector<int> before;
    const auto widths = [](ui::MainWindow& window) {
        std::vector<int> found;
        for (const char* id : {"slopes", "cell"})
            found.push_back(window.findChild<QDockWidget*>(QString::fromUtf8(id))->width());
        return found;
    };
    {
        ui::Preferences preferences(file);
        ui::MainWindow window(pool, &preferences);
        window.restore();
        window.resize(1250, 690);
        window.show();
        window.showView("cell", true);
        ui::settle(window);
        before = widths(window);
        window.close();
    }
    ui::Preferences preferences(file);
    ui::MainWindow window(pool, &preferences);
    window.restore();
    window.show();
    EXPECT_TRUE(QTest::qWaitFor([&] { return widths(window) == before; }, ui::kPatience));
}

// A window that was too small for its views for a while.
TEST(WindowMemory, ViewsAreNotCutWhenTheWindowGrowsAgain)
{
    core::ThreadPool pool(1);
    ui::MainWindow window(pool);
    window.resize(1400, 800);
    window.show();
    window.showView("cell", true);
    ui::settle(window);
    window.resize(500, 400);
    ui::settle(window);
    window.resize(1400, 800);
    const auto* slopes = window.findChild<QDockWidget*>(QStringLiteral("slopes"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return slopes->width() >= slopes->widget()->minimumWidth(); }))
        << slopes->width() << " of " << slopes->widget()->minimumWidth();
}

} // namespace
