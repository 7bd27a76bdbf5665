// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>

namespace ui {

// A letter, digit or sign without Ctrl or Alt: tables look for rows that begin so, which would keep the window's own
// such keys from it. Space is not one.
inline bool isPlainText(const QKeyEvent& event)
{
    const QString text = event.text();
    const auto modifiers = event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    return !text.isEmpty() && text.front().isPrint() && !text.front().isSpace() && modifiers == Qt::NoModifier;
}

} // namespace ui
