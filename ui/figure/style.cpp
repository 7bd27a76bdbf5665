// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/style.h"

#include "ui/figure/series_colours.h"

#include <QFontInfo>

#include <algorithm>
#include <cmath>

namespace ui {

FigureStyle styleOf(const QFont& letters, const QColor& ground, const QColor& ink)
{
    QFont font = letters;
    font.setPixelSize(std::max(QFontInfo(font).pixelSize(), 6));
    font.setHintingPreference(QFont::PreferNoHinting); // letters stand as the font's makers meant at every resolution
    QPalette palette(ground);
    for (const auto role : {QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::ToolTipBase})
        palette.setColor(role, ground);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ToolTipText})
        palette.setColor(role, ink);
    palette.setColor(QPalette::Mid, mixed(ground, ink, 0.4));
    return {font, palette};
}

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }

bool FigureStyle::isDark() const { return ui::isDark(palette); }

QColor FigureStyle::faint() const { return mixed(base(), ink(), 0.2); }

FigureStyle paperStyle(const QFont& font) { return styleOf(font, Qt::white, Qt::black); }

FigureStyle darkStyle(const QFont& font) { return styleOf(font, QColor(0x1e, 0x1e, 0x1e), QColor(0xf0, 0xf0, 0xf0)); }

QFont scaledFont(QFont font, double factor)
{
    if (font.pointSizeF() > 0.0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(std::max(static_cast<int>(std::lround(font.pixelSize() * factor)), 1));
    return font;
}

} // namespace ui
