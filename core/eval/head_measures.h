// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/attention_reach.h"

namespace core {

// What a head attends to on a text, as means over its queries. The marks are mean weights; several can be large at
// once, for they look at different keys or at the same ones for different reasons.
struct HeadMeasures
{
    int layer = 0;
    int head = 0;
    Spread attention;      // as the model attends
    Spread bias;           // softmax of the bias alone, see HeadReach
    double first = 0.0;    // on the first token; over the queries after it, as `previous`
    double previous = 0.0; // on the token just before the query's
    // Over the queries whose token has been there before, NaN where there is none: on earlier tokens equal to the
    // query's, and on tokens that follow such a one. The latter is what induction heads do (Olsson et al. 2022,
    // arXiv 2209.11895, "prefix matching"); there it is measured on repeated random tokens, here on the text given.
    double same = 0.0;
    double induction = 0.0;
};

// Of the first `length` tokens of a trace (0: all), layer by layer, head by head, tile by tile; the result does not
// depend on the number of threads. options.firstQuery is 0. Throws Error for a length that the trace does not have,
// Cancelled when told so.
std::vector<HeadMeasures> headMeasures(const Trace<float>& trace, Index length, const ReachOptions& options,
                                       ThreadPool& pool);

// The model with one head switched off, beside those that are off already (the option "heads_off", see
// core/position/switches.h); all else is as it is. Throws Error when there is no such head.
Transformer<float> withoutHead(const Transformer<float>& model, int layer, int head);

} // namespace core
