// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/head_measures.h"

#include "core/position/switches.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace core {
namespace {

// Sums over queries.
struct Marks
{
    double first = 0.0;
    double previous = 0.0;
    double same = 0.0;
    double induction = 0.0;

    Marks& operator+=(const Marks& other)
    {
        first += other.first;
        previous += other.previous;
        same += other.same;
        induction += other.induction;
        return *this;
    }
};

void addMarks(const Trace<float>& trace, const ScoreTile& tile, Marks& sums)
{
    const auto token = [&](Index at) { return trace.tokens()[static_cast<std::size_t>(at)]; };
    for (Index k = 0; k < tile.keys; ++k) {
        const Index key = tile.firstKey + k;
        const int its = token(key);
        const int before = key > 0 ? token(key - 1) : -1;
        for (Index q = std::max<Index>(0, key - tile.firstQuery); q < tile.queries; ++q) {
            const Index query = tile.firstQuery + q;
            const bool same = its == token(query) && key < query;
            const bool follows = before == token(query);
            if (query == 0 || (!same && !follows && key != 0 && key + 1 != query))
                continue;
            const double weight = std::exp(static_cast<double>(tile.scores[k * kQueryTile + q]) -
                                           static_cast<double>(trace.rowLogSum(tile.layer, tile.head, query)));
            sums.first += key == 0 ? weight : 0.0;
            sums.previous += key + 1 == query ? weight : 0.0;
            sums.same += same ? weight : 0.0;
            sums.induction += follows ? weight : 0.0;
        }
    }
}

// Queries whose token has been there before.
Index repeatedTokens(std::span<const int> tokens)
{
    std::unordered_set<int> seen;
    return std::ranges::count_if(tokens, [&](int token) { return !seen.insert(token).second; });
}

} // namespace

std::vector<HeadMeasures> headMeasures(const Trace<float>& trace, Index length, const ReachOptions& options,
                                       ThreadPool& pool)
{
    const ModelConfig& config = trace.model().config();
    ReachOptions reachOptions = options;
    reachOptions.length = length;
    const Index end = length > 0 ? length : trace.length();
    const auto tiles = static_cast<std::size_t>(std::max<Index>(0, end + kQueryTile - 1) / kQueryTile);
    std::vector<Marks> parts(static_cast<std::size_t>(config.layers) * static_cast<std::size_t>(config.heads) * tiles);
    const std::vector<HeadReach> reach = attentionReach(trace, reachOptions, pool, [&](const ScoreTile& tile) {
        const auto map = static_cast<std::size_t>(tile.layer) * static_cast<std::size_t>(config.heads) +
                         static_cast<std::size_t>(tile.head);
        addMarks(trace, tile, parts[map * tiles + static_cast<std::size_t>(tile.firstQuery / kQueryTile)]);
    });

    const auto queries = static_cast<double>(std::max<Index>(1, end - 1));
    const Index again = repeatedTokens(std::span(trace.tokens()).first(static_cast<std::size_t>(end)));
    const double repeated = again > 0 ? static_cast<double>(again) : std::numeric_limits<double>::quiet_NaN();
    std::vector<HeadMeasures> measures;
    for (const HeadReach& head : reach) {
        Marks sums;
        for (std::size_t tile = 0; tile < tiles; ++tile)
            sums += parts[measures.size() * tiles + tile];
        measures.push_back({head.layer, head.head, head.attention, head.bias, sums.first / queries,
                            sums.previous / queries, sums.same / repeated, sums.induction / repeated});
    }
    return measures;
}

Transformer<float> withoutHead(const Transformer<float>& model, int layer, int head)
{
    const ModelConfig& config = model.config();
    config.checkHead(layer, head);
    std::vector<HeadPlace> off = headsIn(config.encodingOptions.value(kHeadsOff, Json()));
    off.push_back({layer, head});
    return model.withEncodingOptions({{kHeadsOff, headSet(std::move(off))}});
}

} // namespace core
