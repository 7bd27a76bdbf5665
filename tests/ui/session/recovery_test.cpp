// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/recovery.h"

#include "core/io/atomic_file.h"
#include "core/setup/session_file.h"
#include "tests/ui/main_window_fixture.h"

#include <QAbstractButton>
#include <QDir>
#include <QFile>
#include <QMessageBox>
#include <QSysInfo>
#include <QTemporaryDir>

#include <memory>

namespace ui {
namespace {

class RecoveryTest : public MainWindowFixture
{
protected:
    ~RecoveryTest() override { m_window.reset(); } // before the folder
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    QStringList copies() const { return QDir(m_folder.path()).entryList({QStringLiteral("*.alibilab")}, QDir::Files); }
    bool typed(const char* text)
    {
        return follows([&] {
            m_window->session().open(QStringLiteral("text"), [text](core::Setup& e) {
                e.text = {core::TextKind::Typed, std::string(text)};
            });
        });
    }
    // What a program leaves that is gone: its lock names a process that there is not.
    void leave(const char* text)
    {
        core::SavedSession session{startSetup(), {}, {}};
        session.setup.text = {core::TextKind::Typed, std::string(text)};
        const std::string file = m_folder.filePath(QStringLiteral("left.alibilab")).toStdString();
        core::writeFileAtomically(file, core::sessionText(session, file));
        core::writeFileAtomically(file + ".lock",
                                  "2147483000\nalibi-lab\n" + QSysInfo::machineHostName().toStdString() + "\n");
    }
    QMessageBox* question() { return m_window->findChild<QMessageBox*>(QStringLiteral("recoveryQuestion")); }
    void answer(const char* text)
    {
        for (QAbstractButton* button : question()->buttons())
            if (button->text().remove(QLatin1Char('&')) == QLatin1String(text))
                return button->click();
        FAIL() << text;
    }

    QTemporaryDir m_folder;
};

TEST_F(RecoveryTest, WhatIsUnsavedIsCopiedWithinTenSeconds)
{
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    EXPECT_TRUE(copies().isEmpty());
    ASSERT_TRUE(typed("the one"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return copies().size() == 1; }, 10'000));
    const std::string file = m_folder.filePath(copies().first()).toStdString();
    EXPECT_EQ(core::parseSession(core::readFileBytes(file, 1 << 20), file).setup.text.value, "the one");
    // Saved, it is in a file of its own.
    m_window->saveSession(m_folder.filePath(QStringLiteral("saved.json")));
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().redo(); }));
    EXPECT_TRUE(becomes([&] { return copies().isEmpty(); }));
}

TEST_F(RecoveryTest, OneThatEndsAsItShouldLeavesNothing)
{
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(typed("the one"));
    ASSERT_TRUE(becomes([&] { return copies().size() == 1; }));
    const Recovery& recovery = *m_window->findChild<Recovery*>();
    Recovery other(m_window->session(), m_folder.path(), [] { return false; });
    EXPECT_TRUE(other.findLeft().isEmpty()) << "the program of " << recovery.file().toStdString() << " runs";
    m_window->close();
    m_window.reset();
    EXPECT_TRUE(copies().isEmpty());
}

TEST_F(RecoveryTest, EndedWithoutBeingAskedItIsKept)
{
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(typed("the one"));
    m_window->endWithoutAsking(); // at once: nothing was copied yet
    m_window.reset();
    ASSERT_EQ(copies().size(), 1);
    core::ThreadPool pool(1);
    Session session(pool);
    Recovery next(session, m_folder.path(), [] { return false; });
    EXPECT_EQ(next.findLeft(), m_folder.filePath(copies().first()));
}

TEST_F(RecoveryTest, WhatWasLeftIsShownAgain)
{
    leave("the lost one");
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(becomes([&] { return question() != nullptr && question()->isVisible(); }));
    ASSERT_TRUE(follows([&] { answer("Show it again"); }));
    EXPECT_EQ(setup().text.value, "the lost one");
    EXPECT_TRUE(m_window->sessionFile().isEmpty());
    EXPECT_TRUE(m_window->isWindowModified()) << "it is in no file";
    ASSERT_EQ(copies().size(), 1) << "until it is saved it is not to be lost again";
    EXPECT_NE(copies().first(), QStringLiteral("left.alibilab"));
}

TEST_F(RecoveryTest, OrThrownAwayOrLeftForLater)
{
    leave("the lost one");
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(becomes([&] { return question() != nullptr && question()->isVisible(); }));
    QTest::keyClick(question(), Qt::Key_Escape);
    ASSERT_TRUE(becomes([&] { return question() == nullptr; }));
    EXPECT_EQ(copies().size(), 1);
    delete m_window->findChild<Recovery*>();
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(becomes([&] { return question() != nullptr && question()->isVisible(); }));
    answer("Throw it away");
    EXPECT_TRUE(copies().isEmpty());
    EXPECT_NE(setup().text.value, "the lost one");
}

TEST_F(RecoveryTest, LocksOfProgramsThatAreGoneDoNotPileUp)
{
    leave("the lost one");
    QFile::remove(m_folder.filePath(QStringLiteral("left.alibilab")));
    ASSERT_TRUE(started());
    m_window->recoverFrom(m_folder.path());
    EXPECT_FALSE(QFile::exists(m_folder.filePath(QStringLiteral("left.alibilab.lock"))));
    EXPECT_EQ(question(), nullptr);
}

TEST_F(RecoveryTest, ADamagedCopyIsASentence)
{
    core::writeFileAtomically(m_folder.filePath(QStringLiteral("left.alibilab")).toStdString(), "{");
    ASSERT_TRUE(started());
    QSignalSpy failed(&m_window->session(), &Session::failed);
    m_window->recoverFrom(m_folder.path());
    ASSERT_TRUE(becomes([&] { return question() != nullptr && question()->isVisible(); }));
    answer("Show it again");
    ASSERT_TRUE(becomes([&] { return failed.count() == 1; }));
    EXPECT_TRUE(failed.at(0).at(0).toString().contains(QStringLiteral("left.alibilab")));
}

} // namespace
} // namespace ui
