// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"
#include "core/render/map.h"

namespace core {

// The weights of one head over a text that grows, as a map with room for it: a new token costs its own row and no more.
// The side is a power of two and doubles when the text has outgrown it; rows that are not there yet are masked.
// Reduction::Peak, as of attentionMap().
class GrowingMap
{
public:
    static constexpr Index kFirstSide = 128;  // tokens
    static constexpr Index kMostPixels = 256; // on each side

    GrowingMap(int layer, int head);

    // Adds the rows up to the first `length` tokens of the trace, whose tokens that have rows already are what they
    // were. Throws Error when the head is none of its model's, Cancelled when told so: then some rows are there.
    void grow(const Trace<float>& trace, Index length, const Cancel& cancel = {});
    // Takes the rows from `length` on away.
    void cut(Index length);

    // Its region is the whole side; without a grid.
    const ReducedMap& map() const { return m_map; }

private:
    Index side() const { return m_map.request.region.queries; }
    Index cellsPerPixel() const { return side() / m_map.values.rows(); }
    void widen();

    ReducedMap m_map;
    Index m_rows = 0;
};

} // namespace core
