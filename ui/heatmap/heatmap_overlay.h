// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_figure.h"

class QPainter;

namespace ui {

// What moves with the mouse, drawn over a finished picture of the figure.

// Lines along the row and the column of a cell that leave the cell itself free, and its positions on both axes.
void paintCrosshair(QPainter& painter, const MapFigure& figure, const MapFigure::Cell& cell, bool locked,
                    const QPalette& palette);

// A ring around a cell that leaves the cell itself free.
void paintPin(QPainter& painter, const MapFigure& figure, const MapFigure::Cell& cell, const QPalette& palette);

// A box of text beside `anchor`, inside the painter's window; where it would hide much of the map, in the map's upper
// right corner as far as only masked cells are there, or else `brief` in its place, unless that is empty.
void paintReadout(QPainter& painter, const MapFigure& figure, const QPointF& anchor, const QString& text,
                  const QString& brief, const QPalette& palette);

// A turning arc in `box`; one turn is 12 steps.
void paintBusy(QPainter& painter, const QRectF& box, int step, const QPalette& palette);

} // namespace ui
