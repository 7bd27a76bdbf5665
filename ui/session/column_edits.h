// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ui {

// What people do to the columns of the comparison: menus, buttons and keys call these. Columns count from 0, left to
// right; each call is one undo step, and one that cannot be done changes nothing. Models are read in the background
// first. GUI thread.

// The column whose slopes are edited: the chosen one or, when its model has none, the first that has.
std::optional<std::size_t> alibiColumn(const Session& session);

bool canAddColumn(const Session& session);
bool canRemoveColumn(const Session& session); // one always stays

// Right of the others. `model`: as core::Column::model.
void addColumn(Session& session, const std::string& model);
// Another like it at its right: what is then changed in one is beside what was.
void copyColumn(Session& session, std::size_t column);
void removeColumn(Session& session, std::size_t column);
// Takes the column out and puts it where `to` is then.
void moveColumn(Session& session, std::size_t column, std::size_t to);
void swapColumns(Session& session, std::size_t a, std::size_t b);
// Another model in its place, as its checkpoint is.
void chooseModel(Session& session, std::size_t column, const std::string& model);
// The first in its place, the others in columns of their own at the right, as long as there is room for them.
void chooseModels(Session& session, std::size_t column, const std::vector<std::string>& models);

// The column `minuend` shows its map minus that of `subtrahend`.
void showDifference(Session& session, std::size_t minuend, std::size_t subtrahend);
void hideDifference(Session& session);
// Between no difference and that of the first column minus the second.
void toggleDifference(Session& session);

// Moves the chosen head by so many layers and heads, as far as the chosen column's model has them.
void moveHead(Session& session, int layers, int heads);

} // namespace ui
