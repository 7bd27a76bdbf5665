// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/svg_engine.h"
#include "ui/figure/writers.h"

#include <QPainter>

namespace ui {

QByteArray writeSvg(const Figure& figure, const FigureOutput& output)
{
    const QSize size = figure.size();
    const QSizeF mm = pageSize(figure, output);
    ShapeDevice<SvgEngine> device(size);
    {
        QPainter painter(&device);
        figure.paint(painter, 1.0);
    }
    const auto entries = output.record.entriesFor(figure);
    const auto number = [](double value) { return QByteArray::number(value, 'f', 4); };
    QByteArray svg = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                     "xml:space=\"preserve\" width=\"" +
                     number(mm.width()) + "mm\" height=\"" + number(mm.height()) + "mm\" viewBox=\"0 0 " +
                     QByteArray::number(size.width()) + ' ' + QByteArray::number(size.height()) + "\">\n";
    svg += "<title>" + xmlText(figure.words()) + "</title>\n<metadata>" + xmpOf(entries) + "</metadata>\n";
    return svg + device.engine().elements() + "</svg>\n";
}

} // namespace ui
