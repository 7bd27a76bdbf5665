// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// One look for the whole window: distances, frames and the colours of messages. Letters and grounds are the palette's
// (theme.h).
namespace ui::look {

inline constexpr int kNear = 4;   // between what belongs together
inline constexpr int kApart = 12; // between groups
inline constexpr int kEdge = 8;   // at the edges of the window

// Buttons of which some are on: framed on every ground, and seen from the last row of a lecture room.
inline QString choiceButtons()
{
    return QStringLiteral("QToolButton { border: 1px solid palette(mid); border-radius: 3px; padding: 3px 9px; }"
                          "QToolButton:checked { background: palette(highlight); "
                          "color: palette(highlighted-text); border-color: palette(highlight); }"
                          "QToolButton:focus { border: 1px solid palette(text); }");
}

// What went wrong (#errorBar) and what was done (#noticeBar).
inline QString messageLines()
{
    return QStringLiteral(
        "#errorBar { background: #b3261e; border-radius: 3px; }"
        "#errorBar QLabel, #errorBar QToolButton { color: white; }"
        "#errorBar QToolButton:hover { background: #7f1b15; border: none; border-radius: 3px; }"
        "#noticeBar { background: palette(base); border: 1px solid palette(mid); border-radius: 3px; }");
}

} // namespace ui::look
