// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <cstddef>
#include <string>

namespace ui {

// What people do to the columns of the comparison: menus, buttons and keys call these. Columns count from 0, left to
// right; each call is one undo step, and one that cannot be done changes nothing. Models are read in the background
// first. GUI thread.

inline constexpr std::size_t kMostColumns = 4;

bool canAddColumn(const Session& session);
bool canRemoveColumn(const Session& session); // one always stays

// Right of the others. `model`: as core::Column::model.
void addColumn(Session& session, const std::string& model);
void removeColumn(Session& session, std::size_t column);
// Takes the column out and puts it where `to` is then.
void moveColumn(Session& session, std::size_t column, std::size_t to);
void swapColumns(Session& session, std::size_t a, std::size_t b);
// Another model in its place, as its checkpoint is.
void chooseModel(Session& session, std::size_t column, const std::string& model);

// Moves the chosen head by so many layers and heads, as far as the first column's model has them.
void moveHead(Session& session, int layers, int heads);

} // namespace ui
