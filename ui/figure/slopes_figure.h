// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QVector>

namespace ui {

// Lists of slopes below each other on one logarithmic axis, a mark per head, so that one sees which slopes two lists
// share and where one has a gap that the other fills. Slopes that are not above zero stand on a mark of their own at
// the far left.
struct SlopesContent
{
    enum class Mark { Plain, First, Second, Left }; // a disc, a disc, a diamond, a ring: left out
    struct Point
    {
        double slope = 0.0;
        Mark mark = Mark::Plain;
        QString about;      // "head 9 of 12: 0.7071"
        QColor colour = {}; // of its head; invalid: the row's
        bool operator==(const Point&) const = default;
    };
    struct Row
    {
        QString label;
        QColor colour;
        QVector<Point> points;
        bool operator==(const Row&) const = default;
    };
    QString title;
    QVector<Row> rows;
    // What the marks are called; those without a name are not explained.
    QString first;
    QString second;
    QString left;
    bool operator==(const SlopesContent&) const = default;
};

class SlopesFigure : public Figure
{
public:
    SlopesFigure(SlopesContent content, QSize size, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;

    static int heightFor(const SlopesContent& content, const QFont& font);
    QPointF pixelAt(int row, double slope) const;
    // What the mark nearest to a pixel is, "" where none is near.
    QString aboutAt(QPointF pixel) const;

private:
    void paintLegend(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintMark(QPainter& painter, QPointF at, SlopesContent::Mark mark, const QColor& colour, double radius) const;
    double radiusOf(const SlopesContent::Row& row) const;
    double rowHeight() const;

    SlopesContent m_content;
    QSize m_size;
    FigureStyle m_style;
    int m_line = 0;   // height of one of text
    double m_low = 0; // exponents of two at the ends
    double m_high = 0;
    bool m_hasZero = false;
    QRectF m_area; // of the marks
};

} // namespace ui
