// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/style.h"

#include <QPointF>
#include <QRectF>
#include <QStringList>

class QPainter;

namespace ui {

// In the painter's units; 0 without texts.
double widestOf(const QStringList& texts, const QFont& font);

// Upwards, turned by 90°, in a box as it stands on the page.
void paintTurned(QPainter& painter, const QRectF& box, int flags, const QString& text);

// Lines no wider than `width` below `corner`, broken between words and, where one is too long, inside it. Their height;
// nothing is painted without a painter.
double paintWrapped(QPainter* painter, QPointF corner, double width, const QString& text, const QFont& font);

// A sentence in the middle of what has nothing else to show; empty: that there are no data yet.
void paintInstead(QPainter& painter, const QRectF& box, const FigureStyle& style, const QString& sentence = {});

} // namespace ui
