// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/attention_map.h"

#include "core/layers/simd.h"
#include "core/model/position_part.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {
namespace {

using Vec = simd::FloatVector;
constexpr Index kLanes = simd::kLanes<float>;

// First cell of pixel `pixel` when `cells` cells make `pixels` pixels.
Index edge(Index pixel, Index cells, Index pixels) { return pixel * cells / pixels; }

// All of them, and the end.
std::vector<Index> edgesOf(Index first, Index cells, Index pixels)
{
    std::vector<Index> edges;
    edges.reserve(static_cast<std::size_t>(pixels) + 1);
    for (Index pixel = 0; pixel <= pixels; ++pixel)
        edges.push_back(first + edge(pixel, cells, pixels));
    return edges;
}

// Of the grid that scales are made from, see ReducedMap::grid.
std::vector<Index> gridKeyEdges(const Region& region)
{
    if (region.firstKey > 0 || region.keys <= kScaleGrid)
        return edgesOf(region.firstKey, region.keys, std::min(region.keys, kScaleGrid));
    std::vector<Index> edges = edgesOf(1, region.keys - 1, kScaleGrid - 1);
    edges.insert(edges.begin(), 0);
    return edges;
}

// What the cells are reduced to: value (r, c) stands for the queries from queryEdges[r] on and the keys from
// keyEdges[c] on, up to the next edges.
struct Target
{
    struct Part // of a row that several query tiles reach into
    {
        Index row;
        std::vector<float> values;
    };

    std::vector<Index> queryEdges;
    std::vector<Index> keyEdges;
    Reduction reduction;
    Matrix<float>& out;
    std::vector<std::vector<Part>> parts = {}; // by query tile

    template <typename Visit>
    void withJoin(bool logarithms, Visit visit) const
    {
        if (reduction == Reduction::Mean)
            visit([](auto a, auto b) { return a + b; });
        else if (logarithms)
            visit([](auto a, auto b) { return b > a ? b : a; });
        else
            visit([](auto a, auto b) { return b * b > a * a ? b : a; });
    }
};

// One query tile's share of a target: cells are reduced down the keys with queries side by side, then across queries.
class Reducer
{
public:
    // hidden: what masked cells count as.
    Reducer(Target& target, Index firstQuery, Index queries, float hidden)
        : m_target(target)
    {
        m_parts.reserve(2); // segments point into them
        const auto& edges = target.queryEdges;
        Index row = std::upper_bound(edges.begin(), edges.end(), firstQuery) - edges.begin() - 1;
        for (Index q = 0; q < queries; ++row) {
            const Index begin = edges[static_cast<std::size_t>(row)] - firstQuery;
            const Index after = edges[static_cast<std::size_t>(row) + 1] - firstQuery;
            const Index end = std::min(queries, after);
            const bool whole = begin >= 0 && after <= queries;
            if (!whole)
                m_parts.push_back({row, std::vector<float>(static_cast<std::size_t>(target.out.cols()))});
            float* values = whole ? &target.out(row, 0) : m_parts.back().values.data();
            std::fill_n(values, target.out.cols(), hidden);
            m_segments.push_back({row, q, end, whole, values});
            q = end;
        }
    }

    // Rows [0, keys) of the tile are those keys; logSum: null, or what is subtracted from each query's.
    void take(const float* tile, Index firstKey, Index keys, const float* logSum)
    {
        Index k = 0;
        while (k < keys) {
            while (m_target.keyEdges[static_cast<std::size_t>(m_column) + 1] <= firstKey + k)
                ++m_column;
            const Index end = std::min(keys, m_target.keyEdges[static_cast<std::size_t>(m_column) + 1] - firstKey);
            m_target.withJoin(logSum != nullptr, [&](auto join) { takeRows(tile, k, end, logSum, join); });
            k = end;
        }
    }

    template <typename FinishRow>
    void finish(std::size_t tile, FinishRow finishRow)
    {
        for (const Segment& segment : m_segments)
            if (segment.whole)
                finishRow(m_target, segment.row);
        m_target.parts[tile] = std::move(m_parts);
    }

private:
    // Queries [first, end) of the tile lie in one row.
    struct Segment
    {
        Index row;
        Index first;
        Index end;
        bool whole; // no other tile reaches into it
        float* values;
    };

