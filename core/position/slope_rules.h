// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace core {

// The official slopes (attention_with_linear_biases, get_slopes): for 2^k heads the geometric series starting at and
// with ratio 2^(-8/heads); otherwise those of the next lower power of two followed by every second one of the next
// higher. Head order is the model's: not sorted unless `heads` is a power of two. heads >= 1, else
// std::invalid_argument.
std::vector<double> officialSlopes(int heads);

// Where the official rule takes a head's slope from.
struct SlopeOrigin
{
    int list = 0;  // heads of the geometric series it stands in, a power of two
    int place = 0; // in that series, from 1 on: the slope is 2^(-8 place / list)
    bool operator==(const SlopeOrigin&) const = default;
};
std::vector<SlopeOrigin> officialOrigins(int heads);

// How the penalty grows with the distance: slope · distance, or e^(slope · distance) − 1.
enum class SlopeGrowth { Linear, Exponential };

// A way to give heads their slopes.
struct SlopeRule
{
    std::string_view id;    // for command lines
    std::string_view label; // for people, like `about` and `badge`: through translated()
    std::string_view about; // what it does, and where it comes from
    std::string_view badge; // of a model that runs with them: "equal slopes"
    std::vector<double> (*make)(std::span<const double> slopes, std::uint64_t seed);
    SlopeGrowth growth = SlopeGrowth::Linear;
    bool fromSlopes = false; // changes the slopes it is given; others count them only
    bool drawn = false;      // depends on the seed
    bool ofCode = false;     // another program's formula, to be compared
};

// The official rule first.
std::span<const SlopeRule> slopeRules();
const SlopeRule& slopeRule(std::string_view id); // throws Error listing the known ids

// What the rule gives as many heads as `slopes` has, at least one.
std::vector<double> slopesByRule(std::string_view id, std::span<const double> slopes, std::uint64_t seed = 1);

// How many of the keys nearest to a query, its own token included, hold at least `share` of its attention where all
// contents are equal, so that the bias alone decides. `keys`: so many are seen; none: there is no end. With linear
// growth the weights are a geometric series and the answer is in closed form,
//     ⌈−ln(1 − share · (1 − e^(−slope · keys))) / slope⌉.
// Nothing where no finite number does: without an end, slopes that are not above zero. With exponential growth without
// an end, slopes below 2^-20 have none either: it takes time in proportion to 1/slope. share: above 0, below 1.
std::optional<Index> keysHolding(double share, double slope, std::optional<Index> keys = {},
                                 SlopeGrowth growth = SlopeGrowth::Linear);

} // namespace core
