// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPalette;

namespace ui {

// The two palettes of the program; contrast of text on its ground is at least 7 : 1, of frames (Mid) 3 : 1.
QPalette lightPalette();
QPalette darkPalette();

} // namespace ui
