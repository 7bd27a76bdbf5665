// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/map.h"
#include "core/render/value_range.h"

#include <span>
#include <vector>

namespace core {

// How values become colours. Logarithmic: of weights, five powers of ten down from the largest; 0 and what is smaller
// have the first colour. Percentile: by rank, the share of cells with less; where colours stand for both signs, the
// share that is nearer to 0, on the value's side. WithoutFirstKey: linear, its ends from all keys but the text's first,
// which many heads rest on (Xiao et al. 2024, arXiv 2309.17453, section 3.1): it may lie beyond them.
enum class Scale { Linear, Logarithmic, Percentile, WithoutFirstKey };

// What is used where `wanted` was chosen, else Linear: Logarithmic for weights alone (other stages have both signs);
// Percentile for all but a bias, whose values come from the distance; WithoutFirstKey for content, score and weights.
Scale usableScale(Scale wanted, Stage stage);
// The same of the difference of two maps, which is symmetric about 0: all but Logarithmic.
Scale usableForDifference(Scale wanted);

// From values to places between the first colour (0) and the last one (1). A value; knows no pixels.
class ColourScale
{
public:
    ColourScale() = default;
    ColourScale(const ValueRange& ends) // linear
        : m_ends(ends)
    {}
    // Of Percentile there are no ends to choose: then linear.
    ColourScale(Scale kind, const ValueRange& ends);
    // ranks: ascending, at least two; ranks[i] is the value with the share i / (size - 1) below it.
    static ColourScale ofRanks(std::vector<float> ranks);

    Scale kind() const { return m_kind; }
    const ValueRange& ends() const { return m_ends; } // the values at 0 and 1
    // Of Percentile: whether ranks are those of the distance from 0, on both sides of the middle.
    bool isTwoSided() const { return m_ends.low < 0.0 && m_ends.high > 0.0; }
    const std::vector<float>& ranks() const { return m_ranks; }
    // Rises with the value; clamped; NaN stays NaN.
    double place(double value) const;
    // The value at a place from 0 to 1.
    double valueAt(double place) const;

    bool operator==(const ColourScale&) const = default;

private:
    Scale m_kind = Scale::Linear;
    ValueRange m_ends;
    std::vector<float> m_ranks; // Percentile only
};

// The scale of a map's values, from its grid (ReducedMap::grid): robust ends (value_range.h, beyondOfParts()).
ColourScale colourScale(const ReducedMap& map, Scale wanted);
// Of one map minus another, about 0.
ColourScale differenceScale(const ReducedMap& difference, Scale wanted);

// One scale for maps that are compared, at least one, in whatever order. Of percentiles: ranks among the cells of all,
// each map counting as much. Those of another kind than the first's are left out.
ColourScale joined(std::span<const ColourScale> scales);

} // namespace core
