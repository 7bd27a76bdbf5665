// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <algorithm>

namespace core {

// For biases that depend on nothing but the distance query - key >= 0: in a tile of (keys, queries) each of the
// keys + queries - 1 distances is worked out once. Cells whose key comes after the query are left as they are.

// The distances 0, 1, … of a tile whose cell (0, 0) is at firstQuery and firstKey.
struct TileDistances
{
    TileDistances(Index keys, Index queries, Index firstQuery, Index firstKey)
        : nearest(firstQuery - firstKey - (keys - 1))
        , first(std::max<Index>(0, nearest))
        , count(std::max<Index>(0, nearest + keys + queries - 1 - first))
    {}
    Index nearest; // of the last key and the first query: negative when that key comes after it
    Index first;
    Index count;
};

// fill(first, values) writes the bias of distance first + n to values[n], an Eigen::Array<S, Dynamic, 1>.
template <typename S, typename Fill>
void addByDistance(MatrixView<S> scores, Index firstQuery, Index firstKey, Fill&& fill)
{
    using Row = Eigen::Array<S, Eigen::Dynamic, 1>;
    const TileDistances distances(scores.rows(), scores.cols(), firstQuery, firstKey);
    if (distances.count == 0)
        return;
    Row values(distances.count);
    fill(distances.first, values);
    for (Index k = 0; k < scores.rows(); ++k) {
        const Index start = firstQuery - firstKey - k; // distance of the row's first query
        const Index skipped = std::min(scores.cols(), std::max<Index>(0, -start));
        const Index queries = scores.cols() - skipped;
        if (queries > 0)
            scores.row(k).segment(skipped, queries).array() +=
                values.segment(start + skipped - distances.first, queries).transpose();
    }
}

// visit(distance, sum of dScores over the cells of that distance).
template <typename S, typename Visit>
void visitSumsByDistance(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, Visit&& visit)
{
    using Row = Eigen::Array<S, Eigen::Dynamic, 1>;
    const TileDistances distances(dScores.rows(), dScores.cols(), firstQuery, firstKey);
    Row sums = Row::Zero(distances.count);
    for (Index k = 0; k < dScores.rows(); ++k) {
        const Index start = firstQuery - firstKey - k;
        const Index skipped = std::min(dScores.cols(), std::max<Index>(0, -start));
        const Index queries = dScores.cols() - skipped;
        if (queries > 0)
            sums.segment(start + skipped - distances.first, queries) +=
                dScores.row(k).segment(skipped, queries).array().transpose();
    }
    for (Index n = 0; n < distances.count; ++n)
        visit(distances.first + n, sums[n]);
}

} // namespace core
