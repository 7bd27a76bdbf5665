// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/head_measures.h"

#include "core/layers/simd.h"

#include <algorithm>
#include <atomic>
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

Marks marksOf(const Trace<float>& trace, int layer, int head, Index firstQuery, Index queries)
{
    const HeadInput<float> input = trace.head(layer, head);
    const HeadBias<float> bias = trace.bias(head);
    const AttentionWindow window = bias.encoding->window();
    const ContentTiles<float> contents(input, firstQuery, queries);
    const auto token = [&](Index at) { return trace.tokens()[static_cast<std::size_t>(at)]; };
    alignas(64) float tile[kKeyTile * kQueryTile]{};
    alignas(64) float logSum[kQueryTile]{};
    for (Index q = 0; q < queries; ++q)
        logSum[q] = trace.rowLogSum(layer, head, firstQuery + q);
    Marks sums;
    const Index end = firstQuery + queries;
    for (Index first = window.nextVisible(0, kKeyTile, firstQuery); first < end;
         first = window.nextVisible(first + kKeyTile, kKeyTile, firstQuery)) {
        const Index keys = std::min(kKeyTile, end - first);
        contents.read(first, keys, tile);
        if (bias.encoding->biases())
            bias.encoding->addBias(MatrixView<float>(tile, keys, queries, Eigen::OuterStride<>(kQueryTile)), firstQuery,
                                   first, head, bias.own);
        hideCells(window, firstQuery, queries, first, keys, -std::numeric_limits<float>::infinity(), tile);
        for (Index k = 0; k < keys; ++k) {
            const Index key = first + k;
            const int its = token(key);
            const int before = key > 0 ? token(key - 1) : -1;
            for (Index q = std::max<Index>(0, key - firstQuery); q < queries; ++q) {
                const Index query = firstQuery + q;
                const bool same = its == token(query) && key < query;
                const bool follows = before == token(query);
                if (query == 0 || (!same && !follows && key != 0 && key + 1 != query))
                    continue;
                const double weight =
                    std::exp(static_cast<double>(tile[k * kQueryTile + q]) - static_cast<double>(logSum[q]));
                sums.first += key == 0 ? weight : 0.0;
                sums.previous += key + 1 == query ? weight : 0.0;
                sums.same += same ? weight : 0.0;
                sums.induction += follows ? weight : 0.0;
            }
        }
    }
    return sums;
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
    const auto share = [&](double from, double to) {
        return [progress = options.progress, from, to](double done) {
            if (progress)
                progress(from + (to - from) * done);
        };
    };
    reachOptions.progress = share(0.0, 0.5);
    const std::vector<HeadReach> reach = attentionReach(trace, reachOptions, pool);
    const Index end = length > 0 ? length : trace.length();

    const auto tiles = static_cast<int>((end + kQueryTile - 1) / kQueryTile);
    const int maps = config.layers * config.heads;
    std::vector<Marks> parts(static_cast<std::size_t>(maps) * static_cast<std::size_t>(tiles));
    std::atomic<int> done = 0;
    const auto report = share(0.5, 1.0);
    pool.forEach(maps * tiles, [&](int i) {
        throwIfCancelled(options.cancel);
        const Index tile = tiles - 1 - i / maps; // late queries have more keys
        const int map = i % maps;
        parts[static_cast<std::size_t>(map) * static_cast<std::size_t>(tiles) + static_cast<std::size_t>(tile)] =
            marksOf(trace, map / config.heads, map % config.heads, tile * kQueryTile,
                    std::min(kQueryTile, end - tile * kQueryTile));
        report(static_cast<double>(++done) / (maps * tiles));
    });

    const auto queries = static_cast<double>(std::max<Index>(1, end - 1));
    const Index again = repeatedTokens(std::span(trace.tokens()).first(static_cast<std::size_t>(end)));
    const double repeated = again > 0 ? static_cast<double>(again) : std::numeric_limits<double>::quiet_NaN();
    std::vector<HeadMeasures> measures;
    for (const HeadReach& head : reach) {
        Marks sums;
        for (int tile = 0; tile < tiles; ++tile)
            sums += parts[measures.size() * static_cast<std::size_t>(tiles) + static_cast<std::size_t>(tile)];
        measures.push_back({head.layer, head.head, head.attention, head.bias, sums.first / queries,
                            sums.previous / queries, sums.same / repeated, sums.induction / repeated});
    }
    return measures;
}

Transformer<float> withoutHead(const Transformer<float>& model, int layer, int head)
{
    const ModelConfig& config = model.config();
    config.checkHead(layer, head);
    const auto parameters = std::make_shared<Parameters<float>>(model.parameters());
    const Index offset = parameters->layout().layers[static_cast<std::size_t>(layer)].outputWeight;
    parameters->at(offset, config.width, config.width)
        .middleCols(head * config.headWidth(), config.headWidth())
        .setZero();
    return Transformer<float>(parameters).withEncodingOptions(model.encoding().options());
}

} // namespace core
