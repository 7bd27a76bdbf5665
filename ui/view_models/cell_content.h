// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/sum_figure.h"
#include "ui/view_models/selection.h"

namespace ui {

// The sum behind one cell of a column's map, in words and numbers; with the same numbers of the pinned cell beside it.
// Nothing where the column has no such cell yet. Layer and head are those that the column shows.
std::optional<SumContent> cellContent(const Session& session, const Comparison& comparison, std::size_t column,
                                      const Selection::Cell& cell, const std::optional<Selection::Cell>& pinned);

} // namespace ui
