// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/writers.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace ui {

#define FIGURE_WRITER(ending, write, keepsShapes, label) QByteArray write(const Figure&, const FigureOutput&);
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

QSizeF pageSize(const Figure& figure, const FigureOutput& output)
{
    constexpr double least = 0.5;
    constexpr double most = 5000.0; // what PDF can say (ISO 32000-1, annex C.2)
    const QSizeF size = QSizeF(figure.size()) * (25.4 / output.unitsPerInch);
    if (!(std::min(size.width(), size.height()) >= least && std::max(size.width(), size.height()) <= most))
        throw core::error("A page of {:.4g} × {:.4g} mm cannot be made; each side must have {} to {} mm.", size.width(),
                          size.height(), least, most);
    return size;
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

void saveFigure(const Figure& figure, const QString& path, const FigureOutput& output)
{
    const QByteArray bytes = figureWriterFor(path).write(figure, output);
    core::writeFileAtomically(path.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void savePicture(const QImage& picture, const QString& path, const FigureRecord& record)
{
    (void)figureWriterFor(path, true);
    saveFigure(PictureFigure(picture), path, {.unitsPerInch = 96.0, .dpi = 96.0, .record = record});
}

} // namespace ui
