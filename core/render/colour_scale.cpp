// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/colour_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace core {
namespace {

constexpr double kDepth = 1e-5;         // of a logarithmic scale: its low end over its high one
constexpr std::size_t kRanks = 256 + 1; // one for each colour's edge

bool isFinite(float value) { return std::abs(value) <= std::numeric_limits<float>::max(); }

// The map's cells without those of the first key, which have a column of the grid to themselves.
Matrix<float> otherKeys(const ReducedMap& map)
{
    const bool first = map.request.region.firstKey == 0 && map.grid.cols() > 1;
    return first ? Matrix<float>(map.grid.rightCols(map.grid.cols() - 1)) : map.grid;
}

double beyondOf(const ReducedMap& map)
{
    return beyondOfParts(static_cast<double>(map.request.region.queries) /
                         static_cast<double>(std::max<Index>(1, map.grid.rows())));
}

ValueRange logarithmicEnds(const Matrix<float>& values)
{
    float least = std::numeric_limits<float>::infinity();
    float most = 0.0F;
    for (Index i = 0; i < values.size(); ++i)
        if (const float value = values.data()[i]; value > 0.0F && isFinite(value)) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    if (!(most > 0.0F))
        return {kDepth, 1.0};
    const auto high = static_cast<double>(most);
    const double low = std::max(static_cast<double>(least), kDepth * high);
    return {low < high ? low : 0.1 * high, high};
}

float atShare(const std::vector<float>& sorted, double share)
{
    return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

ColourScale percentiles(const Matrix<float>& values, bool twoSided)
{
    std::vector<float> sorted;
    sorted.reserve(static_cast<std::size_t>(values.size()));
    for (Index i = 0; i < values.size(); ++i)
        if (const float value = values.data()[i]; isFinite(value))
            sorted.push_back(twoSided ? std::abs(value) : value);
    if (sorted.empty())
        return ValueRange{};
    std::ranges::sort(sorted);
    std::vector<float> ranks(kRanks);
    for (std::size_t i = 0; i < kRanks; ++i) {
        const double place = static_cast<double>(i) / static_cast<double>(kRanks - 1);
        ranks[i] = twoSided ? std::copysign(atShare(sorted, std::abs(2.0 * place - 1.0)), place < 0.5 ? -1.0F : 1.0F)
                            : atShare(sorted, place);
    }
    if (twoSided)
        ranks[kRanks / 2] = 0.0F;
    return ColourScale::ofRanks(std::move(ranks));
}

} // namespace

Scale usableScale(Scale wanted, Stage stage)
{
    switch (wanted) {
    case Scale::Logarithmic:
        return stage == Stage::Weights ? wanted : Scale::Linear;
    case Scale::Percentile:
        return stage != Stage::Bias ? wanted : Scale::Linear;
    case Scale::WithoutFirstKey:
        return stage == Stage::Bias || stage == Stage::Position ? Scale::Linear : wanted;
    case Scale::Linear:
        break;
    }
    return Scale::Linear;
}

Scale usableForDifference(Scale wanted) { return wanted == Scale::Logarithmic ? Scale::Linear : wanted; }

ColourScale::ColourScale(Scale kind, const ValueRange& ends)
    : m_kind(kind == Scale::Percentile || (kind == Scale::Logarithmic && ends.high <= 0.0) ? Scale::Linear : kind)
    , m_ends(ends)
{
    if (m_kind == Scale::Logarithmic && m_ends.low <= 0.0)
        m_ends.low = kDepth * m_ends.high;
}

ColourScale ColourScale::ofRanks(std::vector<float> ranks)
{
    ColourScale scale;
    scale.m_kind = Scale::Percentile;
    scale.m_ends = {static_cast<double>(ranks.front()), static_cast<double>(ranks.back())};
    scale.m_ranks = std::move(ranks);
    return scale;
}

double ColourScale::place(double value) const
{
    if (std::isnan(value))
        return value;
    if (m_kind == Scale::Logarithmic)
        return value <= m_ends.low ? 0.0
                                   : std::min(std::log(value / m_ends.low) / std::log(m_ends.high / m_ends.low), 1.0);
    if (m_kind != Scale::Percentile)
        return m_ends.fraction(value);
    const auto above = std::lower_bound(m_ranks.begin(), m_ranks.end(), value,
                                        [](float rank, double wanted) { return static_cast<double>(rank) < wanted; });
    if (above == m_ranks.begin())
        return 0.0;
    if (above == m_ranks.end())
        return 1.0;
    const auto before = static_cast<double>(*(above - 1));
    const double part = (value - before) / (static_cast<double>(*above) - before);
    return (static_cast<double>(above - m_ranks.begin() - 1) + part) / static_cast<double>(m_ranks.size() - 1);
}

double ColourScale::valueAt(double place) const
{
    if (m_kind == Scale::Logarithmic)
        return m_ends.low * std::pow(m_ends.high / m_ends.low, place);
    if (m_kind != Scale::Percentile)
        return m_ends.low + place * (m_ends.high - m_ends.low);
    const double at = std::clamp(place, 0.0, 1.0) * static_cast<double>(m_ranks.size() - 1);
    const auto before = std::min(static_cast<std::size_t>(at), m_ranks.size() - 2);
    const double part = at - static_cast<double>(before);
    return (1.0 - part) * static_cast<double>(m_ranks[before]) + part * static_cast<double>(m_ranks[before + 1]);
}

ColourScale colourScale(const ReducedMap& map, Scale wanted)
{
    const Stage stage = map.request.stage;
    const Scale kind = usableScale(wanted, stage);
    if (kind == Scale::Logarithmic)
        return {kind, logarithmicEnds(map.grid)};
    if (kind == Scale::WithoutFirstKey)
        return {kind, valueRange(stage, otherKeys(map), Limits::Robust, beyondOf(map))};
    const ValueRange ends = valueRange(stage, map.grid, Limits::Robust, beyondOf(map));
    return kind == Scale::Percentile ? percentiles(map.grid, ends.low < 0.0 && ends.high > 0.0) : ColourScale(ends);
}

ColourScale differenceScale(const ReducedMap& difference, Scale wanted)
{
    const Scale kind = usableForDifference(wanted);
    if (kind == Scale::Percentile)
        return percentiles(difference.grid, true);
    return {kind, symmetricRange(kind == Scale::WithoutFirstKey ? otherKeys(difference) : difference.grid,
                                 Limits::Robust, beyondOf(difference))};
}

ColourScale joined(std::span<const ColourScale> scales)
{
    const Scale kind = scales.front().kind();
    ValueRange ends = scales.front().ends();
    std::vector<float> all;
    for (const ColourScale& scale : scales)
        if (scale.kind() == kind) {
            ends = joined(ends, scale.ends());
            all.insert(all.end(), scale.ranks().begin(), scale.ranks().end());
        }
    if (kind != Scale::Percentile)
        return {kind, ends};
    std::ranges::sort(all);
    std::vector<float> ranks(kRanks);
    for (std::size_t i = 0; i < kRanks; ++i)
        ranks[i] = atShare(all, static_cast<double>(i) / static_cast<double>(kRanks - 1));
    return ColourScale::ofRanks(std::move(ranks));
}

} // namespace core
