// SPDX-License-Identifier: GPL-3.0-or-later
// Saving a map from the window, as a person does it.
#include "tests/ui/figure/read_back.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/saving_person.h"
#include "ui/controls/save_path.h"
#include "ui/panels/message_bar.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

namespace {

class SaveMapTest : public ui::MainWindowFixture
{
protected:
    SaveMapTest() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void save(const QString& name)
    {
        const ui::SavingPerson person(m_folder.filePath(name), {});
        m_window->findChild<QAction*>(QStringLiteral("save-map-1"))->trigger();
    }
    QStringList saved() const { return QDir(m_folder.path()).entryList(QDir::Files); }

    QTemporaryDir m_folder;
};

TEST_F(SaveMapTest, TheFileSaysWhatItShowsAndTheWindowWhereItIs)
{
    ASSERT_TRUE(started());
    save(QStringLiteral("layer0.head3"));
    EXPECT_EQ(saved(), QStringList{QStringLiteral("layer0.head3.png")});
    const QString path = m_folder.filePath(QStringLiteral("layer0.head3.png"));
    const QString words = QImage(path).text(QStringLiteral("Description"));
    for (const QString& part :
         {QStringLiteral("ALiBi"), QStringLiteral("96 tokens"), m_window->session().text()->title})
        EXPECT_TRUE(words.contains(part)) << part.toStdString() << " is missing in: " << words.toStdString();
    EXPECT_TRUE(m_window->findChild<ui::MessageBar*>()->notice().contains(path));
}

TEST_F(SaveMapTest, PdfAndSvgHaveItsTextAndWhatItWasMadeOf)
{
    ASSERT_TRUE(started());
    QStringList kinds;
    for (const ui::SaveKind& kind : ui::pictureKinds())
        kinds.append(kind.ending);
    EXPECT_TRUE(kinds.contains(QStringLiteral("pdf")) && kinds.contains(QStringLiteral("svg")));
    save(QStringLiteral("map.pdf"));
    save(QStringLiteral("map.svg"));
    ASSERT_EQ(saved(), (QStringList{QStringLiteral("map.pdf"), QStringLiteral("map.svg")}));
    const QString pdf = m_folder.filePath(QStringLiteral("map.pdf"));
    QFile file(m_folder.filePath(QStringLiteral("map.svg")));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    const QByteArray text = read_back::printed(QStringLiteral("pdftotext"), {pdf, QStringLiteral("-")});
    for (const char* part : {"ALiBi-64", "weight", "query (looks)", "trained 64"}) {
        EXPECT_TRUE(text.contains(part)) << part << " is missing in: " << text.toStdString();
        EXPECT_TRUE(svg.contains(part)) << part;
    }
    const std::string hash = m_window->session().checkpoint(0)->hash;
    EXPECT_TRUE(svg.contains(hash.c_str()));
    EXPECT_TRUE(read_back::printed(QStringLiteral("pdfinfo"), {QStringLiteral("-meta"), pdf}).contains(hash.c_str()));
}

TEST_F(SaveMapTest, AWrongEndingIsASentenceAndNoFile)
{
    ASSERT_TRUE(started());
    save(QStringLiteral("map.jpg"));
    EXPECT_TRUE(saved().isEmpty());
    EXPECT_TRUE(errorShown());
}

// Study results are JSON, too: as a text they would take the place of what is read.
TEST_F(SaveMapTest, WhatIsNoSessionIsNotOpenedAsOne)
{
    ASSERT_TRUE(started());
    QFile file(m_folder.filePath(QStringLiteral("study.json")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("{\"study\": \"reach\", \"measurements\": []}");
    file.close();
    const core::Setup before = setup();
    const ui::SavingPerson person(file.fileName(), {});
    m_window->findChild<QAction*>(QStringLiteral("open-session"))->trigger();
    EXPECT_TRUE(errorShown());
    EXPECT_EQ(setup(), before);
}

} // namespace
