// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ui {

// What a view shows, to the clipboard: as a picture and a drawing (SVG) for paper where it has figures, else as it is
// on screen.
// Throws core::Error when such a picture cannot be made.
void copyViewPicture(QWidget& view);
// The numbers behind its figures. False: there are none, and the clipboard stays.
bool copyViewNumbers(const QWidget& view);

} // namespace ui
