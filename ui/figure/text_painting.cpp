// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/text_painting.h"

#include "ui/figure/series_colours.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

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

void paintInstead(QPainter& painter, const QRectF& box, const FigureStyle& style, const QString& sentence)
{
    painter.setFont(style.font);
    painter.setPen(mixed(style.base(), style.ink(), 0.6));
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap,
                     sentence.isEmpty() ? QCoreApplication::translate("ui::CurvePlot", "no data yet") : sentence);
}

} // namespace ui
