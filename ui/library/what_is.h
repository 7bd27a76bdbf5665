// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// What a path that was dropped, pasted, typed or chosen stands for, told by its content. Reads a few kilobytes at most;
// any thread.
struct WhatIs
{
    enum class Kind { Model, Text, Session, Lesson, Picture, Nothing };

    Kind kind = Kind::Nothing;
    QString path;           // to open; of a model its folder, also when one of its files was given
    QString sentence;       // Picture and Nothing: why it cannot be opened
    bool isPicture = false; // of a Session: it is in one
};

// A file:// address is a path.
WhatIs whatIs(const QString& pathOrAddress);

} // namespace ui
