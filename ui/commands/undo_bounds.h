// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/setup_command.h"

#include <QUndoStack>

#include <cstddef>

namespace ui {

inline constexpr int kMostUndoSteps = 500;
inline constexpr std::size_t kMostUndoBytes = std::size_t{64} << 20; // of texts; the other values are small

// What the texts of all steps take together; those they share count once.
std::size_t undoBytes(const QUndoStack& undo);

// Drops the oldest steps beyond those bounds; the newest always stays. To be called with nothing to redo. Steps are
// SetupCommands only.
void boundUndo(QUndoStack& undo, int mostSteps = kMostUndoSteps, std::size_t mostBytes = kMostUndoBytes);

// Whether a step, or `now`, still shows this text.
bool undoHolds(const QUndoStack& undo, const core::TextChoice& text);

} // namespace ui
