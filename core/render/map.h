// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace core {

// The steps from queries and keys to attention, of one head:
//   content = q · k / sqrt(headWidth)    bias = what the position encoding adds    score = content + bias
//   weights = softmax of the scores of a row
// Position: the part of the score that is the positions' alone, as far as it can be told apart (core/model/
// position_part.h); elsewhere every cell is masked.
enum class Stage { Content, Bias, Score, Weights, Position };

// How several cells become one pixel. Peak: the value farthest from zero, so that one hot cell among thousands still
// shows. Mean: the average of the cells that are not masked.
enum class Reduction { Peak, Mean };

// A rectangle of the (queries × keys) matrix.
struct Region
{
    Index firstQuery = 0;
    Index queries = 0;
    Index firstKey = 0;
    Index keys = 0;
    bool operator==(const Region&) const = default;
};

struct MapRequest
{
    int layer = 0;
    int head = 0;
    Stage stage = Stage::Weights;
    Region region;
    // Size of the result; never more than region.queries × region.keys (larger values are clamped to them).
    Index rows = 0;
    Index cols = 0;
    Reduction reduction = Reduction::Peak;
    bool operator==(const MapRequest&) const = default;
};

inline constexpr Index kScaleGrid = 256;

// values(r, c) stands for the queries region.firstQuery + [r, r+1) * region.queries / rows and likewise for the keys
// (integer division: every cell belongs to exactly one pixel). Row 0 is the first query. NaN: every cell of the pixel
// is masked (its key comes after its query, or a window hides it).
struct ReducedMap
{
    MapRequest request; // with rows, cols as they came out
    Matrix<float> values;
    // The region's cells again, on a grid that does not know rows and cols: at most kScaleGrid parts each way, the
    // first key a part of its own when it is in the region. Parts are reduced as values are, but a bias by its peak.
    // Colour scales come from it, so that a picture has the same scale in every size; where region has no more than
    // kScaleGrid queries and keys it is every cell.
    Matrix<float> grid = {};
};

} // namespace core
