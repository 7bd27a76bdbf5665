// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/attention.h"

#include "core/layers/tile_product.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace core {
namespace {

template <typename S>
using Lane = simd::Vector<S>;

template <typename S>
inline constexpr S kMinusInfinity = -std::numeric_limits<S>::infinity();

Index paddedToLanes(Index n, Index lanes) { return (n + lanes - 1) / lanes * lanes; }

// One thread's tiles. Sized for the widest head; only the used part is ever touched.
template <typename S>
struct Workspace
{
    alignas(64) S scores[kKeyTile * kQueryTile];
    alignas(64) S gradient[kKeyTile * kQueryTile];
    alignas(64) S queryT[kMaxHeadWidth * kQueryTile]; // (headWidth, queries), scaled
    alignas(64) S outT[kMaxHeadWidth * kQueryTile];   // (headWidth, queries)
    alignas(64) S dOutT[kMaxHeadWidth * kQueryTile];
    alignas(64) S rows[kQueryTile * kMaxHeadWidth]; // (queries, headWidth padded to lanes)
    alignas(64) S dOutRows[kQueryTile * kMaxHeadWidth];
    alignas(64) S keyRows[kKeyTile * kMaxHeadWidth]; // a sum for keys or values
    alignas(64) S maximum[kQueryTile];
    alignas(64) S before[kQueryTile]; // the maximum without the present tile
    alignas(64) S sum[kQueryTile];
    alignas(64) S bounds[kQueryTile]; // of a query's products with keys
};

template <typename S>
Workspace<S>& workspace()
{
    static thread_local const auto space = std::make_unique<Workspace<S>>();
    return *space;
}

// out (width, kQueryTile): the transpose of `queries` rows, times factor; columns up to `padded` are filled with zeros.
template <typename S>
void packTransposed(const S* rows, Index stride, Index queries, Index padded, Index width, S factor, S* out)
{
    for (Index i = 0; i < width; ++i) {
        S* column = out + i * kQueryTile;
        for (Index q = 0; q < queries; ++q)
            column[q] = rows[q * stride + i] * factor;
        std::fill(column + queries, column + padded, S(0));
    }
}

// out (queries, paddedWidth): rows times factor, filled up with zeros.
template <typename S>
void packRows(const S* rows, Index stride, Index queries, Index width, Index paddedWidth, S factor, S* out)
{
    for (Index q = 0; q < queries; ++q) {
        for (Index i = 0; i < width; ++i)
            out[q * paddedWidth + i] = rows[q * stride + i] * factor;
        std::fill(out + q * paddedWidth + width, out + (q + 1) * paddedWidth, S(0));
    }
}

template <typename S>
S scaleOf(const HeadInput<S>& head)
{
    return S(1) / std::sqrt(static_cast<S>(head.headWidth));
}

// space.scores = q · k / sqrt(headWidth) + bias, masked with -infinity, from the packed queries.
template <typename S>
void scoreTile(const HeadInput<S>& head, const HeadBias<S>& bias, Index firstQuery, Index queries, Index padded,
               Index firstKey, Index keys, Workspace<S>& space)
{
    tileProduct<false>(head.key + firstKey * head.stride, head.stride, Index(1), space.queryT, kQueryTile, space.scores,
                       kQueryTile, keys, padded, head.headWidth);
    if (bias.encoding->biases())
        bias.encoding->addBias(MatrixView<S>(space.scores, keys, queries, Eigen::OuterStride<>(kQueryTile)), firstQuery,
                               firstKey, bias.head, bias.own);
    hideCells(bias.encoding->window(), firstQuery, queries, firstKey, keys, kMinusInfinity<S>, space.scores);
}

// The largest of each query's scores.
template <typename S>
Lane<S> topOf(const S* column, Index keys)
{
    Lane<S> a = simd::load(column);
    Lane<S> b = a;
    Index k = 1;
    for (; k + 1 < keys; k += 2) { // two chains: a maximum waits for the one before it
        a = simd::max(simd::load(column + k * kQueryTile), a);
        b = simd::max(simd::load(column + (k + 1) * kQueryTile), b);
    }
    if (k < keys)
        a = simd::max(simd::load(column + k * kQueryTile), a);
    return simd::max(a, b);
}

// The online softmax: scores become exp(score - running maximum); sums and the collected output follow the maximum.
// False when every weight is exactly 0, as far away under a linear bias: then nothing has changed.
template <typename S>
bool absorbTile(Index keys, Index padded, Index width, Workspace<S>& space)
{
    constexpr Index lanes = simd::kLanes<S>;
    using Mask = decltype(Lane<S>{} > Lane<S>{});
    Mask alive{};
    Mask grows{};
    for (Index q = 0; q < padded; q += lanes) {
        const Lane<S> top = topOf(space.scores + q, keys);
        const Lane<S> before = simd::load(space.maximum + q);
        alive |= top - before >= simd::kExpIsZero<S>; // not if all keys so far are masked
        grows |= top > before;
        simd::store(space.before + q, before);
        simd::store(space.maximum + q, simd::max(top, before));
    }
    if (!simd::any(alive))
        return false;
    const bool rescale = simd::any(grows);
    for (Index q = 0; q < padded; q += lanes) {
        S* column = space.scores + q;
        const Lane<S> top = simd::load(space.maximum + q);
        // A query whose keys are all masked so far (window masks) keeps -infinity: subtract 0 instead of it.
        const Lane<S> base = top == kMinusInfinity<S> ? Lane<S>{} : top;
        Lane<S> total{};
        for (Index k = 0; k < keys; ++k) {
            const Lane<S> weight = simd::exp(simd::load(column + k * kQueryTile) - base);
            simd::store(column + k * kQueryTile, weight);
            total += weight;
        }
        Lane<S> sum = simd::load(space.sum + q);
        if (rescale) {
            const Lane<S> shrink = simd::exp(simd::load(space.before + q) - base);
            sum *= shrink;
            for (Index i = 0; i < width; ++i)
                simd::store(space.outT + i * kQueryTile + q, simd::load(space.outT + i * kQueryTile + q) * shrink);
        }
        simd::store(space.sum + q, sum + total);
    }
    return true;
}

// Of all queries' weights, before the bias; infinity until some tile has been absorbed.
template <typename S>
S largestLogarithm(Index queries, const Workspace<S>& space)
{
    S most = kMinusInfinity<S>;
    for (Index q = 0; q < queries; ++q)
        most = std::max(most, space.bounds[q] - space.maximum[q]);
    return most;
}

template <typename S>
void forwardTile(const HeadInput<S>& head, const HeadBias<S>& bias, Index firstQuery, Index queries, S* out,
                 Index outStride, S* rowMax, S* rowLogSum, Index statisticsStride)
{
    Workspace<S>& space = workspace<S>();
    const Index width = head.headWidth;
    const Index padded = paddedToLanes(queries, simd::kLanes<S>);
    packTransposed(head.query + firstQuery * head.stride, head.stride, queries, padded, width, scaleOf(head),
                   space.queryT);
    std::fill_n(space.maximum, queries, kMinusInfinity<S>);
    std::fill(space.maximum + queries, space.maximum + padded, -kMinusInfinity<S>); // nothing weighs anything there
    std::fill_n(space.sum, padded, S(0));
    std::fill_n(space.outT, width * kQueryTile, S(0));
    const bool bounded = std::isfinite(head.keyNorm);
    if (bounded)
        contentBounds(head, firstQuery, queries, space.bounds);
    const Index end = firstQuery + queries;
    const AttentionWindow window = bias.encoding->window();
    // The nearest keys first: where weights fall with distance, maxima are found at once and far tiles do not count.
    for (Index firstKey = window.previousVisible((end - 1) / kKeyTile * kKeyTile, kKeyTile, firstQuery); firstKey >= 0;
         firstKey = window.previousVisible(firstKey - kKeyTile, kKeyTile, firstQuery)) {
        const Index keys = std::min(kKeyTile, end - firstKey);
        if (bounded && weighNothing(bias, firstQuery - (firstKey + keys - 1), largestLogarithm(queries, space)))
            break;
        scoreTile(head, bias, firstQuery, queries, padded, firstKey, keys, space);
        if (absorbTile(keys, padded, width, space))
            tileProduct<true>(head.value + firstKey * head.stride, Index(1), head.stride, space.scores, kQueryTile,
                              space.outT, kQueryTile, width, padded, keys);
    }
    for (Index q = 0; q < queries; ++q) {
        const S scale = S(1) / space.sum[q];
        for (Index i = 0; i < width; ++i)
            out[q * outStride + i] = space.outT[i * kQueryTile + q] * scale;
        rowMax[q * statisticsStride] = space.maximum[q];
        rowLogSum[q * statisticsStride] = space.maximum[q] + std::log(space.sum[q]);
    }
}

// scores → weights, gradient: d(loss)/d(weight) → d(loss)/d(score) = weight (dWeight - Σ weight dWeight of the row).
template <typename S>
void scoreGradients(Index keys, Index padded, Workspace<S>& space)
{
    constexpr Index lanes = simd::kLanes<S>;
    for (Index q = 0; q < padded; q += lanes) {
        const Lane<S> logSum = simd::load(space.maximum + q);
        const Lane<S> mean = simd::load(space.sum + q);
        for (Index k = 0; k < keys; ++k) {
            const Index at = k * kQueryTile + q;
            const Lane<S> weight = simd::exp(simd::load(space.scores + at) - logSum);
            simd::store(space.scores + at, weight);
            simd::store(space.gradient + at, weight * (simd::load(space.gradient + at) - mean));
        }
    }
}

template <typename S>
void addRows(const S* sums, Index paddedWidth, Index rows, Index width, S* out, Index stride)
{
    for (Index r = 0; r < rows; ++r)
        for (Index i = 0; i < width; ++i)
            out[r * stride + i] += sums[r * paddedWidth + i];
}

template <typename S>
auto rowsOfWidth(const S* rows, Index count, const HeadInput<S>& head)
{
    return ConstMatrixView<S>(rows, count, head.headWidth, Eigen::OuterStride<>(head.stride));
}

} // namespace

