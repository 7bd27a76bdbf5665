// SPDX-License-Identifier: GPL-3.0-or-later
// TikZ is TeX's to judge: every kind of figure is set by pdfLaTeX, where there is one, and read back as a picture.
#include "core/base/error.h"
#include "ui/figure/kinds.h"
#include "ui/figure/tikz_engine.h"
#include "ui/figure/writers.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cmath>

namespace tikz_test {

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// As a page of its own size; null: TeX did not like it, and said why.
QImage set(const QTemporaryDir& folder, const QByteArray& tex, QString& log)
{
    write(folder.filePath(QStringLiteral("f.tex")), tex);
    write(folder.filePath(QStringLiteral("d.tex")),
          "\\documentclass{article}\\usepackage{textcomp,tikz,amssymb}\\begin{document}\\setbox0\\hbox{\\input{f}}"
          "\\pdfpagewidth\\wd0\\pdfpageheight\\dimexpr\\ht0+\\dp0\\relax\\hoffset-1in\\voffset-1in\\shipout\\box0"
          "\\end{document}\n");
    QProcess latex;
    latex.setWorkingDirectory(folder.path());
    latex.start(QStringLiteral("pdflatex"),
                {QStringLiteral("-interaction=nonstopmode"), QStringLiteral("-halt-on-error"), QStringLiteral("d")});
    latex.waitForFinished(120'000);
    log = QString::fromUtf8(latex.readAllStandardOutput());
    QProcess::execute(QStringLiteral("pdftoppm"),
                      {QStringLiteral("-png"), QStringLiteral("-r"), QStringLiteral("96"),
                       QStringLiteral("-singlefile"), folder.filePath(QStringLiteral("d.pdf")),
                       folder.filePath(QStringLiteral("d"))});
    return QImage(folder.filePath(QStringLiteral("d.png")));
}

TEST(Tikz, EscapesWhatTexTakesForItself)
{
    EXPECT_EQ(ui::texText(QStringLiteral("50 % of {a_b} & $c^2 #1 ~\\")),
              "50 \\% of \\{a\\_b\\} \\& \\$c\\textasciicircum{}2 \\#1 \\textasciitilde{}\\textbackslash{}");
    EXPECT_EQ(ui::texText(QStringLiteral("−1 × é")), "$-$1 $\\times$ é");
}

TEST(Tikz, EveryKindIsSetByLatex)
{
    if (QStandardPaths::findExecutable(QStringLiteral("pdflatex")).isEmpty())
        GTEST_SKIP() << "there is no pdflatex";
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const QTemporaryDir folder;
        const auto figure = kind.example(ui::paperStyle(QApplication::font()));
        const QByteArray tex = ui::figureWriterFor(QStringLiteral("f.tex")).write(*figure, {});
        QString log;
        const QImage page = set(folder, tex, log);
        ASSERT_FALSE(page.isNull()) << kind.id << log.right(2000).toStdString();
        EXPECT_NEAR(page.width(), figure->size().width(), 2) << kind.id;
        EXPECT_NEAR(page.height(), figure->size().height(), 2) << kind.id;
        // Other letters, but the same shapes in the same places.
        const QSize coarse = page.size() / 24;
        const QImage set = page.scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const QImage drawn =
            ui::pictureOf(*figure, 1.0).scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        double sum = 0.0;
        for (int y = 0; y < coarse.height(); ++y)
            for (int x = 0; x < coarse.width(); ++x)
                sum += std::abs(qGray(set.pixel(x, y)) - qGray(drawn.pixel(x, y)));
        EXPECT_LT(sum / (coarse.width() * coarse.height()), 12.0) << kind.id;
    }
}

TEST(Tikz, WhatLatexCannotTakeIsASentence)
{
    QImage noise(400, 400, QImage::Format_RGB32);
    for (int y = 0; y < noise.height(); ++y)
        for (int x = 0; x < noise.width(); ++x)
            noise.setPixel(x, y, static_cast<uint>(x * 7919 + y * 104729) & 0xFFFFFFU);
    EXPECT_THROW(ui::figureWriterFor(QStringLiteral("f.tex")).write(ui::PictureFigure(noise), {}), core::Error);
}

} // namespace tikz_test
