// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"

#include <functional>
#include <vector>

namespace core {

// How far attention looks back, of one head, as means over queries. The distance from query i to key j is i - j.
struct Spread
{
    double meanDistance = 0.0; // tokens: Σ weight · distance
    double entropy = 0.0;      // nats: -Σ weight ln weight
    double massBeyond = 0.0;   // Σ weight where the distance is at least ReachOptions::beyond
};

struct HeadReach
{
    int layer = 0;
    int head = 0;
    Spread attention; // as the model attends
    Spread bias;      // with every content score 0: softmax of the bias alone, uniform where there is none
};

struct ReachOptions
{
    Index firstQuery = 0; // queries before it are left out of the means
    Index length = 0;     // queries from it on too; 0: all are in
    Index beyond = 0;     // tokens; 0: the training length
    Cancel cancel;
    std::function<void(double done)> progress; // 0 … 1, from any thread
};

// A tile of a head's scores: row k, column q of `scores` (rows kQueryTile apart) is that of key firstKey + k for query
// firstQuery + q, -infinity where the key is not seen.
struct ScoreTile
{
    int layer = 0;
    int head = 0;
    Index firstQuery = 0;
    Index queries = 0;
    Index firstKey = 0;
    Index keys = 0;
    const float* scores = nullptr;
};

// Layer by layer, head by head, from the trace tile by tile: no (T, T) matrix is ever stored. The result does not
// depend on the number of threads. `seen` hears of every tile on the way, from several threads at once, but of those of
// the same head and queries from one, the keys rising. Throws Error when firstQuery or length lie outside the trace,
// Cancelled when told so.
std::vector<HeadReach> attentionReach(const Trace<float>& trace, const ReachOptions& options, ThreadPool& pool,
                                      const std::function<void(const ScoreTile&)>& seen = {});

} // namespace core
