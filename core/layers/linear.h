// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/packed_matrix.h"

namespace core {

// y = x weightᵀ + bias.  x is (T, in), weight (out, in), bias (1, out), y (T, out).
template <typename S>
void linearForward(ConstMatrixView<S> x, const PackedMatrix<S>& weight, ConstMatrixView<S> bias, MatrixView<S> y)
{
    weight.multiply(x, y);
    y.rowwise() += bias.row(0);
}

// weight is (out, in) as PyTorch stores it. All three results are overwritten.
template <typename S>
void linearBackward(ConstMatrixView<S> x, ConstMatrixView<S> weight, ConstMatrixView<S> dy, MatrixView<S> dx,
                    MatrixView<S> dWeight, MatrixView<S> dBias)
{
    multiply<S, true>(dy, x, dWeight);
    dBias.row(0) = dy.colwise().sum();
    multiply<S>(dy, weight, dx);
}

} // namespace core
