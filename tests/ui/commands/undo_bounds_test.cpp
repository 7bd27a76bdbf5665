// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/undo_bounds.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

using namespace ui;

namespace {

class UndoBounds : public testing::Test
{
protected:
    void change(const std::function<void(core::Setup&)>& how)
    {
        core::Setup after = m_shown;
        how(after);
        m_undo.push(new SetupCommand(QStringLiteral("step"), m_shown, after, 0,
                                     [this](const core::Setup& setup) { show(setup); }));
    }
    void show(const core::Setup& setup)
    {
        m_shown = setup;
        ++m_shows;
    }

    QUndoStack m_undo;
    core::Setup m_shown;
    int m_shows = 0;
};

// Three hundred changes of the stage once took two copies each of a text of 1.9 MB.
TEST_F(UndoBounds, StepsShareTheTextTheyDoNotChange)
{
    constexpr std::size_t size = 1'900'000;
    change([](core::Setup& e) { e.text = {core::TextKind::Typed, std::string(size, 'a')}; });
    for (int i = 0; i < 300; ++i)
        change([i](core::Setup& e) { e.view.head = i % 2; });
    EXPECT_EQ(undoBytes(m_undo), size);
    boundUndo(m_undo, 1000, 2 * size);
    EXPECT_EQ(m_undo.count(), 301);
}

TEST_F(UndoBounds, TheOldestStepsGoWhenTheTextsAreTooMany)
{
    for (int i = 0; i < 20; ++i)
        change([i](core::Setup& e) {
            e.text = {core::TextKind::Typed, std::string(1000, static_cast<char>('a' + i))};
        });
    const core::Setup last = m_shown;
    const int shows = m_shows;
    boundUndo(m_undo, 1000, 5000);
    EXPECT_EQ(m_undo.count(), 4); // between five texts
    EXPECT_LE(undoBytes(m_undo), 5000U);
    EXPECT_EQ(m_undo.index(), m_undo.count());
    EXPECT_EQ(m_shown, last);
    EXPECT_EQ(m_shows, shows); // nothing was shown anew
    m_undo.undo();
    EXPECT_EQ(m_shown.text.value.string().front(), 'a' + 18);
    m_undo.redo();
    EXPECT_EQ(m_shown, last);
    while (m_undo.canUndo())
        m_undo.undo();
    EXPECT_EQ(m_shown.text.value.string().front(), 'a' + 15);
    EXPECT_TRUE(undoHolds(m_undo, last.text));
    EXPECT_FALSE(undoHolds(m_undo, {core::TextKind::Typed, std::string(1000, 'a')}));
}

TEST_F(UndoBounds, StepsAreBoundedAndTheNewestAlwaysStays)
{
    for (int i = 1; i <= 30; ++i)
        change([i](core::Setup& e) { e.view.head = i; });
    boundUndo(m_undo, 10, 1 << 20);
    EXPECT_EQ(m_undo.count(), 10);
    change([](core::Setup& e) { e.text = {core::TextKind::Typed, std::string(5000, 'a')}; });
    boundUndo(m_undo, 10, 100);
    ASSERT_EQ(m_undo.count(), 1);
    m_undo.undo();
    EXPECT_EQ(m_shown.view.head, 30);
}

} // namespace
