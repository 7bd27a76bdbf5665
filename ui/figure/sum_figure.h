// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QString>
#include <QStringList>
#include <QVector>

namespace ui {

// A sum, step by step: lines of "name, how, number", then numbers of many dimensions as bars side by side, then its
// parts as bars below each other.
struct SumContent
{
    struct Line
    {
        QString name;          // "score"
        QString how;           // "0.87 − 0.75"
        QString text;          // the number
        QString beside = {};   // the same of what it is compared with
        bool isResult = false; // bold, below a thin line
        bool operator==(const Line&) const = default;
    };
    struct Strip // bars up and down from 0, on a scale of its own
    {
        QString name;
        QVector<double> values;
        bool operator==(const Strip&) const = default;
    };
    struct Strips // share their places
    {
        QString title;
        QStringList places; // what each place is called; written where there is room
        QVector<Strip> strips;
        bool operator==(const Strips&) const = default;
    };
    struct Part
    {
        QString name;
        double value = 0.0;
        QString text;
        QString beside = {};
        bool operator==(const Part&) const = default;
    };

    QString title;
    QString about; // below the title
    QColor colour;
    QString textTitle;   // of the numbers, where others stand beside them
    QString besideTitle; // of what they are compared with; empty: nothing
    QVector<Line> lines;
    QVector<Strips> strips;
    QString partsTitle;
    QVector<Part> parts;
    bool operator==(const SumContent&) const = default;
};

class SumFigure : public Figure
{
public:
    SumFigure(SumContent content, int width, FigureStyle style);

    static constexpr int kLeastWidth = 220; // narrower, its texts would not find room

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override;

    // Which place of which strips is at a point, as "dimension 3: q 0.5, k −1.2, q·k −0.6"; empty: none.
    QString placeAt(QPointF position) const;

private:
    class Layout;

    SumContent m_content;
    FigureStyle m_style;
    QSize m_size;
};

} // namespace ui
