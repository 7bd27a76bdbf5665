// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/value_range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace core {
namespace {

constexpr double robustQuantile = 0.995;
constexpr float scoreReach = 16.0F;

// Finite values only; empty() when there are none.
struct Extent
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool empty() const { return low > high; }
};

Extent extentOf(const Matrix<float>& values)
{
    Extent extent;
    for (Index i = 0; i < values.size(); ++i)
        if (const float v = values.data()[i]; std::isfinite(v)) {
            extent.low = std::min(extent.low, double(v));
            extent.high = std::max(extent.high, double(v));
        }
    return extent;
}

ValueRange symmetric(double limit) { return limit > 0.0 ? ValueRange{-limit, limit} : ValueRange{-1.0, 1.0}; }

ValueRange symmetricAtQuantile(std::vector<float>& magnitudes)
{
    if (magnitudes.empty())
        return symmetric(0.0);
    const auto at = magnitudes.begin() + std::lround(robustQuantile * double(magnitudes.size() - 1));
    std::nth_element(magnitudes.begin(), at, magnitudes.end());
    if (*at > 0.0F)
        return symmetric(*at);
    // Nearly all zero: the few that are not must not become invisible.
    return symmetric(*std::max_element(at, magnitudes.end()));
}

// |value| of the finite cells that lie within `reach` of the largest finite value of their row.
std::vector<float> magnitudesWithin(const Matrix<float>& values, float reach)
{
    std::vector<float> magnitudes;
    magnitudes.reserve(static_cast<std::size_t>(values.size()));
    for (Index r = 0; r < values.rows(); ++r) {
        float largest = -std::numeric_limits<float>::infinity();
        for (Index c = 0; c < values.cols(); ++c)
            if (std::isfinite(values(r, c)))
                largest = std::max(largest, values(r, c));
        for (Index c = 0; c < values.cols(); ++c)
            if (const float v = values(r, c); std::isfinite(v) && v >= largest - reach)
                magnitudes.push_back(std::abs(v));
    }
    return magnitudes;
}

ValueRange robustRange(const Matrix<float>& values, float reach)
{
    std::vector<float> magnitudes = magnitudesWithin(values, reach);
    return symmetricAtQuantile(magnitudes);
}

} // namespace

double ValueRange::fraction(double value) const { return std::clamp((value - low) / (high - low), 0.0, 1.0); }

ValueRange symmetricRange(const Matrix<float>& values, Limits limits)
{
    if (limits == Limits::Robust)
        return robustRange(values, std::numeric_limits<float>::infinity());
    const Extent extent = extentOf(values);
    return symmetric(extent.empty() ? 0.0 : std::max(std::abs(extent.low), std::abs(extent.high)));
}

ValueRange valueRange(Stage stage, const Matrix<float>& values, Limits limits)
{
    if (stage == Stage::Content)
        return symmetricRange(values, limits);
    if (stage == Stage::Score)
        return limits == Limits::Robust ? robustRange(values, scoreReach) : symmetricRange(values);
    if (stage == Stage::Weights && limits == Limits::Robust)
        return {0.0, symmetricRange(values, limits).high};
    const Extent extent = extentOf(values);
    if (stage == Stage::Weights)
        return {0.0, extent.high > 0.0 ? extent.high : 1.0};
    if (extent.high > 0.0)
        return symmetricRange(values);
    return {extent.low < 0.0 ? extent.low : -1.0, 0.0};
}

ValueRange joined(const ValueRange& a, const ValueRange& b)
{
    const ValueRange both{std::min(a.low, b.low), std::max(a.high, b.high)};
    if (both.low >= 0.0 || both.high <= 0.0)
        return both;
    const double farthest = std::max(-both.low, both.high); // the diverging map's middle is 0
    return {-farthest, farthest};
}

std::string_view defaultColourMapId(Stage stage, const ValueRange& range)
{
    if (stage == Stage::Weights)
        return "viridis";
    return stage == Stage::Bias && range.high <= 0.0 ? "bias" : "diverging";
}

} // namespace core