    template <typename Join>
    void takeRows(const float* tile, Index k, Index end, const float* logSum, Join join)
    {
        alignas(64) float merged[kQueryTile];
        for (Index q = 0; q < kQueryTile; q += kLanes) {
            Vec best = simd::load(tile + k * kQueryTile + q);
            for (Index i = k + 1; i < end; ++i)
                best = join(best, simd::load(tile + i * kQueryTile + q));
            simd::store(merged + q, logSum != nullptr ? best - simd::load(logSum + q) : best);
        }
        for (const Segment& segment : m_segments) {
            float best = segment.values[m_column];
            for (Index q = segment.first; q < segment.end; ++q)
                best = join(best, merged[q]);
            segment.values[m_column] = best;
        }
    }

    Target& m_target;
    std::vector<Segment> m_segments;
    std::vector<Target::Part> m_parts;
    Index m_column = 0;
};

// The queries of one map, tile by tile: each tile's cells are computed once and reduced to every target. The largest
// weight is that of the largest score, so peaks of weights are found among the scores' logarithms, and only what is
// left is exponentiated.
class Pass
{
public:
    // head: whose products the content is.
    Pass(const Trace<float>& trace, const HeadInput<float>& head, const MapRequest& request,
         std::vector<Target>& targets)
        : m_trace(trace)
        , m_head(head)
        , m_request(request)
        , m_region(request.region)
        , m_bias(trace.bias(request.head))
        , m_window(trace.model().encoding().window())
        , m_logarithms(request.stage == Stage::Weights && request.reduction == Reduction::Peak)
        , m_hidden(m_logarithms ? -std::numeric_limits<float>::infinity() : 0.0F)
        , m_tiles((m_region.queries + kQueryTile - 1) / kQueryTile)
        , m_targets(targets)
    {
        for (Target& target : m_targets)
            target.parts.resize(static_cast<std::size_t>(m_tiles));
    }

    void run(ThreadPool& pool, const Cancel& cancel)
    {
        const auto tiles = static_cast<int>(m_tiles);
        pool.forEach(tiles, [&](int i) {
            throwIfCancelled(cancel);
            giveWay();
            runTile(tiles - 1 - i); // late queries have more keys
        });
        for (Target& target : m_targets)
            joinParts(target);
    }

private:
    struct Tile
    {
        Index firstQuery;
        Index queries;
        alignas(64) float cells[kKeyTile * kQueryTile];
        alignas(64) float logSum[kQueryTile];
    };

    void runTile(int number) const
    {
        Tile tile;
        tile.firstQuery = m_region.firstQuery + number * kQueryTile;
        tile.queries = std::min(kQueryTile, m_region.firstQuery + m_region.queries - tile.firstQuery);
        const ContentTiles<float> contents(m_head, tile.firstQuery, tile.queries);
        for (Index q = 0; q < kQueryTile; ++q)
            tile.logSum[q] =
                q < tile.queries ? m_trace.rowLogSum(m_request.layer, m_request.head, tile.firstQuery + q) : 0.0F;
        std::vector<Reducer> reducers;
        reducers.reserve(m_targets.size());
        for (Target& target : m_targets)
            reducers.emplace_back(target, tile.firstQuery, tile.queries, m_hidden);
        const float most = largestLogarithm(tile);
        const Index end = std::min(m_region.firstKey + m_region.keys, tile.firstQuery + tile.queries);
        for (Index key = m_window.nextVisible(m_region.firstKey, kKeyTile, tile.firstQuery); key < end;
             key = m_window.nextVisible(key + kKeyTile, kKeyTile, tile.firstQuery)) {
            const Index keys = std::min(kKeyTile, end - key);
            if (weighNothing(m_bias, tile.firstQuery - (key + keys - 1), most))
                continue; // weights of exactly 0, as the map has them already
            compute(tile, contents, key, keys);
            for (Reducer& reducer : reducers)
                reducer.take(tile.cells, key, keys, m_logarithms ? tile.logSum : nullptr);
        }
        for (Reducer& reducer : reducers)
            reducer.finish(static_cast<std::size_t>(number),
                           [this](Target& target, Index row) { finishRow(target, row); });
    }

