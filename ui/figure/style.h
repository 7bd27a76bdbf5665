// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include <string>

namespace ui {

// What stands at the cells of a map. All: every token, where all find room, else numbers of positions. Some: as many
// tokens as find room. Rotated: those of the keys always upright on their side. None: numbers.
enum class TokenLabels { All, Some, Rotated, None };

// How figures look, whatever they show: letters, colours, and which parts they have. Window is the ground, Base the
// ground behind curves and bars, WindowText and Text what is written and drawn on them. On screen it is the widget's
// own font and palette; for paper see figure_options.h.
struct FigureStyle
{
    QFont font;
    QPalette palette;
    std::string colourMap = {}; // as in core::colourMaps(); empty: the one that suits what is shown
    bool title = true;
    bool colourBar = true;
    bool trainingMark = true;
    TokenLabels tokens = TokenLabels::All;
    // Where cells have four pixels or more, all have equally many.
    bool wholeCells = false;

    bool isDark() const;
    QColor ground() const { return palette.color(QPalette::Window); }
    QColor base() const { return palette.color(QPalette::Base); }
    QColor ink() const { return palette.color(QPalette::WindowText); }
    QColor faint() const; // lines that only help to read: grids, frames
};

// In these two colours; what is faint lies between them. The ground may be transparent.
FigureStyle styleOf(const QFont& font, const QColor& ground, const QColor& ink);
// Black on white, for paper; light on dark, for slides. The font's size counts in pixels of a figure, 1/96 of an inch
// each, so that letters are as large on every device.
FigureStyle paperStyle(const QFont& font);
FigureStyle darkStyle(const QFont& font);

bool isDark(const QPalette& palette);
QFont scaledFont(QFont font, double factor);

} // namespace ui
