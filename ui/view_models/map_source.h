// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_caption.h"
#include "ui/figure/map_figure.h"
#include "ui/view_models/comparison.h"

namespace ui {

// The map of a column as a figure has it: what the column shows now, with its tokens. Without a map where there is none
// (yet); `message` says why, if anybody knows.
MapContent mapContentOf(const Comparison& comparison, std::size_t column);

// What that was made of, for its caption.
MapSource mapSourceOf(const Session& session, const Comparison& comparison, std::size_t column);

// A name for its file: "alibi-64-layer0-head3-weights".
QString mapFileName(const MapSource& source, const core::MapRequest& request);

} // namespace ui
