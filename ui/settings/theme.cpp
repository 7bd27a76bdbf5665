// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/theme.h"

#include <QPalette>

namespace ui {
namespace {

struct Tones
{
    QColor window, base, alternate, button, text, dim, frame, highlight, link;
};

QPalette paletteOf(const Tones& tones)
{
    QPalette palette(tones.button, tones.window);
    palette.setColor(QPalette::Window, tones.window);
    palette.setColor(QPalette::WindowText, tones.text);
    palette.setColor(QPalette::Base, tones.base);
    palette.setColor(QPalette::AlternateBase, tones.alternate);
    palette.setColor(QPalette::Text, tones.text);
    palette.setColor(QPalette::Button, tones.button);
    palette.setColor(QPalette::ButtonText, tones.text);
    palette.setColor(QPalette::ToolTipBase, tones.base);
    palette.setColor(QPalette::ToolTipText, tones.text);
    palette.setColor(QPalette::PlaceholderText, tones.dim);
    palette.setColor(QPalette::Mid, tones.frame);
    palette.setColor(QPalette::Highlight, tones.highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, tones.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tones.dim);
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf({QColor(0xf5f5f3), Qt::white, QColor(0xeeeeec), QColor(0xebebe8), QColor(0x1b1b1b),
                      QColor(0x8a8a86), QColor(0x8a8a86), QColor(0x2a6bb0), QColor(0x1d5a9e)});
}

QPalette darkPalette()
{
    return paletteOf({QColor(0x232427), QColor(0x1a1b1e), QColor(0x2a2b2f), QColor(0x35363b), QColor(0xe9e9e6),
                      QColor(0x85868b), QColor(0x7a7b80), QColor(0x3f7fc4), QColor(0x7db4ee)});
}

} // namespace ui
