// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/simd.h"
#include "core/position/position_encoding.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace core {

// Causal self-attention of one head over one sequence, in tiles, without ever storing a (T, T) matrix:
//     score(i, j) = q_i · k_j / sqrt(headWidth) + bias(i, j)      for j <= i
//     out_i = Σ_j softmax_j(score(i, ·)) v_j
// With a window (PositionEncoding::window) only over the keys it leaves; tiles it hides as a whole are skipped, so that
// a window makes the time grow linearly.
// Derivation of the tiling: online softmax (Milakov & Gimelshein 2018, arXiv 1805.02867) over key tiles, as in
// FlashAttention (Dao et al. 2022, arXiv 2205.14135), transposed: a tile is (keys, queries), so maxima and sums run
// down the rows with one query per vector lane, and neither keys nor values need repacking. With m the largest score so
// far, l = Σ exp(score - m) and o = Σ exp(score - m) v, a tile with the maximum m' changes them to
//     m'' = max(m, m'),  l'' = l exp(m - m'') + Σ exp(score - m''),  o'' = o exp(m - m'') + Σ exp(score - m'') v
// The order of the tiles is free. The nearest keys come first: where weights fall with distance, m soon stays as it is
// (nothing has to be rescaled), and once m' - m is below the exponential's last number above 0 for all queries, the
// tile's weights are exactly 0, so it is passed over without changing a bit.
// And where the encoding tells a bound of its biases (largestBias) and the head one of its keys' norms, the bound of
// the scores that follows from |q · k| <= |q| |k| says so before a tile is computed: all keys still farther away are
// left out, again without changing a bit. Under a steep linear bias time grows linearly then, too.

// Queries, keys and values of one head: rows are positions 0, 1, …, `stride` elements apart, headWidth columns.
template <typename S>
struct HeadInput
{
    const S* query = nullptr;
    const S* key = nullptr;
    const S* value = nullptr;
    Index stride = 0;
    Index headWidth = 0;
    S keyNorm = std::numeric_limits<S>::infinity(); // no key's is larger
};

// What a head adds to its scores. encoding may serve any number of heads and calls.
template <typename S>
struct HeadBias
{
    const PositionEncoding<S>* encoding = nullptr;
    std::span<const ConstMatrixView<S>> own;
    int head = 0;
};

inline constexpr Index kQueryTile = 64;
inline constexpr Index kKeyTile = 64;
inline constexpr Index kMaxHeadWidth = 256;

// Writes `value` over the cells of a (keys, queries) tile, rows kQueryTile apart, that the causal mask or the window
// hides.
template <typename S>
void hideCells(const AttentionWindow& window, Index firstQuery, Index queries, Index firstKey, Index keys, S value,
               S* tile)
{
    for (Index k = std::max<Index>(0, firstQuery - firstKey + 1); k < keys; ++k) // rows that reach past the diagonal
        std::fill_n(tile + k * kQueryTile, std::min(queries, firstKey + k - firstQuery), value);
    for (Index k = std::max<Index>(0, window.sinks - firstKey); k < keys; ++k) {
        const Index seen = std::max<Index>(0, firstKey + k + window.tokens - firstQuery);
        if (seen >= queries)
            break; // later keys are still nearer
        std::fill_n(tile + k * kQueryTile + seen, queries - seen, value);
    }
}

// The largest norm of the keys of rows [first, first + rows).
template <typename S>
S largestKeyNorm(const HeadInput<S>& head, Index first, Index rows);

// bounds[n] >= q · k / sqrt(headWidth) for the query firstQuery + n and every key, whatever rounding does.
template <typename S>
void contentBounds(const HeadInput<S>& head, Index firstQuery, Index queries, S* bounds);

// Whether keys `distance` back and more all have weights of exactly 0. largestLogarithm: what no weight's logarithm
// would exceed without the bias (contentBounds minus the row's maximum or log-sum-exp).
template <typename S>
bool weighNothing(const HeadBias<S>& bias, Index distance, S largestLogarithm)
{
    // Rounding may have made the logarithm a little too small.
    return distance > 0 &&
           largestLogarithm + bias.encoding->largestBias(distance, bias.head) < simd::kExpIsZero<S> - S(1);
}

// Queries [firstQuery, firstQuery + queries) against all keys up to each. out is (queries, headWidth) with its own
// stride; rowMax and rowLogSum (log-sum-exp of the row) take one number per query, `statisticsStride` apart.
template <typename S>
void attentionForward(const HeadInput<S>& head, const HeadBias<S>& bias, Index firstQuery, Index queries, S* out,
                      Index outStride, S* rowMax, S* rowLogSum, Index statisticsStride);

// The gradients of a whole sequence of `length` positions, added to dQuery, dKey, dValue (layout of the head's input,
// rows gradientStride apart). out and rowLogSum are those of the forward pass, dOut is the gradient that comes in.
template <typename S>
struct HeadGradient
{
    S* dQuery = nullptr;
    S* dKey = nullptr;
    S* dValue = nullptr;
    Index stride = 0;
};
template <typename S>
void attentionBackward(const HeadInput<S>& head, const HeadBias<S>& bias, Index length, const S* out, const S* dOut,
                       Index outStride, const S* rowLogSum, Index statisticsStride, const HeadGradient<S>& gradient,
                       std::span<MatrixView<S>> encodingGradients);

// Tiles of scaled products q · k / sqrt(headWidth) for whoever wants to look at them: the queries
// [firstQuery, firstQuery + queries), at most kQueryTile, against any keys. The head's rows must outlive the object.
template <typename S>
class ContentTiles
{
public:
    ContentTiles(const HeadInput<S>& head, Index firstQuery, Index queries);
    // tile(k, q) for keys [firstKey, firstKey + keys), at most kKeyTile; rows of the tile are kQueryTile apart.
    void read(Index firstKey, Index keys, S* tile) const;

private:
    HeadInput<S> m_head;
    Index m_padded;
    std::vector<S> m_queryT; // (headWidth, kQueryTile), scaled
};

} // namespace core
