// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/tile_product.h"

#include <algorithm>

// Products of matrices that do not fit into the first-level cache: c (m × n) = a (m × k) · b (k × n), with the
// arguments of tileProduct().
//
// b is cut into blocks of kDepth rows and one register block of columns, 32 KB each. A block is copied to where its
// rows lie one behind the other: in place they would lie a power of two apart, share a few cache sets and push each
// other out. The copy then stays in the first-level cache while every row of a passes by, so a multiply-add waits for
// nothing but the multiply-add unit. Copying costs 1/m of the product. The sums over k run in the same order as without
// blocks: the result has the same bits.
namespace core {

namespace detail {

template <typename S>
struct ProductShape
{
    // Registers: rows × vectors for sums, vectors for b, one for a: 29 of 32, or 15 of 16.
    static constexpr int rows = 6;
    static constexpr int vectors = simd::kManyRegisters ? 4 : 2;
    static constexpr Index columns = vectors * simd::kLanes<S>;
    static constexpr Index depth = 32768 / (columns * static_cast<Index>(sizeof(S)));
};

template <typename S, int Vectors>
void packBlock(const S* b, Index bStride, Index depth, S* packed)
{
    constexpr int lanes = simd::kLanes<S>;
    for (Index p = 0; p < depth; ++p)
#pragma GCC unroll 8
        for (int j = 0; j < Vectors; ++j)
            simd::store(packed + (p * Vectors + j) * lanes, simd::load(b + p * bStride + j * lanes));
}

template <typename S, int Vectors>
void productOfBlock(const S* a, Index aRow, Index aCol, const S* b, Index bStride, S* c, Index cStride, Index m,
                    Index depth, bool accumulate)
{
    constexpr int rows = ProductShape<S>::rows;
    constexpr Index width = Vectors * simd::kLanes<S>;
    alignas(64) static thread_local S packed[ProductShape<S>::columns * ProductShape<S>::depth];
    packBlock<S, Vectors>(b, bStride, depth, packed);
    if (accumulate)
        productColumns<S, rows, Vectors, true>(a, aRow, aCol, packed, width, c, cStride, m, depth);
    else
        productColumns<S, rows, Vectors, false>(a, aRow, aCol, packed, width, c, cStride, m, depth);
}

} // namespace detail

template <typename S>
void matrixProduct(const S* a, Index aRow, Index aCol, const S* b, Index bStride, S* c, Index cStride, Index m, Index n,
                   Index k)
{
    using Shape = detail::ProductShape<S>;
    constexpr Index worthCopying = 24; // rows
    if (m < worthCopying || k == 0)
        return tileProduct<false>(a, aRow, aCol, b, bStride, c, cStride, m, n, k);
    for (Index p = 0; p < k; p += Shape::depth) {
        const Index depth = std::min(Shape::depth, k - p);
        const bool accumulate = p > 0;
        const S* left = a + p * aCol;
        const S* right = b + p * bStride;
        Index j = 0;
        for (; j + Shape::columns <= n; j += Shape::columns)
            detail::productOfBlock<S, Shape::vectors>(left, aRow, aCol, right + j, bStride, c + j, cStride, m, depth,
                                                      accumulate);
        for (; j < n; j += simd::kLanes<S>)
            detail::productOfBlock<S, 1>(left, aRow, aCol, right + j, bStride, c + j, cStride, m, depth, accumulate);
    }
}

// c = a · b. Our own kernel where b and c have whole vectors as rows (it needs no packing, so small products cost
// no more per multiply-add than large ones), Eigen's for every other shape. TransposedA: a is given as its transpose.
template <typename S, bool TransposedA = false>
void multiply(const ConstMatrixView<S>& a, const ConstMatrixView<S>& b, MatrixView<S> c)
{
    const Index k = TransposedA ? a.rows() : a.cols();
    if (b.cols() % simd::kLanes<S> == 0)
        matrixProduct(a.data(), TransposedA ? Index(1) : a.outerStride(), TransposedA ? a.outerStride() : Index(1),
                      b.data(), b.outerStride(), c.data(), c.outerStride(), c.rows(), c.cols(), k);
    else if constexpr (TransposedA)
        c.noalias() = a.transpose() * b;
    else
        c.noalias() = a * b;
}

} // namespace core
