// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/text_painting.h"

#include "ui/figure/series_colours.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>
#include <QTextOption>

#include <algorithm>

namespace ui {

double widestOf(const QStringList& texts, const QFont& font)
{
    const QFontMetricsF metrics(font);
    double widest = 0.0;
    for (const QString& text : texts)
        widest = std::max(widest, metrics.horizontalAdvance(text));
    return widest;
}

void paintTurned(QPainter& painter, const QRectF& box, int flags, const QString& text)
{
    painter.save();
    painter.translate(box.left(), box.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, box.height(), box.width()), flags, text);
    painter.restore();
}

double paintWrapped(QPainter* painter, QPointF corner, double width, const QString& text, const QFont& font)
{
    QString lines = text;
    lines.replace(QChar(u'\n'), QChar(QChar::LineSeparator));
    QTextLayout layout(lines, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    double height = 0.0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 1.0));
        line.setPosition(QPointF(0, height));
        height += line.height();
    }
    layout.endLayout();
    if (painter != nullptr)
        layout.draw(painter, corner);
    return height;
}

void paintInstead(QPainter& painter, const QRectF& box, const FigureStyle& style, const QString& sentence)
{
    painter.setFont(style.font);
    painter.setPen(mixed(style.base(), style.ink(), 0.6));
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap,
                     sentence.isEmpty() ? QCoreApplication::translate("ui::CurvePlot", "no data yet") : sentence);
}

} // namespace ui
