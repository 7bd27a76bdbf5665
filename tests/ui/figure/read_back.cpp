// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/figure/read_back.h"

#include <QProcess>

#include <gtest/gtest.h>

namespace read_back {

QByteArray printed(const QString& program, const QStringList& words)
{
    QProcess process;
    process.start(program, words);
    const bool ended = process.waitForStarted() && process.waitForFinished(120'000);
    EXPECT_TRUE(ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        << program.toStdString() << ": " << process.errorString().toStdString()
        << process.readAllStandardError().toStdString();
    return process.readAllStandardOutput();
}

QImage rendered(const QString& path, double dpi)
{
    const QString number = QString::number(dpi, 'f', 6);
    QImage image;
    if (path.endsWith(QLatin1String(".pdf")))
        image.loadFromData(printed(QStringLiteral("pdftoppm"), {QStringLiteral("-r"), number, path}));
    else
        image.loadFromData(
            printed(QStringLiteral("rsvg-convert"),
                    {QStringLiteral("--dpi-x"), number, QStringLiteral("--dpi-y"), number,
                     QStringLiteral("--unlimited"), QStringLiteral("--format"), QStringLiteral("png"), path}));
    EXPECT_FALSE(image.isNull()) << path.toStdString();
    return image;
}

} // namespace read_back
