// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <string_view>

namespace core {

// GELU (Hendrycks & Gimpel 2016, arXiv 1606.08415): `Gelu` is x Φ(x) with the error function, `GeluNew` its tanh form
//     x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x³))).
enum class Activation { Gelu, GeluNew };

// "gelu" and "gelu_new", as config.json calls them. Throws Error for any other name.
Activation activationById(std::string_view id);
std::string_view idOf(Activation activation);

// y = activation(x), element by element; x and y are (T, C) and may be the same.
template <typename S>
void activationForward(Activation activation, ConstMatrixView<S> x, MatrixView<S> y);

// dx = dy * activation'(x); dx may be dy.
template <typename S>
void activationBackward(Activation activation, ConstMatrixView<S> x, ConstMatrixView<S> dy, MatrixView<S> dx);

} // namespace core
