// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence of the sources must go through a place that translates it. Reads the sources themselves: a path that
// no test provokes counts too.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <gtest/gtest.h>

namespace ui {
namespace {

struct Source
{
    QString path; // from the project's folder
    QString text;
};

QVector<Source> sourcesOf(const QStringList& rooms)
{
    QVector<Source> sources;
    for (const QString& room : rooms) {
        const QString root = QStringLiteral(RESOURCE_DIR "/../");
        QDirIterator files(root + room, {QStringLiteral("*.cpp"), QStringLiteral("*.h"), QStringLiteral("*.def")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            EXPECT_TRUE(file.open(QIODevice::ReadOnly));
            sources.append({QDir(root).relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    EXPECT_GT(sources.size(), 20);
    return sources;
}

void expectNone(const QStringList& rooms, const char* pattern, const char* why)
{
    const QRegularExpression wrong(QString::fromUtf8(pattern));
    ASSERT_TRUE(wrong.isValid()) << pattern;
    for (const Source& source : sourcesOf(rooms))
        for (auto match = wrong.globalMatch(source.text); match.hasNext();) {
            const auto found = match.next();
            const auto line = source.text.left(found.capturedStart()).count(QLatin1Char('\n')) + 1;
            ADD_FAILURE() << source.path.toStdString() << ':' << line << ": " << why << "\n"
                          << found.captured().toStdString();
        }
}

const QStringList kAll{QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")};

TEST(SourceWords, AnErrorGoesIntoAnotherAsASentence)
{
    expectNone(kAll, R"(catch \(const (core::)?Error& (\w+)\) \{(?:[^}]|\{\})*\b\2\.what\(\))",
               "say sentence() or message(): what() is in English");
}

TEST(SourceWords, ErrorsAreMadeOfAFormatAndItsArguments)
{
    expectNone(kAll, R"(throw (core::)?[A-Z]\w*Error\((?!\s*(Kind|kind|(core::)?sentence)))",
               "write error(\"…\", …), whose format can be translated");
    expectNone(kAll, R"(rror\((fmt::format|std::string)\()", "write error(\"…\", …), whose format can be translated");
}

// Two words in a row are a text for people. Lines of files and of formats have no such.
TEST(SourceWords, TextsArePutTogetherByWhatTranslatesThem)
{
    expectNone(kAll, R"((?<!logic_error\()fmt::(format|print)\([^"]*"[^"\n]*[a-z]{2,} [a-z]{2,}[^"\n]*")",
               "write sentence(\"…\", …).translated()");
    expectNone(
        {QStringLiteral("ui"), QStringLiteral("app")},
        R"((QStringLiteral|QLatin1String)\("(?![^"]*[{}#]|QT? |gsettings)[^"\n]*[A-Za-z]{2,} [a-z]{2,}[^"\n]*"\))",
        "write tr(\"…\")");
}

// A sentence that begins or ends with a space or a comma is a piece of another: it cannot be translated.
TEST(SourceWords, SentencesAreWhole)
{
    expectNone({QStringLiteral("ui"), QStringLiteral("app")},
               R"(\b(tr|translate|studyText)\((?:"[^"]*", )?"[ ,;·][^"]*")",
               "write one whole format instead of pieces");
}

} // namespace
} // namespace ui
