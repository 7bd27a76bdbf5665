// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a study that does not exist, with an option of every kind.
#include "ui/panels/study_options.h"

#include "core/base/error.h"
#include "tests/core/io/temporary_folder.h"
#include "ui/controls/mnemonics.h"
#include "ui/controls/number_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include <gtest/gtest.h>

namespace {

using Kind = core::StudyOption::Kind;

core::Study journey()
{
    return {.id = "journey",
            .title = "Journey",
            .asks = "How far is it.",
            .means = "Far.",
            .options = {{.name = "stops", .kind = Kind::Lengths, .label = "Stops", .meaning = "Where", .usual = "none"},
                        {.name = "way",
                         .kind = Kind::Choice,
                         .label = "Way",
                         .meaning = "How",
                         .choices = {{"by-foot", "on foot"}, {"by-boat", "by boat"}}},
                        {.name = "oars",
                         .kind = Kind::WholeNumber,
                         .label = "Oars",
                         .meaning = "How many",
                         .value = 2,
                         .most = 8,
                         .belongsTo = "way",
                         .belongsToChoice = "by-boat"},
                        {.name = "rest", .kind = Kind::Share, .label = "Rest", .meaning = "How long", .value = 0.25},
                        {.name = "reach", .kind = Kind::Length, .label = "Reach", .meaning = "How far", .usual = "all"},
                        {.name = "quiet", .kind = Kind::Flag, .label = "Quietly", .meaning = "Without a word"}},
            .draws = true,
            .run = nullptr,
            .views = {},
            .findings = nullptr};
}

class StudyOptionsTest : public testing::Test
{
protected:
    StudyOptionsTest()
    {
        m_form.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&m_form));
    }
    template <typename Field>
    Field* field(const QString& name)
    {
        for (auto* found : m_form.findChildren<Field*>())
            if (found->accessibleName() == name)
                return found;
        return nullptr;
    }

    const core::Study m_study = journey();
    ui::StudyOptions m_form{m_study};
};

TEST_F(StudyOptionsTest, ThereIsAFieldForEveryOptionThatStartsWithTheUsual)
{
    EXPECT_EQ(m_form.values().arguments(), (std::vector<std::string>{"--way", "by-foot", "--rest", "0.25"}));
    EXPECT_EQ(field<QLineEdit>(QStringLiteral("Stops"))->placeholderText(), QStringLiteral("none"));
    EXPECT_EQ(field<ui::NumberBox>(QStringLiteral("Reach"))->text(), QStringLiteral("all"));
    EXPECT_EQ(field<ui::NumberBox>(QStringLiteral("Oars"))->maximum(), 8);
    EXPECT_EQ(field<ui::NumberBox>(QStringLiteral("Rest"))->value(), 25.0);
    EXPECT_EQ(m_form.seed(), 1U);
}

TEST_F(StudyOptionsTest, WhatIsTypedIsWhatTheCommandSays)
{
    QTest::keyClicks(field<QLineEdit>(QStringLiteral("Stops")), QStringLiteral("8 16;32"));
    EXPECT_FALSE(field<ui::NumberBox>(QStringLiteral("Oars"))->isVisible());
    QTest::keyClick(field<QComboBox>(QStringLiteral("Way")), Qt::Key_Down);
    EXPECT_TRUE(field<ui::NumberBox>(QStringLiteral("Oars"))->isVisible());
    QTest::keyClick(field<QCheckBox>(QStringLiteral("Quietly")), Qt::Key_Space);
    QTest::keyClick(field<ui::NumberBox>(QStringLiteral("Seed")), Qt::Key_Up);
    const std::vector<std::string> expected{"--stops", "8,16,32", "--way", "by-boat", "--oars",
                                            "2",       "--rest",  "0.25",  "--quiet"};
    EXPECT_EQ(m_form.values().arguments(), expected);
    EXPECT_EQ(m_form.seed(), 2U);
    const ui::StudyOptions again(m_study, m_form.contents());
    EXPECT_EQ(again.values().arguments(), expected);
    QTest::keyClicks(field<QLineEdit>(QStringLiteral("Stops")), QStringLiteral(" far"));
    EXPECT_NE(core::messageOf<core::Error>([&] { m_form.values(); }).find("\"far\" is not a length"),
              std::string::npos);
}

TEST(Mnemonics, AreTakenOnceAndFromTheBeginningsOfWordsFirst)
{
    QString taken = QStringLiteral("r");
    EXPECT_EQ(ui::withMnemonic(QStringLiteral("Rest of it"), taken), QStringLiteral("Rest &of it"));
    EXPECT_EQ(ui::withMnemonic(QStringLiteral("Oar"), taken), QStringLiteral("O&ar"));
    EXPECT_EQ(ui::withMnemonic(QStringLiteral("oar"), taken), QStringLiteral("oar")); // none is left
    EXPECT_EQ(ui::mnemonicOf(QStringLiteral("A && &B")), QLatin1Char('b'));
    EXPECT_TRUE(ui::mnemonicOf(QStringLiteral("A && B")).isNull());
}

} // namespace
