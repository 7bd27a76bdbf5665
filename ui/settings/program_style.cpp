// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/program_style.h"

#include "ui/figure/series_colours.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace ui {

ProgramStyle::ProgramStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void ProgramStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
        return;
    const QColor ground = option->palette.color(QPalette::Base);
    const QColor outline = mixed(ground, option->palette.color(QPalette::Text), 0.4);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(option->state & State_Enabled ? legibleOn(outline, ground) : outline);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
}

} // namespace ui
