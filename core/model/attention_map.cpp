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

// Some pixel rows of one map: tiles are computed, reduced down the keys with queries side by side, then across queries.
// The largest weight is that of the largest score, so peaks of weights are found among the scores' logarithms, and only
// what is left is exponentiated.
class Band
{
public:
    // head: whose products the content is.
    Band(const Trace<float>& trace, const HeadInput<float>& head, const MapRequest& request, Matrix<float>& out)
        : m_trace(trace)
        , m_head(head)
        , m_request(request)
        , m_region(request.region)
        , m_bias(trace.bias(request.head))
        , m_window(trace.model().encoding().window())
        , m_logarithms(request.stage == Stage::Weights && request.reduction == Reduction::Peak)
        , m_hidden(m_logarithms ? -std::numeric_limits<float>::infinity() : 0.0F)
        , m_queryEdges(edgesOf(m_region.firstQuery, m_region.queries, request.rows))
        , m_keyEdges(edgesOf(m_region.firstKey, m_region.keys, request.cols))
        , m_out(out)
    {}

    void run(Index firstRow, Index lastRow, const Cancel& cancel)
    {
        for (Index r = firstRow; r < lastRow; ++r)
            m_out.row(r).setConstant(m_hidden);
        m_row = firstRow;
        const Index end = m_queryEdges[static_cast<std::size_t>(lastRow)];
        for (Index query = m_queryEdges[static_cast<std::size_t>(firstRow)]; query < end; query += kQueryTile) {
            throwIfCancelled(cancel);
            giveWay();
            runQueries(query, std::min(kQueryTile, end - query));
        }
        for (Index r = firstRow; r < lastRow; ++r)
            finishRow(r);
    }

private:
    // Queries [first, end) of the tile lie in one pixel row.
    struct Segment
    {
        Index row;
        Index first;
        Index end;
    };

    void runQueries(Index firstQuery, Index queries)
    {
        const ContentTiles<float> contents(m_head, firstQuery, queries);
        m_firstQuery = firstQuery;
        m_queries = queries;
        for (Index q = 0; q < kQueryTile; ++q)
            m_logSum[q] = q < queries ? m_trace.rowLogSum(m_request.layer, m_request.head, firstQuery + q) : 0.0F;
        findSegments();
        const float most = largestLogarithm();
        const Index end = std::min(m_region.firstKey + m_region.keys, firstQuery + queries);
        Index column = 0;
        for (Index key = m_window.nextVisible(m_region.firstKey, kKeyTile, firstQuery); key < end;
             key = m_window.nextVisible(key + kKeyTile, kKeyTile, firstQuery)) {
            const Index keys = std::min(kKeyTile, end - key);
            if (weighNothing(m_bias, firstQuery - (key + keys - 1), most))
                continue; // weights of exactly 0, as the map has them already
            computeTile(contents, key, keys);
            column = reduceTile(key, keys, column);
        }
    }

    // Of the queries' weights, before the bias; infinity where it does not matter.
    float largestLogarithm() const
    {
        if (m_request.stage != Stage::Weights || !std::isfinite(m_head.keyNorm))
            return std::numeric_limits<float>::infinity();
        float bounds[kQueryTile];
        contentBounds(m_head, m_firstQuery, m_queries, bounds);
        float most = -std::numeric_limits<float>::infinity();
        for (Index q = 0; q < m_queries; ++q)
            most = std::max(most, bounds[q] - m_logSum[q]);
        return most;
    }

    void findSegments()
    {
        m_segments.clear();
        for (Index q = 0; q < m_queries;) {
            while (m_queryEdges[static_cast<std::size_t>(m_row) + 1] <= m_firstQuery + q)
                ++m_row;
            const Index end = std::min(m_queries, m_queryEdges[static_cast<std::size_t>(m_row) + 1] - m_firstQuery);
            m_segments.push_back({m_row, q, end});
            q = end;
        }
    }

    // m_tile(k, q) = the stage's value (of weights perhaps the logarithm), m_hidden where masked.
    void computeTile(const ContentTiles<float>& contents, Index firstKey, Index keys)
    {
        if (m_head.headWidth == 0)
            std::fill_n(m_tile, keys * kQueryTile, 0.0F);
        else
            contents.read(firstKey, keys, m_tile);
        if (m_request.stage != Stage::Content && m_bias.encoding->biases())
            m_bias.encoding->addBias(MatrixView<float>(m_tile, keys, m_queries, Eigen::OuterStride<>(kQueryTile)),
                                     m_firstQuery, firstKey, m_bias.head, m_bias.own);
        if (m_request.stage == Stage::Weights && !m_logarithms)
            for (Index k = 0; k < keys; ++k)
                for (Index q = 0; q < kQueryTile; q += kLanes) {
                    float* at = m_tile + k * kQueryTile + q;
                    simd::store(at, weightOf(simd::load(at) - simd::load(m_logSum + q)));
                }
        hideCells(m_window, m_firstQuery, m_queries, firstKey, keys, m_hidden, m_tile);
    }

