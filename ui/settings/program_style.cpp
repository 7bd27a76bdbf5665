// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/program_style.h"

#include "ui/figure/series_colours.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace ui {
namespace {

// One that has the focus is outlined in the highlight's colour already.
void outlineField(const QStyleOption& option, QPainter& painter)
{
    if (option.state & QStyle::State_HasFocus)
        return;
    const QColor ground = option.palette.color(QPalette::Base);
    const QColor outline = mixed(ground, option.palette.color(QPalette::Text), 0.35);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(option.state & QStyle::State_Enabled ? legibleOn(outline, ground) : outline);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.restore();
}

} // namespace

ProgramStyle::ProgramStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void ProgramStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_FrameLineEdit)
        outlineField(*option, *painter);
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

void ProgramStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox)
        outlineField(*option, *painter);
}

} // namespace ui
