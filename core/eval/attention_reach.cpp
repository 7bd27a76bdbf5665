// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/attention_reach.h"

#include "core/layers/simd.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

namespace core {
namespace {

using Vec = simd::FloatVector;
constexpr Index kLanes = simd::kLanes<float>;
constexpr float kLowest = -1e30F; // stands for the -infinity of a window mask, where 0 · infinity would be NaN

// Sums over the keys of up to kQueryTile queries side by side, with weights exp(score - top): an online softmax, see
// core/layers/attention.h.
class QueryTile
{
public:
    QueryTile(Index firstQuery, Index queries, Index beyond)
        : m_firstQuery(firstQuery)
        , m_queries(queries)
        , m_beyond(static_cast<float>(beyond))
    {
        std::fill_n(m_top, kQueryTile, kLowest);
    }

    // tile(k, q): scores of keys [firstKey, firstKey + keys), masked ones at or below kLowest.
    void absorb(const float* tile, Index firstKey, Index keys)
    {
        for (Index q = 0; q < kQueryTile; q += kLanes) {
            const Vec before = simd::load(m_top + q);
            Vec top = before;
            for (Index k = 0; k < keys; ++k)
                top = simd::max(simd::load(tile + k * kQueryTile + q), top);
            Vec distance;
            for (Index lane = 0; lane < kLanes; ++lane)
                distance[lane] = static_cast<float>(m_firstQuery + q + lane - firstKey);
            Vec sum{};
            Vec energy{};
            Vec far{};
            Vec beyond{};
            for (Index k = 0; k < keys; ++k, distance -= 1.0F) {
                const Vec score = simd::load(tile + k * kQueryTile + q) - top;
                const Vec weight = simd::exp(score);
                sum += weight;
                energy += weight * simd::max(score, simd::broadcast(kLowest));
                far += weight * distance;
                beyond += distance >= m_beyond ? weight : Vec{};
            }
            simd::store(m_top + q, top);
            for (Index lane = 0; lane < kLanes; ++lane)
                merge(q + lane, before[lane] - top[lane], sum[lane], energy[lane], far[lane], beyond[lane]);
        }
    }

    // Of all queries, added up.
    Spread total() const
    {
        Spread spread;
        for (Index q = 0; q < m_queries; ++q) {
            spread.meanDistance += m_far[q] / m_sum[q];
            spread.entropy += std::log(m_sum[q]) - m_energy[q] / m_sum[q];
            spread.massBeyond += m_outside[q] / m_sum[q];
        }
        return spread;
    }

private:
    void merge(Index q, float shift, float sum, float energy, float far, float beyond)
    {
        const double shrink = std::exp(static_cast<double>(shift)); // what is there refers to the top before
        m_energy[q] = shrink > 0.0 ? shrink * (m_energy[q] + m_sum[q] * static_cast<double>(shift)) : 0.0;
        m_energy[q] += static_cast<double>(energy);
        m_sum[q] = shrink * m_sum[q] + static_cast<double>(sum);
        m_far[q] = shrink * m_far[q] + static_cast<double>(far);
        m_outside[q] = shrink * m_outside[q] + static_cast<double>(beyond);
    }

    Index m_firstQuery;
    Index m_queries;
    float m_beyond;
    alignas(64) float m_top[kQueryTile];
    double m_sum[kQueryTile]{};
    double m_energy[kQueryTile]{}; // Σ weight · (score - top)
    double m_far[kQueryTile]{};
    double m_outside[kQueryTile]{};
};

// layer < 0: the bias alone.
Spread spreadOf(const Trace<float>& trace, int layer, int head, Index firstQuery, Index queries, Index beyond,
                const std::function<void(const ScoreTile&)>& seen)
{
    QueryTile sums(firstQuery, queries, beyond);
    const HeadBias<float> bias = trace.bias(head);
    const ContentTiles<float> contents(trace.head(std::max(layer, 0), head), firstQuery, queries);
    alignas(64) float tile[kKeyTile * kQueryTile]{};
    const Index end = firstQuery + queries;
    const AttentionWindow window = bias.encoding->window();
    for (Index key = window.nextVisible(0, kKeyTile, firstQuery); key < end;
         key = window.nextVisible(key + kKeyTile, kKeyTile, firstQuery)) {
        const Index keys = std::min(kKeyTile, end - key);
        if (layer < 0)
            std::fill_n(tile, keys * kQueryTile, 0.0F);
        else
            contents.read(key, keys, tile);
        if (bias.encoding->biases())
            bias.encoding->addBias(MatrixView<float>(tile, keys, queries, Eigen::OuterStride<>(kQueryTile)), firstQuery,
                                   key, head, bias.own);
        hideCells(window, firstQuery, queries, key, keys, -std::numeric_limits<float>::infinity(), tile);
        sums.absorb(tile, key, keys);
        if (seen && layer >= 0)
            seen({layer, head, firstQuery, queries, key, keys, tile});
    }
    return sums.total();
}

Spread& operator+=(Spread& a, const Spread& b)
{
    a.meanDistance += b.meanDistance;
    a.entropy += b.entropy;
    a.massBeyond += b.massBeyond;
    return a;
}

Spread mean(const Spread& sum, double count)
{
    return {sum.meanDistance / count, sum.entropy / count, sum.massBeyond / count};
}

} // namespace

std::vector<HeadReach> attentionReach(const Trace<float>& trace, const ReachOptions& options, ThreadPool& pool,
                                      const std::function<void(const ScoreTile&)>& seen)
{
    const ModelConfig& config = trace.model().config();
    if (options.length < 0 || options.length > trace.length())
        throw error("{} tokens were read, not {}.", trace.length(), options.length);
    const Index end = options.length > 0 ? options.length : trace.length();
    if (options.firstQuery < 0 || options.firstQuery >= end)
        throw error("The first query must be between 0 and {}, not {}.", end - 1, options.firstQuery);
    const Index beyond = options.beyond > 0 ? options.beyond : config.trainingLength;
    const Index queries = end - options.firstQuery;
    const auto tiles = static_cast<int>((queries + kQueryTile - 1) / kQueryTile);
    // "Layer -1" is the bias alone, which is the same in all layers.
    const int maps = (config.layers + 1) * config.heads;
    std::vector<Spread> parts(static_cast<std::size_t>(maps * tiles));
    const auto part = [&](Index map, Index tile) -> Spread& {
        return parts[static_cast<std::size_t>(map * tiles + tile)];
    };
    std::atomic<int> done = 0;
    pool.forEach(maps * tiles, [&](int i) {
        throwIfCancelled(options.cancel);
        const int map = i % maps;
        const Index tile = tiles - 1 - i / maps; // late queries have more keys
        const Index first = options.firstQuery + tile * kQueryTile;
        part(map, tile) = spreadOf(trace, map / config.heads - 1, map % config.heads, first,
                                   std::min(kQueryTile, end - first), beyond, seen);
        if (options.progress)
            options.progress(static_cast<double>(++done) / (maps * tiles));
    });
    const auto meanOf = [&](int layer, int head) {
        Spread sum;
        for (int tile = 0; tile < tiles; ++tile)
            sum += part((layer + 1) * config.heads + head, tile);
        return mean(sum, static_cast<double>(queries));
    };
    std::vector<HeadReach> result;
    for (int layer = 0; layer < config.layers; ++layer)
        for (int head = 0; head < config.heads; ++head)
            result.push_back({layer, head, meanOf(layer, head), meanOf(-1, head)});
    return result;
}

} // namespace core