    // Of the queries' weights, before the bias; infinity where it does not matter.
    float largestLogarithm(const Tile& tile) const
    {
        if (m_request.stage != Stage::Weights || !std::isfinite(m_head.keyNorm))
            return std::numeric_limits<float>::infinity();
        float bounds[kQueryTile];
        contentBounds(m_head, tile.firstQuery, tile.queries, bounds);
        float most = -std::numeric_limits<float>::infinity();
        for (Index q = 0; q < tile.queries; ++q)
            most = std::max(most, bounds[q] - tile.logSum[q]);
        return most;
    }

    // cells(k, q) = the stage's value (of weights perhaps the logarithm), m_hidden where masked.
    void compute(Tile& tile, const ContentTiles<float>& contents, Index firstKey, Index keys) const
    {
        if (m_head.headWidth == 0)
            std::fill_n(tile.cells, keys * kQueryTile, 0.0F);
        else
            contents.read(firstKey, keys, tile.cells);
        if (m_request.stage != Stage::Content && m_bias.encoding->biases())
            m_bias.encoding->addBias(
                MatrixView<float>(tile.cells, keys, tile.queries, Eigen::OuterStride<>(kQueryTile)), tile.firstQuery,
                firstKey, m_bias.head, m_bias.own);
        if (m_request.stage == Stage::Weights && !m_logarithms)
            for (Index k = 0; k < keys; ++k)
                for (Index q = 0; q < kQueryTile; q += kLanes) {
                    float* at = tile.cells + k * kQueryTile + q;
                    simd::store(at, weightOf(simd::load(at) - simd::load(tile.logSum + q)));
                }
        hideCells(m_window, tile.firstQuery, tile.queries, firstKey, keys, m_hidden, tile.cells);
    }

    // Rounding may leave the logarithm a hair above 0.
    static Vec weightOf(Vec logarithm) { return simd::exp(-simd::max(-logarithm, Vec{})); }

    // In the order of the tiles, so that sums come out the same on any number of threads.
    void joinParts(Target& target) const
    {
        Index last = -1;
        for (const auto& ofTile : target.parts)
            for (const Target::Part& part : ofTile) {
                float* row = &target.out(part.row, 0);
                if (part.row != last)
                    std::ranges::copy(part.values, row);
                else
                    target.withJoin(m_logarithms, [&](auto join) {
                        for (std::size_t c = 0; c < part.values.size(); ++c)
                            row[c] = join(row[c], part.values[c]);
                    });
                if (last >= 0 && part.row != last)
                    finishRow(target, last);
                last = part.row;
            }
        if (last >= 0)
            finishRow(target, last);
    }

    void finishRow(Target& target, Index row) const
    {
        const Index firstQuery = target.queryEdges[static_cast<std::size_t>(row)];
        const Index endQuery = target.queryEdges[static_cast<std::size_t>(row) + 1];
        float* values = &target.out(row, 0);
        const Index count = target.out.cols();
        if (m_logarithms)
            exponentiate(values, count);
        for (Index c = 0; c < count; ++c) {
            const Index firstKey = target.keyEdges[static_cast<std::size_t>(c)];
            const Index endKey = target.keyEdges[static_cast<std::size_t>(c) + 1];
            if (!m_window.anyVisible(firstQuery, endQuery, firstKey, endKey)) {
                values[c] = std::numeric_limits<float>::quiet_NaN();
            } else if (target.reduction == Reduction::Mean) {
                Index cells = 0;
                for (Index q = std::max(firstQuery, firstKey); q < endQuery; ++q)
                    cells += m_window.visible(q, firstKey, endKey);
                values[c] /= static_cast<float>(cells);
            }
        }
    }

