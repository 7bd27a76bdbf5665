// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opener.h"

#include "core/io/atomic_file.h"
#include "core/io/checkpoint.h"
#include "core/setup/session_file.h"
#include "tests/ui/patience.h"
#include "ui/figure/writers.h"
#include "ui/library/library.h"
#include "ui/view_models/session_figures.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <filesystem>

using namespace ui;

namespace {

constexpr int kOpeningWait = ui::kPatience;

class OpenerTest : public testing::Test
{
protected:
    OpenerTest()
    {
        m_session.start(startSetup());
        EXPECT_TRUE(QTest::qWaitFor([&] { return m_session.text() != nullptr; }, kOpeningWait));
    }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const
    {
        core::writeFileAtomically(path(name).toStdString(), bytes.toStdString());
        return path(name);
    }
    // A copy of a model inside, so that it is a folder.
    QString model(const QString& name, const char* of = "alibi-64") const
    {
        QDir().mkpath(path(name));
        for (const char* file : {"config.json", "model.safetensors", "tokenizer.json"})
            QFile::copy(QStringLiteral(":/models/%1/%2").arg(QLatin1String(of), QLatin1String(file)),
                        path(name + QLatin1Char('/') + QLatin1String(file)));
        return path(name);
    }
    template <typename Done>
    bool comesTo(Done done)
    {
        return QTest::qWaitFor(done, kOpeningWait);
    }
    const core::Setup& setup() const { return m_session.setup(); }
    bool isAtStart() const { return setup().toJson() == startSetup().toJson(); } // columns have ids now

    QTemporaryDir m_folder;
    core::ThreadPool m_pool{2};
    Session m_session{m_pool};
    QString m_otherFolder;
    bool m_mayRead = false;
    std::string m_encoding;
    QStringList m_asked;
    Opener m_opener{m_session,
                    {[this](const QString& asked) {
                         m_asked.append(asked);
                         return m_otherFolder.isEmpty() ? std::nullopt : std::optional(m_otherFolder);
                     },
                     [this](const QString& asked) {
                         m_asked.append(asked);
                         return m_mayRead;
                     },
                     [this](const QString& asked, const std::string&) {
                         m_asked.append(asked);
                         return m_encoding.empty() ? std::nullopt : std::optional(m_encoding);
                     }}};
    QSignalSpy m_failed{&m_session, &Session::failed};
    QSignalSpy m_noticed{&m_opener, &Opener::noticed};
};

TEST_F(OpenerTest, SeveralModelsBecomeSeveralColumns)
{
    const QString a = model(QStringLiteral("a"));
    const QString b = model(QStringLiteral("b"), "rotary-64");
    m_opener.open({a + QStringLiteral("/config.json"), b, a + QStringLiteral("/model.safetensors")}, 1);
    ASSERT_TRUE(comesTo([&] { return setup().columns.size() == 3; }));
    EXPECT_EQ(setup().columns[0].model, "builtin:alibi-64");
    EXPECT_EQ(setup().columns[1].model, a.toStdString());
    EXPECT_EQ(setup().columns[2].model, b.toStdString());
}

TEST_F(OpenerTest, OfSeveralTextsTheFirstIsReadAndTheSentenceSaysSo)
{
    const QString a = write(QStringLiteral("a.txt"), "The first text is this one.");
    const QString b = write(QStringLiteral("b.txt"), "The second text.");
    const QString m = model(QStringLiteral("m"));
    m_opener.open({a, m, b});
    ASSERT_TRUE(comesTo([&] { return setup().text.value == a.toStdString(); }));
    EXPECT_EQ(setup().columns[0].model, m.toStdString()); // both, as one step
    EXPECT_EQ(m_noticed.count(), 1);
    m_session.undoStack().undo();
    EXPECT_TRUE(isAtStart());
}

TEST_F(OpenerTest, AnOldTextIsReadInTheChosenEncoding)
{
    const QString old = write(QStringLiteral("old.txt"), "The caf\xE9 was open.");
    m_opener.open({old});
    ASSERT_TRUE(comesTo([&] { return m_failed.count() == 1; })); // nobody chose
    EXPECT_TRUE(m_failed.at(0).at(0).toString().contains(QStringLiteral("iconv")));
    m_encoding = "WINDOWS-1252";
    m_opener.open({old});
    ASSERT_TRUE(comesTo([&] { return setup().text.value == old.toStdString(); }));
    EXPECT_EQ(m_session.text()->text, "The café was open.");
}

// What left the screen comes back to it; the picture stays what it is.
TEST_F(OpenerTest, APictureBringsBackTheSessionItWasMadeOf)
{
    const QString text = write(QStringLiteral("a.txt"), "A text that is read.");
    m_session.open(QStringLiteral("text"), [&](core::Setup& e) {
        e.columns.resize(1);
        e.text = {core::TextKind::File, text.toStdString()};
        e.view.stage = core::Stage::Bias;
    });
    ASSERT_TRUE(comesTo([&] { return setup().columns.size() == 1; }));
    const Comparison comparison(m_session);
    for (const QString& ending : {QStringLiteral("png"), QStringLiteral("pdf"), QStringLiteral("svg")}) {
        const QString picture = path(QStringLiteral("p.") + ending);
        saveFigure(PictureFigure(QImage(20, 20, QImage::Format_RGB32)), picture,
                   {.record = recordOf(m_session, comparison, setup().view, picture)});
    }
    QFile::remove(text); // it is inside
    for (const QString& ending : {QStringLiteral("png"), QStringLiteral("pdf"), QStringLiteral("svg")}) {
        m_session.open(QStringLiteral("other"), [&](core::Setup& e) { e = startSetup(); });
        ASSERT_TRUE(comesTo([&] { return isAtStart(); }));
        const QString picture = path(QStringLiteral("p.") + ending);
        m_opener.open({picture});
        ASSERT_TRUE(comesTo([&] { return setup().columns.size() == 1; })) << ending.toStdString();
        EXPECT_EQ(setup().view.stage, core::Stage::Bias);
        EXPECT_EQ(m_session.text()->text, "A text that is read.");
        EXPECT_TRUE(m_opener.sessions().path().isEmpty()) << "saving the session must not take the picture's place";
        EXPECT_TRUE(m_opener.sessions().isSaved());
    }
}

TEST_F(OpenerTest, ASessionSavedUnderAnyNameOpensElsewhereWithItsText)
{
    const QString m = model(QStringLiteral("m"));
    const QString text = write(QStringLiteral("a.txt"), "A text that is read.");
    m_opener.open({m, text});
    ASSERT_TRUE(comesTo([&] { return setup().text.value == text.toStdString(); }));
    EXPECT_FALSE(m_opener.sessions().isSaved());
    ASSERT_TRUE(m_opener.sessions().save(path(QStringLiteral("my.alibi"))));
    EXPECT_TRUE(m_opener.sessions().isSaved());
    EXPECT_EQ(m_opener.sessions().path(), path(QStringLiteral("my.alibi")));

    QDir().mkpath(path(QStringLiteral("new")));
    for (const char* name : {"m", "my.alibi"}) // without the text file
        std::filesystem::rename(path(QLatin1String(name)).toStdString(),
                                path(QStringLiteral("new/") + QLatin1String(name)).toStdString());
    QFile::remove(text);
    m_session.start(startSetup());
    ASSERT_TRUE(comesTo([&] { return isAtStart(); }));
    m_opener.open({path(QStringLiteral("new/my.alibi"))});
    ASSERT_TRUE(comesTo([&] { return setup().columns[0].model == path(QStringLiteral("new/m")).toStdString(); }));
    EXPECT_EQ(m_session.text()->text, "A text that is read.");
    EXPECT_EQ(m_session.text()->title, QStringLiteral("a.txt"));
    EXPECT_TRUE(comesTo([&] { return m_opener.sessions().isSaved(); }));
    EXPECT_EQ(m_failed.count(), 0);
    EXPECT_EQ(m_noticed.count(), 0);
    m_session.edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 7; });
    EXPECT_FALSE(m_opener.sessions().isSaved());
}

