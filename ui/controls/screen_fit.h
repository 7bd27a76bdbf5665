// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScreen>
#include <QWidget>

namespace ui {

// Makes a window, before it is shown, no larger than what its screen has left, with room for a title bar.
inline void fitToScreen(QWidget& window)
{
    constexpr QSize frame(0, 40);
    window.resize(window.size().boundedTo(window.screen()->availableSize() - frame));
}

} // namespace ui
