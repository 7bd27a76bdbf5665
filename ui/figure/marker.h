// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

class QPainter;

namespace ui {

// The shape of a point in a plot.
enum class Marker { Disc, Square, Triangle, Diamond };

// The nth of things that are told apart, from 0; they come again after four.
Marker markerOf(int nth);

// With the painter's pen and brush, about as large as a disc of that radius.
void paintMarker(QPainter& painter, Marker marker, QPointF centre, double radius);

} // namespace ui
