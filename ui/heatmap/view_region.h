// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/map.h"

namespace ui {

// Which part of a (length × length) matrix is looked at. All results lie inside it and are never smaller than
// smallestRegion cells a side (or the whole matrix, if that is smaller).
inline constexpr core::Index smallestRegion = 8;

core::Region wholeRegion(core::Index length);
core::Region clampedRegion(const core::Region& region, core::Index length);

// factor < 1 zooms in. (keyAnchor, queryAnchor) in 0..1 is the point of the picture that stays where it is.
// A factor other than 1 changes the size by at least one cell until an end is reached.
core::Region zoomedRegion(const core::Region& region, core::Index length, double factor, double queryAnchor,
                          double keyAnchor);
core::Region pannedRegion(const core::Region& region, core::Index length, core::Index queries, core::Index keys);

} // namespace ui
