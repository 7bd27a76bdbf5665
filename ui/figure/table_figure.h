// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QStringList>
#include <QVector>

namespace ui {

// Rows of numbers, each cell tinted by its share of the largest.
struct TableContent
{
    QStringList header;   // one per column
    QStringList rowNames; // one per row
    QVector<QStringList> cells;
    QVector<QVector<double>> shares;      // 0 … 1; negative or missing: no tint
    QVector<QVector<double>> values = {}; // the numbers that cells are the text of, as many; NaN: none; empty: unknown
};

QColor tableTint(const QColor& ground, double share);

// As large as its text.
class TableFigure : public Figure
{
public:
    TableFigure(TableContent content, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QVector<FigureNumbers> numbers() const override;

private:
    TableContent m_content;
    FigureStyle m_style;
    QSize m_size;
    int m_line = 0;
    int m_nameWidth = 0;
    int m_columnWidth = 0;
};

} // namespace ui
