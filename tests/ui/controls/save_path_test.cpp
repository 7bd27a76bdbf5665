// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/save_path.h"

#include "core/base/error.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

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

// Types a name into the dialog, then answers each question that comes with the button of this text.
class Person : public QObject
{
public:
    Person(QString name, QStringList answers)
        : m_name(std::move(name))
        , m_answers(std::move(answers))
    {
        m_timer.callOnTimeout(this, [this] { act(); });
        m_timer.start(20);
    }
    int asked() const { return m_asked; }

private:
    void act()
    {
        QWidget* modal = QApplication::activeModalWidget();
        if (auto* question = qobject_cast<QMessageBox*>(modal)) {
            const QString answer = m_answers.value(m_asked++);
            for (QAbstractButton* button : question->buttons())
                if (button->text().remove(QLatin1Char('&')) == answer)
                    return button->click();
            question->reject();
        } else if (auto* dialog = qobject_cast<QFileDialog*>(modal)) {
            if (m_typed)
                return dialog->reject(); // asked again: changed their mind
            m_typed = true;
            dialog->findChild<QLineEdit*>()->setText(m_name); // typed letter by letter, its suggestions take the keys
            dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
        }
    }

    QString m_name;
    QStringList m_answers;
    QTimer m_timer;
    bool m_typed = false;
    int m_asked = 0;
};

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
    const Person person(inFolder("layer0.head3"), {});
    EXPECT_EQ(ask(), inFolder("layer0.head3.png"));
    EXPECT_EQ(person.asked(), 0);
}

TEST_F(AskSavePath, AnExistingFileIsAskedAboutAfterTheEndingWasAdded)
{
    write("fig.png");
    {
        const Person person(inFolder("fig"), {QStringLiteral("Cancel")});
        EXPECT_EQ(ask(), std::nullopt);
        EXPECT_EQ(person.asked(), 1);
    }
    const Person person(inFolder("fig"), {QStringLiteral("Replace")});
    EXPECT_EQ(ask(), inFolder("fig.png"));
    EXPECT_EQ(person.asked(), 1);
}

} // namespace
