// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/value_range.h"
#include "ui/figure/figure.h"
#include "ui/figure/running_text.h"
#include "ui/figure/style.h"

#include <QColor>
#include <QStringList>
#include <QVector>

#include <memory>

namespace ui {

// Tokens as running text, each on a ground that stands for its number.
struct ShadedText
{
    QStringList tokens;
    QVector<bool> ends;      // of lines
    QVector<double> values;  // of the first so many tokens; NaN: none
    core::ValueRange range;  // of the colours
    QString what;            // the numbers are: "loss (nats)"
    QVector<QColor> shades;  // of range.low … range.high, so pale that the style's letters are read on each
    QVector<QColor> grounds; // of the tokens; an invalid colour: none
    int mark = 0;            // a line before that token; 0: none
    QString markText;
    QColor markColour; // made legible
};

// As wide as said and as high as the text takes: the scale of the colours, the text, the mark's words at its side.
class TextFigure : public Figure
{
public:
    TextFigure(ShadedText content, int width, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override { return m_content.what; }
    QVector<FigureNumbers> numbers() const override;

    QRectF boxOf(int token) const; // its first line's

private:
    int captionWidth() const;
    void paintScale(QPainter& painter) const;

    ShadedText m_content;
    FigureStyle m_style;
    RunningText m_text;
    int m_scaleWidth = 0;       // of the bar of colours
    double m_scaleHeight = 0.0; // 0: there is none
    bool m_whatBelow = false;   // what the colours are of stands below them
    QPointF m_corner;           // of the text
    QSize m_size;
};

} // namespace ui
