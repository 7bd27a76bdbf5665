// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <cmath>

namespace core {

// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, over each row (Ba, Kiros & Hinton 2016). x, y are (T, C),
// weight and bias (1, C). `statistics` is (T, 2): mean and 1/sqrt(variance + epsilon), for the backward pass.
template <typename S>
void layerNormForward(ConstMatrixView<S> x, ConstMatrixView<S> weight, ConstMatrixView<S> bias, S epsilon,
                      MatrixView<S> y, MatrixView<S> statistics)
{
    for (Index t = 0; t < x.rows(); ++t) {
        const S mean = x.row(t).mean();
        const S variance = (x.row(t).array() - mean).square().mean();
        const S inverse = S(1) / std::sqrt(variance + epsilon);
        y.row(t).array() = (x.row(t).array() - mean) * inverse * weight.row(0).array() + bias.row(0).array();
        statistics(t, 0) = mean;
        statistics(t, 1) = inverse;
    }
}

// dx is added to: the residual stream already carries a gradient past the norm. dWeight and dBias are overwritten.
template <typename S>
void layerNormBackward(ConstMatrixView<S> x, ConstMatrixView<S> weight, ConstMatrixView<S> statistics,
                       ConstMatrixView<S> dy, MatrixView<S> dx, MatrixView<S> dWeight, MatrixView<S> dBias)
{
    Eigen::Array<S, 1, Eigen::Dynamic> normal(x.cols());
    Eigen::Array<S, 1, Eigen::Dynamic> dNormal(x.cols());
    dWeight.setZero();
    dBias.setZero();
    for (Index t = 0; t < x.rows(); ++t) {
        const S inverse = statistics(t, 1);
        normal = (x.row(t).array() - statistics(t, 0)) * inverse;
        dNormal = dy.row(t).array() * weight.row(0).array();
        dWeight.row(0).array() += dy.row(t).array() * normal;
        dBias.row(0) += dy.row(t);
        const S mean = dNormal.mean();
        const S projection = (dNormal * normal).mean();
        dx.row(t).array() += (dNormal - mean - normal * projection) * inverse;
    }
}

} // namespace core
