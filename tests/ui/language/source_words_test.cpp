// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence of the sources must go through a place that translates it. Reads the sources themselves: a path that
// no test provokes counts too.
#include "core/base/json_reader.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

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
    expectNone(kAll, R"(\b(tr|translate|said|sentence|error|\w+Text)\((?:"[^"]*", )?"[ ,;·][^"]*")",
               "write one whole format instead of pieces");
}

// Every text of two words and more in a source, neighbouring literals as one.
QStringList textsOf(const QString& source)
{
    static const QRegularExpression parts(QStringLiteral(
        R"re(//[^\n]*|/\*[\s\S]*?\*/|R"(\w*)\([\s\S]*?\)\1"|'(?:[^'\\\n]|\\.)+'|"((?:[^"\\\n]|\\.)*)")re"));
    static const QRegularExpression words(QStringLiteral("[A-Za-z]{2,} [A-Za-z]{2,}"));
    QStringList texts;
    qsizetype end = -1; // of the literal before
    for (auto match = parts.globalMatch(source); match.hasNext();) {
        const auto part = match.next();
        if (!part.hasCaptured(2) || !part.captured().startsWith(QLatin1Char('"')))
            continue;
        const bool goesOn = end >= 0 && QStringView(source).mid(end, part.capturedStart() - end).trimmed().isEmpty();
        if (goesOn)
            texts.last() += part.captured(2);
        else
            texts.append(part.captured(2));
        end = part.capturedEnd();
    }
    QStringList found;
    for (QString& text : texts)
        if (text.contains(words))
            found.append(text.replace(QLatin1String("\\\""), QLatin1String("\""))
                             .replace(QLatin1String("\\n"), QLatin1String("\n"))
                             .replace(QLatin1String("\\\\"), QLatin1String("\\")));
    return found;
}

// What is not for people who read another language: style sheets, commands, what stands in files, marks of books, and
// what only programmers meet.
bool isForPrograms(const QString& text)
{
    static const QRegularExpression known(QStringLiteral(
        "\\{ |#\\w+ |<span|<p |<t[adr]|gdbus|gsettings|project gutenberg|produced by|^end of$|the numbers "
        "are copied as they lie|"
        "slopes need at least one head|counted from 0 again|trained in the window|layer head stage|"
        "The first save into this folder is not complete|<\\?x|<svg |<rdf:|xmlns:|image-rendering|"
        "<(pre|h\\d|html|meta|img|figure|div|!DOCTYPE|td|tr|th)\\b|usepackage|opacity=|even odd rule|line "
        "(width|cap|join)=|"
        "dash pattern=|anchor=base"));
    return text.contains(known);
}

// "%n token(s)" is two sentences in English, too.
TEST(SourceWords, WhatDependsOnANumberHasBothForms)
{
    QFile file(QStringLiteral(RESOURCE_DIR "/languages/en.json"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const core::Json forms = core::parseJson(file.readAll().toStdString(), "en.json").at("sentences");
    const QRegularExpression plural(QStringLiteral(R"re("([^"\n]*\(s\)[^"\n]*)")re"));
    int found = 0;
    for (const Source& source : sourcesOf(kAll))
        for (auto match = plural.globalMatch(source.text); match.hasNext(); ++found) {
            const std::string text = match.next().captured(1).toStdString();
            const auto both = forms.find(text);
            ASSERT_NE(both, forms.end()) << source.path.toStdString() << ": " << text;
            ASSERT_EQ(both->size(), 2U) << text;
            EXPECT_NE(both->at(0), both->at(1));
        }
    EXPECT_GT(found, 5);
}

// Whoever translates gets every sentence: what resources/languages/update does not collect is not marked, and is shown
// in English for ever.
TEST(SourceWords, EverySentenceIsCollectedForTranslation)
{
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty())
        GTEST_SKIP() << "there is no python3 to run resources/languages/update with";
    const QTemporaryDir folder;
    const QString language = folder.filePath(QStringLiteral("xx"));
    QFile made(language + QStringLiteral(".json"));
    ASSERT_TRUE(made.open(QIODevice::WriteOnly));
    made.write(R"({"language": "X", "plural": "none", "sentences": {}})");
    made.close();
    ASSERT_EQ(QProcess::execute(python, {QStringLiteral(RESOURCE_DIR "/languages/update"), language}), 0);
    ASSERT_TRUE(made.open(QIODevice::ReadOnly));
    const core::Json sentences = core::parseJson(made.readAll().toStdString(), "xx.json").at("sentences");
    EXPECT_GT(sentences.size(), 1000U);
    for (const char* kind : {"Extrapolation", "{0} has {2} times the perplexity of {1}.",
                             "Lengths in tokens, for example "
                             "32,64,128",
                             "The \"{}\" encoding takes at most {} tokens.", "Swap with"})
        EXPECT_TRUE(sentences.contains(kind)) << kind;
    for (const Source& source : sourcesOf(kAll))
        for (const QString& text : textsOf(source.text))
            EXPECT_TRUE(isForPrograms(text) || sentences.contains(text.toStdString()))
                << source.path.toStdString() << ": " << text.toStdString();
}

} // namespace
} // namespace ui
