// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/layers/simd.h"

// Products of small tiles that stay in the first-level cache: c (m × n) = or += a (m × k) · b (k × n).
//
// Element (i, p) of a is a[i * aRow + p * aCol], so a may be a transpose that nobody wrote down; it is read one element
// at a time and broadcast. Rows of b and c are contiguous and n is a multiple of the vector length. A block of
// rows × vectors of c is held in registers while p runs; with 6 × 4 blocks (6 × 2 where there are 16 registers) each
// loaded b serves six, each broadcast a another four multiply-adds, which is what keeps the multiply-add units busy.
namespace core {

namespace detail {

template <typename S, int Rows, int Vectors, bool Accumulate>
inline void productBlock(const S* a, Index aRow, Index aCol, const S* b, Index bStride, S* c, Index cStride, Index k)
{
    // Unrolled whatever the optimisation level: otherwise the sums would live in memory.
    constexpr int lanes = simd::kLanes<S>;
    simd::Vector<S> sum[Rows][Vectors];
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 8
        for (int j = 0; j < Vectors; ++j)
            sum[i][j] = Accumulate ? simd::load(c + i * cStride + j * lanes) : simd::Vector<S>{};
    for (Index p = 0; p < k; ++p) {
        simd::Vector<S> right[Vectors];
#pragma GCC unroll 8
        for (int j = 0; j < Vectors; ++j)
            right[j] = simd::load(b + p * bStride + j * lanes);
#pragma GCC unroll 8
        for (int i = 0; i < Rows; ++i) {
            const S left = a[i * aRow + p * aCol];
#pragma GCC unroll 8
            for (int j = 0; j < Vectors; ++j)
                sum[i][j] += left * right[j];
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 8
        for (int j = 0; j < Vectors; ++j)
            simd::store(c + i * cStride + j * lanes, sum[i][j]);
}

// All rows, in blocks of `Rows`, what is left in smaller ones.
template <typename S, int Rows, int Vectors, bool Accumulate>
inline void productColumns(const S* a, Index aRow, Index aCol, const S* b, Index bStride, S* c, Index cStride, Index m,
                           Index k)
{
    Index i = 0;
    for (; i + Rows <= m; i += Rows)
        productBlock<S, Rows, Vectors, Accumulate>(a + i * aRow, aRow, aCol, b, bStride, c + i * cStride, cStride, k);
    if constexpr (Rows > 1)
        if (i < m)
            productColumns<S, Rows == 6 ? 4 : Rows / 2, Vectors, Accumulate>(a + i * aRow, aRow, aCol, b, bStride,
                                                                             c + i * cStride, cStride, m - i, k);
}

} // namespace detail

template <bool Accumulate, typename S>
inline void tileProduct(const S* a, Index aRow, Index aCol, const S* b, Index bStride, S* c, Index cStride, Index m,
                        Index n, Index k)
{
    constexpr int lanes = simd::kLanes<S>;
    Index j = 0;
    if constexpr (simd::kManyRegisters)
        for (; j + 4 * lanes <= n; j += 4 * lanes)
            detail::productColumns<S, 6, 4, Accumulate>(a, aRow, aCol, b + j, bStride, c + j, cStride, m, k);
    for (; j + 2 * lanes <= n; j += 2 * lanes)
        detail::productColumns<S, simd::kManyRegisters ? 8 : 6, 2, Accumulate>(a, aRow, aCol, b + j, bStride, c + j,
                                                                               cStride, m, k);
    for (; j < n; j += lanes)
        detail::productColumns<S, 8, 1, Accumulate>(a, aRow, aCol, b + j, bStride, c + j, cStride, m, k);
}

} // namespace core
