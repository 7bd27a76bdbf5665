// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/svg_engine.h"
#include "ui/figure/writers.h"

#include <QPainter>

#include <fmt/format.h>

namespace ui {

QByteArray writeSvg(const Figure& figure, const FigureOutput& output)
{
    const QSize size = figure.size();
    const QSizeF mm = pageSize(figure, output);
    SvgDevice device(size);
    {
        QPainter painter(&device);
        figure.paint(painter, 1.0);
    }
    const auto entries = output.record.entriesFor(figure);
    QByteArray svg = QByteArray::fromStdString(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                    "width=\"{0:.4f}mm\" height=\"{1:.4f}mm\" viewBox=\"0 0 {2} {3}\" xml:space=\"preserve\">\n",
                    mm.width(), mm.height(), size.width(), size.height()));
    svg += "<title>" + xmlText(figure.words()) + "</title>\n<metadata>" + xmpOf(entries) + "</metadata>\n";
    return svg + device.elements() + "</svg>\n";
}

} // namespace ui
