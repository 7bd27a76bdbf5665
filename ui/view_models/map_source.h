// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_caption.h"
#include "ui/view_models/comparison.h"

namespace ui {

// What the map that a column shows was made of, for its caption.
MapSource mapSourceOf(const Session& session, const Comparison& comparison, std::size_t column);

// A name for its file: "alibi-64-layer0-head3-weights".
QString mapFileName(const MapSource& source, const core::MapRequest& request);

} // namespace ui