TEST_F(OpenerTest, AMissingModelIsAskedForAndOtherWeightsAreSaid)
{
    const QString m = model(QStringLiteral("m"));
    m_opener.open({m});
    ASSERT_TRUE(comesTo([&] { return setup().columns[0].model == m.toStdString(); }));
    ASSERT_TRUE(m_opener.sessions().save(path(QStringLiteral("s"))));
    const QString other = model(QStringLiteral("other"), "rotary-64");
    QDir(m).removeRecursively();
    m_session.start(startSetup());
    ASSERT_TRUE(comesTo([&] { return isAtStart(); }));
    m_opener.open({path(QStringLiteral("s"))});
    ASSERT_TRUE(comesTo([&] { return m_failed.count() == 1; }));
    EXPECT_EQ(m_asked, QStringList{m});
    EXPECT_TRUE(isAtStart());
    m_otherFolder = other;
    m_opener.open({path(QStringLiteral("s"))});
    ASSERT_TRUE(comesTo([&] { return setup().columns[0].model == other.toStdString(); }));
    EXPECT_EQ(m_noticed.count(), 1); // other weights
}

// A session sent by somebody names a file of this machine.
TEST_F(OpenerTest, AFileThatASessionOnlyNamesIsNotReadUnasked)
{
    const QString secret = write(QStringLiteral("secret.txt"), "The secret of the house.");
    core::Json json = core::Json::object();
    json["alibi_lab_session"] = 1;
    json["models"] = {{{"model", "builtin:alibi-64"}}};
    json["text"] = {{"kind", "file"}, {"value", secret.toStdString()}};
    const QString file = write(QStringLiteral("old.alibilab"), QByteArray::fromStdString(json.dump()));
    m_opener.open({file});
    ASSERT_TRUE(comesTo([&] { return m_failed.count() == 1; }));
    EXPECT_EQ(m_asked, QStringList{secret});
    EXPECT_TRUE(isAtStart());
    m_mayRead = true;
    m_opener.open({file});
    ASSERT_TRUE(comesTo([&] { return setup().text.value == secret.toStdString(); }));
    EXPECT_EQ(m_session.text()->text, "The secret of the house.");
}

TEST_F(OpenerTest, WhatIsNothingIsRefusedWithASentence)
{
    m_opener.open({m_folder.path()});
    EXPECT_EQ(m_failed.count(), 1);
    m_opener.open({path(QStringLiteral("missing"))});
    EXPECT_EQ(m_failed.count(), 2);
    EXPECT_TRUE(isAtStart());
}

} // namespace
