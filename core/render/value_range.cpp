// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/value_range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace core {
namespace {

constexpr double kMostBeyond = 0.01;
constexpr float scoreReach = 16.0F;

// Finite values only; empty() when there are none.
struct Extent
{
    float low = std::numeric_limits<float>::infinity();
    float high = -std::numeric_limits<float>::infinity();
    bool empty() const { return low > high; }
};

// Without branches and in lanes of their own: the compiler makes vectors of it.
Extent extentOf(const float* values, Index count)
{
    constexpr Index lanes = 16;
    constexpr float most = std::numeric_limits<float>::max();
    float low[lanes];
    float high[lanes];
    std::fill_n(low, lanes, Extent{}.low);
    std::fill_n(high, lanes, Extent{}.high);
    const auto take = [&](Index lane, float v) {
        const float asLow = std::abs(v) <= most ? v : Extent{}.low;
        const float asHigh = std::abs(v) <= most ? v : Extent{}.high;
        low[lane] = asLow < low[lane] ? asLow : low[lane];
        high[lane] = asHigh > high[lane] ? asHigh : high[lane];
    };
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane)
            take(lane, values[i + lane]);
    for (; i < count; ++i)
        take(0, values[i]);
    return {*std::min_element(low, low + lanes), *std::max_element(high, high + lanes)};
}

Extent extentOf(const Matrix<float>& values) { return extentOf(values.data(), values.size()); }

ValueRange symmetric(double limit) { return limit > 0.0 ? ValueRange{-limit, limit} : ValueRange{-1.0, 1.0}; }

// The value at `rank` in ascending order, rank near the end. The values are moved about. Only the few above a bound
// that a sample gives are ordered; should there be fewer than needed, all are.
float atRank(std::vector<float>& values, std::size_t rank, double beyond)
{
    constexpr std::size_t stride = 64;
    const double shareAbove = std::min(4.0 * beyond, 1.0);
    const std::size_t wanted = values.size() - rank;
    std::vector<float> sample;
    for (std::size_t i = stride / 2; i < values.size(); i += stride)
        sample.push_back(values[i]);
    std::size_t above = 0;
    if (!sample.empty()) {
        const auto at = sample.begin() + static_cast<std::ptrdiff_t>((1.0 - shareAbove) * double(sample.size()));
        std::nth_element(sample.begin(), at, sample.end());
        const float bound = *at;
        if (static_cast<std::size_t>(std::ranges::count_if(values, [=](float v) { return v >= bound; })) >= wanted) {
            for (const float v : values) { // in place: the end of the list is never behind what is read
                values[above] = v;
                above += v >= bound;
            }
            values.resize(above);
        }
    }
    const auto at = values.end() - static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

ValueRange symmetricAtQuantile(std::vector<float>& magnitudes, double beyond)
{
    if (magnitudes.empty())
        return symmetric(0.0);
    const auto rank = static_cast<std::size_t>(std::lround((1.0 - beyond) * double(magnitudes.size() - 1)));
    const float limit = atRank(magnitudes, rank, beyond); // the larger ones stand behind it now
    if (limit > 0.0F)
        return symmetric(limit);
    // Nearly all zero: the few that are not must not become invisible.
    return symmetric(*std::ranges::max_element(magnitudes));
}

// |value| of the finite cells that lie within `reach` of the largest finite value of their row.
std::vector<float> magnitudesWithin(const Matrix<float>& values, float reach)
{
    constexpr float most = std::numeric_limits<float>::max();
    std::vector<float> magnitudes(static_cast<std::size_t>(values.size()));
    std::size_t count = 0;
    for (Index r = 0; r < values.rows(); ++r) {
        const float* row = values.data() + r * values.cols();
        const float least = std::isinf(reach) ? -most : extentOf(row, values.cols()).high - reach;
        for (Index c = 0; c < values.cols(); ++c) { // without branches: masked cells make half of a map
            const float magnitude = std::abs(row[c]);
            magnitudes[count] = magnitude;
            count += (magnitude <= most) & (row[c] >= least);
        }
    }
    magnitudes.resize(count);
    return magnitudes;
}

ValueRange robustRange(const Matrix<float>& values, float reach, double beyond)
{
    std::vector<float> magnitudes = magnitudesWithin(values, reach);
    return symmetricAtQuantile(magnitudes, beyond);
}

} // namespace

double ValueRange::fraction(double value) const { return std::clamp((value - low) / (high - low), 0.0, 1.0); }

double beyondOfParts(double cells) { return std::clamp(kUsuallyBeyond * cells, kUsuallyBeyond, kMostBeyond); }

ValueRange symmetricRange(const Matrix<float>& values, Limits limits, double beyond)
{
    if (limits == Limits::Robust)
        return robustRange(values, std::numeric_limits<float>::infinity(), beyond);
    const Extent extent = extentOf(values);
    return symmetric(extent.empty() ? 0.0 : std::max(std::abs(extent.low), std::abs(extent.high)));
}

ValueRange valueRange(Stage stage, const Matrix<float>& values, Limits limits, double beyond)
{
    if (stage == Stage::Content)
        return symmetricRange(values, limits, beyond);
    if (stage == Stage::Score)
        return limits == Limits::Robust ? robustRange(values, scoreReach, beyond) : symmetricRange(values);
    if (stage == Stage::Weights && limits == Limits::Robust)
        return {0.0, symmetricRange(values, limits, beyond).high};
    const Extent extent = extentOf(values);
    if (stage == Stage::Weights)
        return {0.0, extent.high > 0.0 ? extent.high : 1.0};
    if (extent.high > 0.0)
        return symmetricRange(values, stage == Stage::Position ? limits : Limits::Full, beyond);
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
    return (stage == Stage::Bias || stage == Stage::Position) && range.high <= 0.0 ? "bias" : "diverging";
}

} // namespace core
