// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action.h"
#include "ui/library/library.h"

#include <cstddef>

namespace ui {

// Whether the comparison has this column now.
bool hasColumn(const ActionContext& context, std::size_t column);
// "2 Sinusoidal": what a column is called in menus, by its place and its model.
QString columnName(const ActionContext& context, std::size_t column);

// One action per column, ids end in the column's number from 1. `each` makes it but for its id.
std::vector<Action> forEachColumn(const std::string& id, const std::function<Action(std::size_t column)>& each);

} // namespace ui
