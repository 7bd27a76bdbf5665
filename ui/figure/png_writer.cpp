// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/figure/writers.h"

#include <QBuffer>
#include <QImageWriter>

namespace ui {

QByteArray writePng(const Figure& figure, double scale)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (const QString words = figure.words(); !words.isEmpty())
        writer.setText(QStringLiteral("Description"), words);
    if (!writer.write(pictureOf(figure, scale)))
        throw core::error("The picture could not be made ({}).", writer.errorString().toStdString());
    return bytes;
}

} // namespace ui
