// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/what_is.h"

#include "core/base/picture_session.h"
#include "core/io/atomic_file.h"
#include "ui/figure/writers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QUrl>

#include <gtest/gtest.h>

using namespace ui;

namespace {

class WhatIsTest : public testing::Test
{
protected:
    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    }
    void expectKind(const QString& path, WhatIs::Kind kind)
    {
        const WhatIs found = whatIs(path);
        EXPECT_EQ(found.kind, kind) << path.toStdString();
        const bool refused = kind == WhatIs::Kind::Picture || kind == WhatIs::Kind::Nothing;
        EXPECT_EQ(refused, found.sentence.contains(found.path)) << found.sentence.toStdString();
    }

    QTemporaryDir m_folder;
};

TEST_F(WhatIsTest, EachFileOfACheckpointIsTheModel)
{
    const QString folder = QStringLiteral(GOLDEN_DIR "/alibi");
    for (const char* part : {"", "/config.json", "/model.safetensors"}) {
        const WhatIs found = whatIs(folder + QString::fromLatin1(part));
        EXPECT_EQ(found.kind, WhatIs::Kind::Model) << part;
        EXPECT_EQ(QDir(found.path), QDir(folder)) << part;
    }
    expectKind(m_folder.path(), WhatIs::Kind::Nothing);
    expectKind(write(QStringLiteral("model.safetensors"), "12345678"), WhatIs::Kind::Nothing);
    expectKind(write(QStringLiteral("tokenizer.json"), "{}"), WhatIs::Kind::Text); // no config.json beside it
}

TEST_F(WhatIsTest, SessionsAreKnownByTheirContent)
{
    const QByteArray session = "{\"alibi_lab_session\": 2}";
    expectKind(write(QStringLiteral("my.alibi"), session), WhatIs::Kind::Session);
    expectKind(write(QStringLiteral("noending"), session), WhatIs::Kind::Session);
    expectKind(write(QStringLiteral("a.json"), session), WhatIs::Kind::Session);
    expectKind(write(QStringLiteral("damaged.alibilab"), "{"), WhatIs::Kind::Session);
    expectKind(write(QStringLiteral("b.json"), "{\"a\": 1}"), WhatIs::Kind::Text);
}

TEST_F(WhatIsTest, TheRestIsTextOrIsRefusedWithASentence)
{
    expectKind(write(QStringLiteral("a.txt"), "A text."), WhatIs::Kind::Text);
    expectKind(write(QStringLiteral("a.png"), "\x89PNG\r\n\x1a\n"), WhatIs::Kind::Picture);
    expectKind(write(QStringLiteral("a.svg"), "<svg xmlns='x'/>"), WhatIs::Kind::Picture);
    expectKind(m_folder.filePath(QStringLiteral("missing")), WhatIs::Kind::Nothing);
}

TEST_F(WhatIsTest, AFigureThatCarriesItsSessionIsOne)
{
    const PictureFigure figure(QImage(20, 20, QImage::Format_RGB32));
    FigureOutput output;
    output.record.session =
        QStringLiteral("{\"alibi_lab_session\": 3, \"text\": \"%1\"}").arg(QString(300'000, QLatin1Char('a')));
    for (const QString& ending : {QStringLiteral("png"), QStringLiteral("pdf"), QStringLiteral("svg")}) {
        const QString path = m_folder.filePath(QStringLiteral("f.") + ending);
        saveFigure(figure, path, output);
        expectKind(path, WhatIs::Kind::Session);
        const std::string bytes = core::readFileBytes(path.toStdString(), 1 << 24);
        EXPECT_EQ(core::sessionInPicture(bytes), output.record.session.toStdString()) << ending.toStdString();
        saveFigure(figure, path);
        expectKind(path, WhatIs::Kind::Picture);
    }
}

TEST_F(WhatIsTest, AFileAddressIsAPath)
{
    const QString path = write(QStringLiteral("a b é %.txt"), "A text.");
    const WhatIs found = whatIs(QString::fromUtf8(QUrl::fromLocalFile(path).toEncoded()));
    EXPECT_EQ(found.kind, WhatIs::Kind::Text);
    EXPECT_EQ(found.path, path);
    EXPECT_EQ(whatIs(QStringLiteral("file://localhost") + path.left(1) +
                     path.mid(1).replace(QLatin1Char('%'), QLatin1String("%25")))
                  .path,
              path);
}

} // namespace
