// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QString>

#include <memory>

namespace ui {

// A matrix of numbers as coloured cells with axes and a colour bar; it fills the room, so cells are no squares. Where
// several fall on one pixel the one farthest from 0 is seen.
struct MatrixContent
{
    core::Matrix<float> values; // row 0 at the top
    QString title;
    QString rowLabel;
    QString columnLabel;
    QString valueLabel;
    core::Index markedRow = 0; // a line before it; 0, or none of its rows: none
    QString mark;
};

class MatrixFigure : public Figure
{
public:
    MatrixFigure(MatrixContent content, QSize size, FigureStyle style);

    // Smaller, its texts would not find room.
    static QSize leastSize(const QFont& font);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;
    QVector<FigureNumbers> numbers() const override;

    QRectF area() const { return m_area; } // of the cells

private:
    MatrixContent m_content;
    QSize m_size;
    FigureStyle m_style;
    QRectF m_area;
};

} // namespace ui
