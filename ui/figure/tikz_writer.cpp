// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/figure/tikz_engine.h"
#include "ui/figure/writers.h"

#include <QPainter>

namespace ui {
namespace {

constexpr int kMostShapes = 20'000;      // TeX's memory holds some three times as many
constexpr double kPointsPerInch = 72.27; // of TeX

} // namespace

// To be read by \input: no document of its own.
QByteArray writeTikz(const Figure& figure, const FigureOutput& output)
{
    (void)pageSize(figure, output);
    const double points = kPointsPerInch / output.unitsPerInch;
    const QSize size = figure.size();
    ShapeDevice<TikzEngine> device(size);
    device.engine().setScale(points);
    {
        QPainter painter(&device);
        figure.paint(painter, 1.0);
    }
    const TikzEngine& drawn = device.engine();
    if (drawn.count() > kMostShapes)
        throw core::error("This figure has {} shapes, and LaTeX can take {} as TikZ; take PDF, or a shorter text.",
                          drawn.count(), kMostShapes);
    QByteArray tex =
        "% \\usepackage{tikz,amssymb}; \\input this file. Letters that pdfLaTeX lacks: LuaLaTeX or XeLaTeX.\n";
    for (const auto& [name, value] : output.record.entriesFor(figure))
        if (name != QLatin1String("Session"))
            for (const QString& line : value.split(QLatin1Char('\n')))
                tex += "% " + name.toUtf8() + ": " + line.toUtf8() + '\n';
    const QByteArray unit = QByteArray::number(points, 'f', 6) + "pt";
    tex += drawn.colours() + "\\begin{tikzpicture}[x=" + unit + ",y=-" + unit +
           "]\n\\useasboundingbox (0,0) rectangle (" + QByteArray::number(size.width()) + ',' +
           QByteArray::number(size.height()) + ");\n";
    return tex + drawn.elements() + "\\end{tikzpicture}%\n";
}

} // namespace ui
