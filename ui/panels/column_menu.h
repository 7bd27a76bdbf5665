// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <cstddef>
#include <functional>
#include <string>

class QMenu;

namespace ui {

// Menus about columns, filled anew each time they open: models and columns come and go.

// The models inside the program, the present one checked where there is one, and a folder to be looked for. `choose`
// gets what core::Column::model holds.
void fillModelMenu(QMenu& menu, const std::string& present, const std::function<void(const std::string&)>& choose);
// What can be done to one column: another model, its place, a difference, its end.
void fillColumnMenu(QMenu& menu, Session& session, const Comparison& comparison, std::size_t column);
// All differences of two columns, the present one checked, and none.
void fillDifferenceMenu(QMenu& menu, Session& session, const Comparison& comparison);

} // namespace ui
