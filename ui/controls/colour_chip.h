// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/series_colours.h"

#include <QIcon>
#include <QPainter>
#include <QPixmap>

namespace ui {

// A dot of that colour for a list on that ground, as light as curves of the colour are there.
inline QIcon colourChip(const QColor& colour, const QColor& ground)
{
    QPixmap picture(12, 12);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(legibleOn(colour, ground));
    painter.drawEllipse(1, 1, 10, 10);
    return QIcon(picture);
}

} // namespace ui
