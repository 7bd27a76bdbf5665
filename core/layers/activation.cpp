// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/activation.h"

#include "core/base/error.h"

#include <unsupported/Eigen/SpecialFunctions>

#include <numbers>

namespace core {
namespace {

template <typename S>
constexpr S kSqrtHalf = static_cast<S>(std::numbers::sqrt2 / 2);
template <typename S>
constexpr S kInverseSqrt2Pi = static_cast<S>(std::numbers::inv_sqrtpi* std::numbers::sqrt2 / 2);
template <typename S>
constexpr S kTanhScale = static_cast<S>(std::numbers::inv_sqrtpi* std::numbers::sqrt2);
template <typename S>
constexpr S kCubic = static_cast<S>(0.044715);

} // namespace

Activation activationById(std::string_view id)
{
    if (id == "gelu")
        return Activation::Gelu;
    if (id == "gelu_new")
        return Activation::GeluNew;
    throw error("The activation \"{}\" is unknown; known are \"gelu\" and \"gelu_new\".", id);
}

std::string_view idOf(Activation activation) { return activation == Activation::Gelu ? "gelu" : "gelu_new"; }

template <typename S>
void activationForward(Activation activation, ConstMatrixView<S> x, MatrixView<S> y)
{
    for (Index t = 0; t < x.rows(); ++t) {
        const auto in = x.row(t).array();
        if (activation == Activation::Gelu)
            y.row(t).array() = S(0.5) * in * (S(1) + (in * kSqrtHalf<S>).erf());
        else
            y.row(t).array() = S(0.5) * in * (S(1) + (kTanhScale<S> * (in + kCubic<S> * in * in * in)).tanh());
    }
}

template <typename S>
void activationBackward(Activation activation, ConstMatrixView<S> x, ConstMatrixView<S> dy, MatrixView<S> dx)
{
    Eigen::Array<S, 1, Eigen::Dynamic> t(x.cols());
    for (Index r = 0; r < x.rows(); ++r) {
        const auto in = x.row(r).array();
        if (activation == Activation::Gelu) {
            dx.row(r).array() = dy.row(r).array() * (S(0.5) * (S(1) + (in * kSqrtHalf<S>).erf()) +
                                                     in * kInverseSqrt2Pi<S> * (S(-0.5) * in * in).exp());
        } else {
            t = (kTanhScale<S> * (in + kCubic<S> * in * in * in)).tanh();
            dx.row(r).array() =
                dy.row(r).array() * (S(0.5) * (S(1) + t) + S(0.5) * in * (S(1) - t * t) * kTanhScale<S> *
                                                               (S(1) + S(3) * kCubic<S> * in * in));
        }
    }
}

template void activationForward<float>(Activation, ConstMatrixView<float>, MatrixView<float>);
template void activationForward<double>(Activation, ConstMatrixView<double>, MatrixView<double>);
template void activationBackward<float>(Activation, ConstMatrixView<float>, ConstMatrixView<float>, MatrixView<float>);
template void activationBackward<double>(Activation, ConstMatrixView<double>, ConstMatrixView<double>,
                                         MatrixView<double>);

} // namespace core
