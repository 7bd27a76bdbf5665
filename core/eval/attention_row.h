// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"

#include <vector>

namespace core {

// One query's row of one head's maps, a number per key from 0 to the query itself; NaN for keys that its window hides.
//     score = content + bias    weight = softmax of the scores    without = softmax of the content alone
struct AttentionRow
{
    int layer = 0;
    int head = 0;
    Index query = 0;
    std::vector<double> content;
    std::vector<double> bias;
    std::vector<double> weights;
    std::vector<double> without; // what the weights would be if this head added no bias, all else as it is
};

// Takes time in proportion to query · headWidth. Throws Error when the row lies outside the trace.
AttentionRow attentionRow(const Trace<float>& trace, int layer, int head, Index query);

// The key that the query gives the largest weight; where several share it the query itself, else the first.
Index strongestKey(const AttentionRow& row);

} // namespace core