    static void exponentiate(float* row, Index columns)
    {
        alignas(64) float part[kLanes];
        for (Index c = 0; c < columns; c += kLanes) {
            const Index count = std::min(kLanes, columns - c);
            std::fill(std::copy_n(row + c, count, part), part + kLanes, 0.0F);
            simd::store(part, weightOf(simd::load(part)));
            std::copy_n(part, count, row + c);
        }
    }

    const Trace<float>& m_trace;
    const HeadInput<float>& m_head;
    const MapRequest& m_request;
    const Region& m_region;
    HeadBias<float> m_bias;
    AttentionWindow m_window;
    bool m_logarithms; // of weights
    float m_hidden;
    Index m_tiles;
    std::vector<Target>& m_targets;
};

void check(const Trace<float>& trace, const MapRequest& request)
{
    trace.model().config().checkHead(request.layer, request.head);
    const Region& r = request.region;
    const auto inside = [&](Index first, Index count) { // without a sum, which could overflow
        return first >= 0 && count >= 1 && first < trace.length() && count <= trace.length() - first;
    };
    if (!inside(r.firstQuery, r.queries) || !inside(r.firstKey, r.keys) || request.rows < 1 || request.cols < 1)
        throw error("The part of the map to draw must lie inside its {0} × {0} cells.", trace.length());
}

} // namespace

ReducedMap attentionMap(const Trace<float>& trace, const MapRequest& request, ThreadPool& pool, const Cancel& cancel)
{
    check(trace, request);
    ReducedMap map{request, {}};
    map.request.rows = std::min(request.rows, request.region.queries);
    map.request.cols = std::min(request.cols, request.region.keys);
    setShape(map.values, map.request.rows, map.request.cols);
    const Region& region = request.region;
    const std::vector<Index> gridKeys = gridKeyEdges(region);
    setShape(map.grid, std::min(region.queries, kScaleGrid), static_cast<Index>(gridKeys.size()) - 1);
    const PositionEncoding<float>& encoding = trace.model().encoding();
    HeadInput<float> head = trace.head(request.layer, request.head);
    PositionVectors positions;
    if (request.stage == Stage::Bias)
        head = {};
    if (request.stage == Stage::Position) {
        if (!positionsStandApart(encoding, request.layer)) {
            map.values.setConstant(std::numeric_limits<float>::quiet_NaN());
            map.grid.setConstant(std::numeric_limits<float>::quiet_NaN());
            return map;
        }
        head = {};
        if (encoding.addsToEmbedding()) {
            const Region& r = request.region;
            positions = positionVectors(trace, request.head, std::max(r.firstQuery + r.queries, r.firstKey + r.keys));
            head = {.query = positions.query.data(),
                    .key = positions.key.data(),
                    .stride = positions.query.cols(),
                    .headWidth = positions.query.cols()};
        }
    }
    std::vector<Target> targets;
    targets.push_back({edgesOf(region.firstQuery, region.queries, map.request.rows),
                       edgesOf(region.firstKey, region.keys, map.request.cols), request.reduction, map.values});
    Target grid{edgesOf(region.firstQuery, region.queries, map.grid.rows()), gridKeys,
                request.stage == Stage::Bias ? Reduction::Peak : request.reduction, map.grid};
    const bool same = grid.queryEdges == targets.front().queryEdges && grid.keyEdges == targets.front().keyEdges &&
                      grid.reduction == request.reduction;
    if (!same)
        targets.push_back(std::move(grid));
    Pass(trace, head, map.request, targets).run(pool, cancel);
    if (same)
        map.grid = map.values;
    return map;
}

AttentionCell attentionCell(const Trace<float>& trace, int layer, int head, Index query, Index key)
{
    const auto read = [&](Stage stage) {
        const MapRequest request{layer, head, stage, {query, 1, key, 1}, 1, 1, Reduction::Peak};
        ThreadPool alone(1);
        return attentionMap(trace, request, alone).values(0, 0);
    };
    return {read(Stage::Content), read(Stage::Bias), read(Stage::Score), read(Stage::Weights)};
}

} // namespace core
