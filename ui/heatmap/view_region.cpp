// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/view_region.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::Index;

struct Span
{
    Index first = 0;
    Index count = 0;
};

Span clamped(Span span, Index length)
{
    const Index count = std::clamp(span.count, std::min(smallestRegion, length), length);
    return {std::clamp(span.first, Index(0), length - count), count};
}

Span zoomed(Span span, Index length, double factor, double anchor)
{
    Index count = static_cast<Index>(std::llround(double(span.count) * factor));
    if (factor < 1.0)
        count = std::min(count, span.count - 1);
    if (factor > 1.0)
        count = std::max(count, span.count + 1);
    count = std::clamp(count, std::min(smallestRegion, length), length);
    const double first = double(span.first) + anchor * double(span.count - count);
    return clamped({static_cast<Index>(std::llround(first)), count}, length);
}

core::Region region(Span queries, Span keys) { return {queries.first, queries.count, keys.first, keys.count}; }

} // namespace

core::Region wholeRegion(Index length) { return {0, length, 0, length}; }

core::Region clampedRegion(const core::Region& r, Index length)
{
    return region(clamped({r.firstQuery, r.queries}, length), clamped({r.firstKey, r.keys}, length));
}

core::Region zoomedRegion(const core::Region& r, Index length, double factor, double queryAnchor, double keyAnchor)
{
    return region(zoomed({r.firstQuery, r.queries}, length, factor, queryAnchor),
                  zoomed({r.firstKey, r.keys}, length, factor, keyAnchor));
}

core::Region pannedRegion(const core::Region& r, Index length, Index queries, Index keys)
{
    return clampedRegion({r.firstQuery + queries, r.queries, r.firstKey + keys, r.keys}, length);
}

} // namespace ui
