// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace ui {

// How figures look, whatever they show: letters and colours. Window is the ground, Base the ground behind curves and
// bars, WindowText and Text what is written and drawn on them. On screen it is the widget's own font and palette.
struct FigureStyle
{
    QFont font;
    QPalette palette;

    bool isDark() const;
    QColor ground() const { return palette.color(QPalette::Window); }
    QColor base() const { return palette.color(QPalette::Base); }
    QColor ink() const { return palette.color(QPalette::WindowText); }
    QColor faint() const; // lines that only help to read: grids, frames
};

// Black on white, for paper; light on dark, for slides. The font's size counts in pixels of a figure, 1/96 of an inch
// each, so that letters are as large on every device.
FigureStyle paperStyle(const QFont& font);
FigureStyle darkStyle(const QFont& font);

bool isDark(const QPalette& palette);
QFont scaledFont(QFont font, double factor);

} // namespace ui
