// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"
#include "core/render/map.h"

namespace core {

// The requested stage of one head, worked out from the trace tile by tile; no (T, T) matrix is ever stored. Throws
// Error when layer, head or region lie outside the trace or the region is empty, Cancelled when told so.
ReducedMap attentionMap(const Trace<float>& trace, const MapRequest& request, ThreadPool& pool,
                        const Cancel& cancel = {});

// One cell, for tooltips: content + bias = score → weight. All NaN where the key is masked.
struct AttentionCell
{
    float content = 0.0F;
    float bias = 0.0F;
    float score = 0.0F;
    float weight = 0.0F;
};
AttentionCell attentionCell(const Trace<float>& trace, int layer, int head, Index query, Index key);

} // namespace core
