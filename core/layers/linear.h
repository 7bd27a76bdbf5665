// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/layers/matrix_product.h"

namespace core {

// c = or += a · b. Our own kernel where b and c have whole vectors as rows (it needs no packing, so small products cost
// no more per multiply-add than large ones), Eigen's for every other shape. aT: a is given as its transpose.
template <bool Accumulate, bool TransposedA = false, typename S>
void multiply(const ConstMatrixView<S>& a, const ConstMatrixView<S>& b, MatrixView<S> c)
{
    const Index k = TransposedA ? a.rows() : a.cols();
    if (b.cols() % simd::kLanes<S> == 0)
        matrixProduct<Accumulate>(a.data(), TransposedA ? Index(1) : a.outerStride(),
                                  TransposedA ? a.outerStride() : Index(1), b.data(), b.outerStride(), c.data(),
                                  c.outerStride(), c.rows(), c.cols(), k);
    else if constexpr (Accumulate && TransposedA)
        c.noalias() += a.transpose() * b;
    else if constexpr (Accumulate)
        c.noalias() += a * b;
    else
        c.noalias() = a * b;
}

// weight is (out, in) as PyTorch stores it. dWeight and dBias are added to, dx is overwritten.
template <typename S>
void linearBackward(ConstMatrixView<S> x, ConstMatrixView<S> weight, ConstMatrixView<S> dy, MatrixView<S> dx,
                    MatrixView<S> dWeight, MatrixView<S> dBias)
{
    multiply<true, true, S>(dy, x, dWeight);
    dBias.row(0) += dy.colwise().sum();
    multiply<false, false, S>(dy, weight, dx);
}

} // namespace core
