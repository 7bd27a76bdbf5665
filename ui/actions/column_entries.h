// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action.h"

#include <cstddef>

namespace ui {

// Whether the comparison has this column now.
bool hasColumn(const ActionContext& context, std::size_t column);
// "2 Sinusoidal": what a column is called in menus, by its place and its model.
QString columnName(const ActionContext& context, std::size_t column);

// One action per column, in a menu inside the menu or, where one column is all there is, without it: ids end in the
// column's number from 1. `each` fills in the rest of the entry whose id and column it gets.
std::vector<Action> forEachColumn(const std::string& id, const std::function<Action(std::size_t column)>& each);

} // namespace ui
