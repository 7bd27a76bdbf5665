// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve.h"
#include "ui/figure/marker.h"
#include "ui/figure/style.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace ui {

// What a line in a plot looks like, and what it is called.
struct LegendEntry
{
    QString text;
    QColor colour;
    Qt::PenStyle line = Qt::SolidLine; // Qt::NoPen: the points alone, or only words
    bool points = false;
    Marker marker = Marker::Disc; // of the points
    bool operator==(const LegendEntry&) const = default;
};

// One entry per label, in its colour, and one per variant, in grey with its dashes: four models in three variants are
// seven entries, not twelve. At last where the numbers come from; where not all come from the same place each label has
// the mark of its own.
QVector<LegendEntry> legendOf(const QVector<Curve>& curves, const FigureStyle& style);
// What the marks of that legend mean, a line each.
QString legendAbout(const QVector<Curve>& curves);

// How the line of a curve is drawn among these: the first variant dashed, the next dotted, ...
Qt::PenStyle lineOf(const Curve& curve, const QVector<Curve>& curves);

// Entries side by side, as many in a row as find room; names too long for a row are cut.
class Legend
{
public:
    Legend(QVector<LegendEntry> entries, int width, const QFont& font);

    int height() const { return m_height; } // 0 without entries
    void paint(QPainter& painter, QPointF corner, const FigureStyle& style) const;

private:
    struct Placed
    {
        LegendEntry entry;
        QRectF box;
    };
    QVector<Placed> m_placed;
    QFont m_font;
    int m_height = 0;
};

} // namespace ui
