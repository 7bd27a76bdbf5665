// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <cmath>
#include <span>

namespace core {

// losses[t] = -log softmax(logits of row t)[targets[t]], in nats. logits is (T, V); targets.size() == T.
template <typename S>
void crossEntropyForward(ConstMatrixView<S> logits, std::span<const int> targets, std::span<S> losses)
{
    for (Index t = 0; t < logits.rows(); ++t) {
        const S top = logits.row(t).maxCoeff();
        const S sum = (logits.row(t).array() - top).exp().sum();
        const auto at = static_cast<std::size_t>(t);
        losses[at] = top + std::log(sum) - logits(t, targets[at]);
    }
}

// The same losses; logits become factor * d(losses[t])/d(logits), factor being what each loss weighs in the total.
template <typename S>
void crossEntropyBackward(MatrixView<S> logits, std::span<const int> targets, S factor, std::span<S> losses)
{
    for (Index t = 0; t < logits.rows(); ++t) {
        const auto at = static_cast<std::size_t>(t);
        const S top = logits.row(t).maxCoeff();
        const S wanted = logits(t, targets[at]);
        logits.row(t).array() = (logits.row(t).array() - top).exp();
        const S sum = logits.row(t).sum();
        losses[at] = top + std::log(sum) - wanted;
        logits.row(t) *= factor / sum;
        logits(t, targets[at]) -= factor;
    }
}

} // namespace core
