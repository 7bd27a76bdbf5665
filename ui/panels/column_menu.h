// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"
#include "ui/view_models/comparison.h"

#include <QString>

#include <cstddef>
#include <functional>
#include <string>

class QMenu;

namespace ui {

// Menus about columns, filled anew each time they open: models and columns come and go.

// The models inside the program, and a folder to be looked for. `choose` gets what core::Column::model holds.
void fillModelMenu(QMenu& menu, const std::function<void(const std::string&)>& choose);
// What can be done to one column: another model, its place, a difference, its end. `act` does an action of actions.def
// that is about the chosen column.
void fillColumnMenu(QMenu& menu, Session& session, const Comparison& comparison, std::size_t column,
                    const std::function<void(const QString& action)>& act);
// What can be done to one head of a column: off, on again, and all of them on.
void fillHeadMenu(QMenu& menu, Session& session, std::size_t column, const core::HeadPlace& head);
// All differences of two columns, the present one checked, and none.
void fillDifferenceMenu(QMenu& menu, Session& session, const Comparison& comparison);

} // namespace ui
