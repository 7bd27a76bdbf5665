// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/position/options.h"
#include "ui/session/session.h"

#include <cstddef>
#include <vector>

namespace ui {

// Heads that are switched off, which is a switch of a column like others: the option "heads_off". GUI thread.

// In order. `checkpoint` is the one the column names.
std::vector<core::HeadPlace> headsOff(const core::Column& column, const core::Checkpoint& checkpoint);
// Of the session's columns; no while its model is read.
bool isHeadOff(const Session& session, std::size_t column, const core::HeadPlace& head);
// One undo step each; nothing while the model is read.
void switchHead(Session& session, std::size_t column, const core::HeadPlace& head, bool on);
void switchAllHeadsOn(Session& session, std::size_t column);

} // namespace ui
