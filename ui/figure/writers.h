// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/figure_record.h"

#include <QByteArray>
#include <QSizeF>
#include <QStringList>

#include <span>

namespace ui {

// How large a figure comes out, and what its file says of itself. Equal figures and outputs make equal bytes.
struct FigureOutput
{
    double unitsPerInch = 96.0; // of the figure's
    double dpi = 192.0;         // of formats that have pixels
    FigureRecord record = {};
};

// Width and height in mm. Throws core::Error for what no page can be.
QSizeF pageSize(const Figure& figure, const FigureOutput& output);

// A file format that figures can be saved in. The list is writers.def.
struct FigureWriter
{
    const char* ending; // without the dot
    bool keepsShapes;   // else pixels
    const char* label;  // to be translated in the context "ui::figure"
    // Throws core::Error when it cannot be made.
    QByteArray (*write)(const Figure& figure, const FigureOutput& output);
};
std::span<const FigureWriter> figureWriters();

// Their endings; those of pixels only for what is a picture already.
QStringList figureEndings(bool pixelsOnly = false);

// Throws core::Error naming the endings there are when the path has none of them: before the work, not after it.
const FigureWriter& figureWriterFor(const QString& path, bool pixelsOnly = false);

// In the format the path ends in, whole or not at all. Throws core::Error.
void saveFigure(const Figure& figure, const QString& path, const FigureOutput& output = {});
// The window, or what else is a picture already, pixel by pixel.
void savePicture(const QImage& picture, const QString& path, const FigureRecord& record = {});

} // namespace ui