template <typename S>
S largestKeyNorm(const HeadInput<S>& head, Index first, Index rows)
{
    if (rows == 0)
        return S(0);
    return std::sqrt(rowsOfWidth(head.key + first * head.stride, rows, head).rowwise().squaredNorm().maxCoeff());
}

template <typename S>
void contentBounds(const HeadInput<S>& head, Index firstQuery, Index queries, S* bounds)
{
    const auto rows = rowsOfWidth(head.query + firstQuery * head.stride, queries, head);
    const S factor = scaleOf(head) * head.keyNorm * S(1.001); // sums of a thousand numbers are this exact
    for (Index q = 0; q < queries; ++q)
        bounds[q] = rows.row(q).norm() * factor;
}

template <typename S>
void attentionForward(const HeadInput<S>& head, const HeadBias<S>& bias, Index firstQuery, Index queries, S* out,
                      Index outStride, S* rowMax, S* rowLogSum, Index statisticsStride)
{
    for (Index q = 0; q < queries; q += kQueryTile)
        forwardTile(head, bias, firstQuery + q, std::min(kQueryTile, queries - q), out + q * outStride, outStride,
                    rowMax + q * statisticsStride, rowLogSum + q * statisticsStride, statisticsStride);
}

template <typename S>
void attentionBackward(const HeadInput<S>& head, const HeadBias<S>& bias, Index length, const S* out, const S* dOut,
                       Index outStride, const S* rowLogSum, Index statisticsStride, const HeadGradient<S>& gradient,
                       std::span<MatrixView<S>> encodingGradients)
{
    Workspace<S>& space = workspace<S>();
    constexpr Index lanes = simd::kLanes<S>;
    const Index width = head.headWidth;
    const Index paddedWidth = paddedToLanes(width, lanes);
    const S scale = scaleOf(head);
    const AttentionWindow window = bias.encoding->window();
    for (Index firstQuery = 0; firstQuery < length; firstQuery += kQueryTile) {
        const Index queries = std::min(kQueryTile, length - firstQuery);
        const Index padded = paddedToLanes(queries, lanes);
        const S* queryRows = head.query + firstQuery * head.stride;
        const S* dOutRows = dOut + firstQuery * outStride;
        packTransposed(queryRows, head.stride, queries, padded, width, scale, space.queryT);
        packTransposed(dOutRows, outStride, queries, padded, width, S(1), space.dOutT);
        packRows(queryRows, head.stride, queries, width, paddedWidth, scale, space.rows);
        packRows(dOutRows, outStride, queries, width, paddedWidth, S(1), space.dOutRows);
        std::fill_n(space.outT, width * kQueryTile, S(0)); // collects d(loss)/d(query), transposed
        for (Index q = 0; q < padded; ++q) {
            const bool real = q < queries;
            space.maximum[q] = real ? rowLogSum[(firstQuery + q) * statisticsStride] : S(0);
            space.sum[q] = S(0);
            for (Index i = 0; real && i < width; ++i)
                space.sum[q] += dOutRows[q * outStride + i] * out[(firstQuery + q) * outStride + i];
        }
        for (Index firstKey = window.nextVisible(0, kKeyTile, firstQuery); firstKey < firstQuery + queries;
             firstKey = window.nextVisible(firstKey + kKeyTile, kKeyTile, firstQuery)) {
            const Index keys = std::min(kKeyTile, firstQuery + queries - firstKey);
            scoreTile(head, bias, firstQuery, queries, padded, firstKey, keys, space);
            tileProduct<false>(head.value + firstKey * head.stride, head.stride, Index(1), space.dOutT, kQueryTile,
                               space.gradient, kQueryTile, keys, padded, width);
            scoreGradients(keys, padded, space);
            if (bias.encoding->biases())
                bias.encoding->addBiasBackward(
                    ConstMatrixView<S>(space.gradient, keys, queries, Eigen::OuterStride<>(kQueryTile)), firstQuery,
                    firstKey, bias.head, bias.own, encodingGradients);
            tileProduct<true>(head.key + firstKey * head.stride, Index(1), head.stride, space.gradient, kQueryTile,
                              space.outT, kQueryTile, width, padded, keys);
            tileProduct<false>(space.gradient, kQueryTile, Index(1), space.rows, paddedWidth, space.keyRows,
                               paddedWidth, keys, paddedWidth, queries);
            addRows(space.keyRows, paddedWidth, keys, width, gradient.dKey + firstKey * gradient.stride,
                    gradient.stride);
            tileProduct<false>(space.scores, kQueryTile, Index(1), space.dOutRows, paddedWidth, space.keyRows,
                               paddedWidth, keys, paddedWidth, queries);
            addRows(space.keyRows, paddedWidth, keys, width, gradient.dValue + firstKey * gradient.stride,
                    gradient.stride);
        }
        for (Index q = 0; q < queries; ++q)
            for (Index i = 0; i < width; ++i)
                gradient.dQuery[(firstQuery + q) * gradient.stride + i] += space.outT[i * kQueryTile + q] * scale;
    }
}

