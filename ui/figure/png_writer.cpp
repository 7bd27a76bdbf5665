// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/figure/png_chunks.h"
#include "ui/figure/writers.h"

#include <QBuffer>
#include <QImageWriter>

#include <cmath>

namespace ui {

QByteArray writePng(const Figure& figure, const FigureOutput& output)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    QImage picture = pictureOf(figure, output.dpi / output.unitsPerInch);
    picture.setDotsPerMeterX(static_cast<int>(std::lround(output.dpi / 0.0254)));
    picture.setDotsPerMeterY(picture.dotsPerMeterX());
    if (!writer.write(picture))
        throw core::error("The picture could not be made ({}).", writer.errorString().toStdString());
    return withPngTexts(bytes, output.record.entriesFor(figure));
}

} // namespace ui