    // Rounding may leave the logarithm a hair above 0.
    static Vec weightOf(Vec logarithm) { return simd::exp(-simd::max(-logarithm, Vec{})); }

    // Goes on with pixel column `column`; returns the one the next tile starts in.
    Index reduceTile(Index firstKey, Index keys, Index column)
    {
        Index k = 0;
        while (k < keys) {
            while (m_keyEdges[static_cast<std::size_t>(column) + 1] <= firstKey + k)
                ++column;
            const Index end = std::min(keys, m_keyEdges[static_cast<std::size_t>(column) + 1] - firstKey);
            if (m_request.reduction == Reduction::Mean)
                reduceRows(k, end, column, [](auto a, auto b) { return a + b; });
            else if (m_logarithms)
                reduceRows(k, end, column, [](auto a, auto b) { return b > a ? b : a; });
            else
                reduceRows(k, end, column, [](auto a, auto b) { return b * b > a * a ? b : a; });
            k = end;
        }
        return column;
    }

    // Rows [k, end) of the tile into pixel column `column`.
    template <typename Join>
    void reduceRows(Index k, Index end, Index column, Join join)
    {
        alignas(64) float merged[kQueryTile];
        for (Index q = 0; q < kQueryTile; q += kLanes) {
            Vec best = simd::load(m_tile + k * kQueryTile + q);
            for (Index i = k + 1; i < end; ++i)
                best = join(best, simd::load(m_tile + i * kQueryTile + q));
            simd::store(merged + q, m_logarithms ? best - simd::load(m_logSum + q) : best);
        }
        for (const Segment& segment : m_segments) {
            float best = m_out(segment.row, column);
            for (Index q = segment.first; q < segment.end; ++q)
                best = join(best, merged[q]);
            m_out(segment.row, column) = best;
        }
    }

    void finishRow(Index row)
    {
        const auto r = static_cast<std::size_t>(row);
        if (m_logarithms)
            exponentiate(m_out.row(row).data());
        for (Index c = 0; c < m_request.cols; ++c) {
            const Index firstKey = m_keyEdges[static_cast<std::size_t>(c)];
            const Index endKey = m_keyEdges[static_cast<std::size_t>(c) + 1];
            if (!m_window.anyVisible(m_queryEdges[r], m_queryEdges[r + 1], firstKey, endKey)) {
                m_out(row, c) = std::numeric_limits<float>::quiet_NaN();
            } else if (m_request.reduction == Reduction::Mean) {
                Index cells = 0;
                for (Index q = std::max(m_queryEdges[r], firstKey); q < m_queryEdges[r + 1]; ++q)
                    cells += m_window.visible(q, firstKey, endKey);
                m_out(row, c) /= static_cast<float>(cells);
            }
        }
    }

    void exponentiate(float* row) const
    {
        alignas(64) float part[kLanes];
        for (Index c = 0; c < m_request.cols; c += kLanes) {
            const Index count = std::min(kLanes, m_request.cols - c);
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
    float m_hidden;    // what masked cells count as
    std::vector<Index> m_queryEdges;
    std::vector<Index> m_keyEdges;
    Matrix<float>& m_out;
    Index m_firstQuery = 0;
    Index m_queries = 0;
    Index m_row = 0; // pixel row of the last query so far
    std::vector<Segment> m_segments;
    alignas(64) float m_tile[kKeyTile * kQueryTile];
    alignas(64) float m_logSum[kQueryTile];
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
    const PositionEncoding<float>& encoding = trace.model().encoding();
    HeadInput<float> head = trace.head(request.layer, request.head);
    PositionVectors positions;
    if (request.stage == Stage::Bias)
        head = {};
    if (request.stage == Stage::Position) {
        if (!positionsStandApart(encoding, request.layer)) {
            map.values.setConstant(std::numeric_limits<float>::quiet_NaN());
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
    // Bands end between pixel rows, so each ends in a tile that is not full: not more of them than the threads need.
    const Index tiles = (request.region.queries + kQueryTile - 1) / kQueryTile;
    const Index wanted = pool.threads() == 1 ? 1 : 8 * pool.threads();
    const int bands = static_cast<int>(std::min({map.request.rows, tiles, wanted}));
    pool.forEach(bands, [&](int i) {
        const Index band = bands - 1 - i; // late queries have more keys
        Band(trace, head, map.request, map.values)
            .run(band * map.request.rows / bands, (band + 1) * map.request.rows / bands, cancel);
    });
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
