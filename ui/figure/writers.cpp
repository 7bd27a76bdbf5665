// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/writers.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <array>

namespace ui {

#define FIGURE_WRITER(ending, write, keepsShapes, label) QByteArray write(const Figure&, double);
#include "ui/figure/writers.def"
#undef FIGURE_WRITER

std::span<const FigureWriter> figureWriters()
{
#define FIGURE_WRITER(ending, write, keepsShapes, label) FigureWriter{#ending, keepsShapes, label, &write},
    static constexpr std::array writers{
#include "ui/figure/writers.def"
    };
#undef FIGURE_WRITER
    return writers;
}

QStringList figureEndings(bool pixelsOnly)
{
    QStringList endings;
    for (const FigureWriter& writer : figureWriters())
        if (!pixelsOnly || !writer.keepsShapes)
            endings.append(QLatin1String(writer.ending));
    return endings;
}

const FigureWriter& figureWriterFor(const QString& path, bool pixelsOnly)
{
    const QFileInfo info(path);
    const QString ending = info.completeBaseName().isEmpty() ? QString() : info.suffix(); // ".png" is a name
    for (const FigureWriter& writer : figureWriters())
        if ((!pixelsOnly || !writer.keepsShapes) &&
            ending.compare(QLatin1String(writer.ending), Qt::CaseInsensitive) == 0)
            return writer;
    throw core::error("{}: the name of a picture must end in .{}.", path.toStdString(),
                      figureEndings(pixelsOnly).join(QLatin1String(" or .")).toStdString());
}

void saveFigure(const Figure& figure, const QString& path, double scale)
{
    const QByteArray bytes = figureWriterFor(path).write(figure, scale);
    core::writeFileAtomically(path.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void savePicture(const QImage& picture, const QString& path)
{
    (void)figureWriterFor(path, true);
    saveFigure(PictureFigure(picture), path, 1.0);
}

} // namespace ui
