// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QApplication;
class QPalette;

namespace ui {

// The two palettes of the program; contrast of text on its ground is at least 7 : 1.
QPalette lightPalette();
QPalette darkPalette();

// "light" or "dark"; anything else leaves the desktop's look alone, but for the style, which is Fusion everywhere: the
// program then looks the same on every machine, and the same in a lecture as in a paper.
void applyTheme(QApplication& application, const QString& theme);

} // namespace ui
