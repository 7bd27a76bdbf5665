// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/marker.h"

#include <QPainter>
#include <QPolygonF>

namespace ui {

Marker markerOf(int nth) { return static_cast<Marker>(nth % 4); }

void paintMarker(QPainter& painter, Marker marker, QPointF centre, double radius)
{
    const auto at = [&](double x, double y) { return centre + radius * QPointF(x, y); };
    switch (marker) {
    case Marker::Disc:
        painter.drawEllipse(centre, radius, radius);
        break;
    case Marker::Square:
        painter.drawRect(QRectF(at(-0.9, -0.9), at(0.9, 0.9)));
        break;
    case Marker::Triangle:
        painter.drawPolygon(QPolygonF{at(0, -1.2), at(1.1, 0.8), at(-1.1, 0.8)});
        break;
    case Marker::Diamond:
        painter.drawPolygon(QPolygonF{at(0, -1.25), at(1.25, 0), at(0, 1.25), at(-1.25, 0)});
        break;
    }
}

} // namespace ui
