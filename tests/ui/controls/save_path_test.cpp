// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/save_path.h"

#include "core/base/error.h"
#include "tests/ui/saving_person.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace {

const QStringList kPng{QStringLiteral("png")};

TEST(SavePath, ADotInANameIsNoEnding)
{
    for (const auto& [typed, written] : {std::pair("fig", "fig.png"),
                                         {"layer0.head3", "layer0.head3.png"},
                                         {"alibi.64", "alibi.64.png"},
                                         {"run.1", "run.1.png"},
                                         {"a.png", "a.png"},
                                         {"A.PNG", "A.PNG"},
                                         {"map.", "map.png"},
                                         {".png", ".png.png"}})
        EXPECT_EQ(ui::withEnding(QLatin1String(typed), kPng), QLatin1String(written)) << typed;
    EXPECT_EQ(ui::withEnding(QStringLiteral("/a.b/map"), kPng), QStringLiteral("/a.b/map.png"));
    EXPECT_EQ(ui::withEnding(QStringLiteral("my.alibi"), {QStringLiteral("alibilab")}),
              QStringLiteral("my.alibi.alibilab"));
}

TEST(SavePath, TheEndingOfAnotherKindIsRefusedNamingWhatCanBeWritten)
{
    for (const char* typed : {"right.gif", "map.jpg", "a.txt", "b.JSON"})
        try {
            (void)ui::withEnding(QLatin1String(typed), kPng);
            ADD_FAILURE() << typed << " was taken";
        } catch (const core::Error& problem) {
            EXPECT_NE(std::string(problem.what()).find(typed), std::string::npos) << problem.what();
            EXPECT_NE(std::string(problem.what()).find(".png"), std::string::npos) << problem.what();
        }
}

class AskSavePath : public testing::Test
{
protected:
    AskSavePath() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    std::optional<QString> ask() const
    {
        return ui::askSavePath(nullptr, QStringLiteral("Save"), m_folder.filePath(QStringLiteral("suggestion.png")),
                               ui::pictureKinds());
    }
    QString inFolder(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void write(const char* name) const
    {
        QFile file(inFolder(name));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write("mine");
    }

    QTemporaryDir m_folder;
};

TEST_F(AskSavePath, ANewNameIsTakenWithItsEnding)
{
    const ui::SavingPerson person(inFolder("layer0.head3"), {});
    EXPECT_EQ(ask(), inFolder("layer0.head3.png"));
    EXPECT_EQ(person.asked(), 0);
}

TEST_F(AskSavePath, AnExistingFileIsAskedAboutAfterTheEndingWasAdded)
{
    write("fig.png");
    {
        const ui::SavingPerson person(inFolder("fig"), {QStringLiteral("Cancel")});
        EXPECT_EQ(ask(), std::nullopt);
        EXPECT_EQ(person.asked(), 1);
    }
    const ui::SavingPerson person(inFolder("fig"), {QStringLiteral("Replace")});
    EXPECT_EQ(ask(), inFolder("fig.png"));
    EXPECT_EQ(person.asked(), 1);
}

} // namespace
