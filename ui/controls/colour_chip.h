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
    const auto chip = [&](const QColor& edge) {
        QPixmap picture(12, 12);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(edge);
        painter.setBrush(legibleOn(colour, ground));
        painter.drawEllipse(QRectF(1.5, 1.5, 9, 9));
        return picture;
    };
    QIcon icon(chip(Qt::transparent));
    icon.addPixmap(chip(Qt::white), QIcon::Selected); // on a ground that may be of the same colour
    return icon;
}

} // namespace ui
