// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/map.h"

#include <string_view>

namespace core {

// A bias below minus this leaves e^-16 of a weight, which is nothing beside the others: where biases of several heads
// share a scale or an axis it ends here, or the steepest head's thousands would leave the flat heads alike.
inline constexpr double kDeepestBias = 16.0;

// The values at the two ends of a colour scale; low < high. Values beyond them get the end's colour.
struct ValueRange
{
    double low = 0.0;
    double high = 1.0;

    // Where a value lies: 0 at low, 1 at high, clamped (-inf 0, +inf 1); NaN stays NaN.
    double fraction(double value) const;
    bool operator==(const ValueRange&) const = default;
};

// Full: every value fits. Robust: a few far outliers may lie beyond the ends, so that they do not flatten the picture.
enum class Limits { Full, Robust };

// How many of the values may lie beyond robust ends: these 0.5 % of cells. A line of hot cells (the diagonal, a key
// that all look at) goes through more of the parts that cells were merged into, the thicker those are: of parts `cells`
// wide and high as many times more, up to 1 %.
inline constexpr double kUsuallyBeyond = 0.005;
double beyondOfParts(double cells);

// The range for a map of one stage. NaN (masked) and infinite values are left out; whatever the values (none, all the
// same, all masked) the result can be drawn with.
// `beyond`: the share that robust ends leave out; the quantiles below are those of the usual one.
//   Weights  0 .. largest. Robust: 0 .. the 99.5 % quantile, so that the first rows, whose few weights are all large,
//            do not leave the rest dark
//   Bias     lowest .. 0; symmetric about 0 when some of it is positive (learned biases)
//   Content  symmetric about 0. Robust: at the 99.5 % quantile of |value|
//   Score    symmetric about 0. Robust: the same over the cells that can matter after the softmax, within 16 of their
//            row's largest (e^-16 of its weight); ALiBi's far-away -2000 is none of them, yet most of its cells are far
//   Position as Bias. Robust: the 99.5 % quantile where some of it is positive
// Robust changes all but Bias.
ValueRange valueRange(Stage stage, const Matrix<float>& values, Limits limits = Limits::Full,
                      double beyond = kUsuallyBeyond);

// -a .. a with a = the largest |value|, or (Robust) its 99.5 % quantile: for differences.
ValueRange symmetricRange(const Matrix<float>& values, Limits limits = Limits::Full, double beyond = kUsuallyBeyond);

// The smallest range that holds both, symmetric about 0 where values of both signs are in it: one scale for maps that
// are compared.
ValueRange joined(const ValueRange& a, const ValueRange& b);

// Id of the colour map (colour_map.h) a stage is shown in: viridis for weights, bias for a bias that is never positive,
// else diverging, which expects a symmetric range. Differences are shown in "diverging" too.
std::string_view defaultColourMapId(Stage stage, const ValueRange& range = {-1.0, 0.0});

} // namespace core
