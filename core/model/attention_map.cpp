// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/attention_map.h"

#include "core/layers/simd.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {
namespace {

using Vec = simd::FloatVector;
constexpr Index kLanes = simd::kLanes<float>;

// First cell of pixel `pixel` when `cells` cells make `pixels` pixels.
Index edge(Index pixel, Index cells, Index pixels) { return pixel * cells / pixels; }

// Some pixel rows of one map: tiles are computed, reduced down the keys with queries side by side, then across queries.
class Band
{
public:
    Band(const Trace<float>& trace, const MapRequest& request, Matrix<float>& out)
        : m_trace(trace)
        , m_request(request)
        , m_region(request.region)
        , m_bias(trace.bias(request.head))
        , m_window(trace.model().encoding().window())
        , m_out(out)
    {}

    void run(Index firstRow, Index lastRow)
    {
        const Index end = m_region.firstQuery + edge(lastRow, m_region.queries, m_request.rows);
        Index query = m_region.firstQuery + edge(firstRow, m_region.queries, m_request.rows);
        for (Index r = firstRow; r < lastRow; ++r)
            m_out.row(r).setZero();
        m_row = firstRow;
        for (; query < end; query += kQueryTile)
            runQueries(query, std::min(kQueryTile, end - query));
        for (Index r = firstRow; r < lastRow; ++r)
            finishRow(r);
    }

private:
    void runQueries(Index firstQuery, Index queries)
    {
        const ContentTiles<float> contents(m_trace.head(m_request.layer, m_request.head), firstQuery, queries);
        m_firstQuery = firstQuery;
        m_queries = queries;
        for (Index q = 0; q < kQueryTile; ++q)
            m_logSum[q] = q < queries ? m_trace.rowLogSum(m_request.layer, m_request.head, firstQuery + q) : 0.0F;
        for (Index q = 0; q < queries; ++q) {
            while (edge(m_row + 1, m_region.queries, m_request.rows) <= firstQuery + q - m_region.firstQuery)
                ++m_row;
            m_rowOf[q] = m_row;
        }
        const Index end = std::min(m_region.firstKey + m_region.keys, firstQuery + queries);
        Index column = 0;
        for (Index key = m_window.nextVisible(m_region.firstKey, kKeyTile, firstQuery); key < end;
             key = m_window.nextVisible(key + kKeyTile, kKeyTile, firstQuery)) {
            const Index keys = std::min(kKeyTile, end - key);
            computeTile(contents, key, keys);
            column = reduceTile(key, keys, column);
        }
    }

    // m_tile(k, q) = the stage's value, 0 where masked.
    void computeTile(const ContentTiles<float>& contents, Index firstKey, Index keys)
    {
        if (m_request.stage == Stage::Bias)
            std::fill_n(m_tile, keys * kQueryTile, 0.0F);
        else
            contents.read(firstKey, keys, m_tile);
        if (m_request.stage != Stage::Content && m_bias.encoding->biases())
            m_bias.encoding->addBias(MatrixView<float>(m_tile, keys, m_queries, Eigen::OuterStride<>(kQueryTile)),
                                     m_firstQuery, firstKey, m_bias.head, m_bias.own);
        if (m_request.stage == Stage::Weights)
            for (Index k = 0; k < keys; ++k)
                for (Index q = 0; q < kQueryTile; q += kLanes) {
                    float* at = m_tile + k * kQueryTile + q;
                    const Vec score = simd::load(at) - simd::load(m_logSum + q);
                    simd::store(at, simd::exp(-simd::max(-score, Vec{}))); // rounding may leave a hair above 0
                }
        hideCells(m_window, m_firstQuery, m_queries, firstKey, keys, 0.0F, m_tile);
    }

    // Goes on with pixel column `column`; returns the one the next tile starts in.
    Index reduceTile(Index firstKey, Index keys, Index column)
    {
        Index k = 0;
        while (k < keys) {
            while (m_region.firstKey + edge(column + 1, m_region.keys, m_request.cols) <= firstKey + k)
                ++column;
            const Index end =
                std::min(keys, m_region.firstKey + edge(column + 1, m_region.keys, m_request.cols) - firstKey);
            alignas(64) float merged[kQueryTile];
            for (Index q = 0; q < kQueryTile; q += kLanes) {
                Vec best = simd::load(m_tile + k * kQueryTile + q);
                for (Index i = k + 1; i < end; ++i)
                    best = join(best, simd::load(m_tile + i * kQueryTile + q));
                simd::store(merged + q, best);
            }
            spread(merged, column);
            k = end;
        }
        return column;
    }

    Vec join(Vec a, Vec b) const { return m_request.reduction == Reduction::Mean ? a + b : (b * b > a * a ? b : a); }

    void spread(const float* merged, Index column)
    {
        for (Index q = 0; q < m_queries; ++q) {
            float& pixel = m_out(m_rowOf[q], column);
            if (m_request.reduction == Reduction::Mean)
                pixel += merged[q];
            else if (std::abs(merged[q]) > std::abs(pixel))
                pixel = merged[q];
        }
    }

    void finishRow(Index row)
    {
        const Index firstQuery = m_region.firstQuery + edge(row, m_region.queries, m_request.rows);
        const Index endQuery = m_region.firstQuery + edge(row + 1, m_region.queries, m_request.rows);
        for (Index c = 0; c < m_request.cols; ++c) {
            const Index firstKey = m_region.firstKey + edge(c, m_region.keys, m_request.cols);
            const Index endKey = m_region.firstKey + edge(c + 1, m_region.keys, m_request.cols);
            if (!m_window.anyVisible(firstQuery, endQuery, firstKey, endKey)) {
                m_out(row, c) = std::numeric_limits<float>::quiet_NaN();
            } else if (m_request.reduction == Reduction::Mean) {
                Index cells = 0;
                for (Index q = std::max(firstQuery, firstKey); q < endQuery; ++q)
                    cells += m_window.visible(q, firstKey, endKey);
                m_out(row, c) /= static_cast<float>(cells);
            }
        }
    }

    const Trace<float>& m_trace;
    const MapRequest& m_request;
    const Region& m_region;
    HeadBias<float> m_bias;
    AttentionWindow m_window;
    Matrix<float>& m_out;
    Index m_firstQuery = 0;
    Index m_queries = 0;
    Index m_row = 0;             // pixel row of the last query so far
    Index m_rowOf[kQueryTile]{}; // pixel row of each query of the tile
    alignas(64) float m_tile[kKeyTile * kQueryTile];
    alignas(64) float m_logSum[kQueryTile];
};

void check(const Trace<float>& trace, const MapRequest& request)
{
    const ModelConfig& config = trace.model().config();
    const Region& r = request.region;
    if (request.layer < 0 || request.layer >= config.layers)
        throw error("Layer {} does not exist; the model has layers 0 to {}.", request.layer, config.layers - 1);
    if (request.head < 0 || request.head >= config.heads)
        throw error("Head {} does not exist; the model has heads 0 to {}.", request.head, config.heads - 1);
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
    map.values.resize(map.request.rows, map.request.cols);
    const Index tiles = (request.region.queries + kQueryTile - 1) / kQueryTile;
    const int bands = static_cast<int>(std::min(map.request.rows, tiles));
    pool.forEach(bands, [&](int i) {
        throwIfCancelled(cancel);
        const Index band = bands - 1 - i; // late queries have more keys
        Band(trace, map.request, map.values)
            .run(band * map.request.rows / bands, (band + 1) * map.request.rows / bands);
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