template <typename S>
ContentTiles<S>::ContentTiles(const HeadInput<S>& head, Index firstQuery, Index queries)
    : m_head(head)
    , m_padded(paddedToLanes(queries, simd::kLanes<S>))
    , m_queryT(static_cast<std::size_t>(head.headWidth * kQueryTile))
{
    packTransposed(head.query + firstQuery * head.stride, head.stride, queries, m_padded, head.headWidth, scaleOf(head),
                   m_queryT.data());
}

template <typename S>
void ContentTiles<S>::read(Index firstKey, Index keys, S* tile) const
{
    tileProduct<false>(m_head.key + firstKey * m_head.stride, m_head.stride, Index(1), m_queryT.data(), kQueryTile,
                       tile, kQueryTile, keys, m_padded, m_head.headWidth);
}

#define INSTANTIATE(S)                                                                                                 \
    template void attentionForward<S>(const HeadInput<S>&, const HeadBias<S>&, Index, Index, S*, Index, S*, S*,        \
                                      Index);                                                                          \
    template void attentionBackward<S>(const HeadInput<S>&, const HeadBias<S>&, Index, const S*, const S*, Index,      \
                                       const S*, Index, const HeadGradient<S>&, std::span<MatrixView<S>>);             \
    template S largestKeyNorm<S>(const HeadInput<S>&, Index, Index);                                                   \
    template void contentBounds<S>(const HeadInput<S>&, Index, Index, S*);                                             \
    template class ContentTiles<S>;
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

} // namespace core
