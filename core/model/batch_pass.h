// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/model/block.h"
#include "core/model/transformer.h"

#include <span>
#include <vector>

namespace core {

// Forward and backward through the whole model for some sequences of equal length, on one thread, with memory that is
// reused from call to call. Several objects may work at once on the same model.
template <typename S>
class BatchPass
{
public:
    // inputs and targets hold `sequences` × length tokens, targets[i] being the token after inputs[i]. gradients become
    // d(factor * Σ losses), whatever they were; returns Σ losses in nats. With gradients null only the loss is
    // computed. Throws Cancelled within a part of a layer when told so; gradients are worth nothing then.
    double run(const Transformer<S>& model, std::span<const int> inputs, std::span<const int> targets, Index length,
               S factor, Parameters<S>* gradients, const Cancel& cancel = {});

    // Forward only, where just the last `scored` predictions of each sequence count: targets hold those, sequence by
    // sequence, and logits are worked out for no others. Throws Cancelled as run() does.
    void score(const Transformer<S>& model, std::span<const int> inputs, std::span<const int> targets, Index length,
               Index scored, const Cancel& cancel);

    // Of the last run: losses()[i] belongs to targets[i].
    std::span<const S> losses() const { return m_losses; }

private:
    void forward(const Transformer<S>& model, std::span<const int> inputs, Index length, Index scored);
    void readOut(const Transformer<S>& model, Index length, Index scored);
    void backward(const Transformer<S>& model, std::span<const int> inputs, Index length, Parameters<S>& gradients);
    void attend(const Transformer<S>& model, int layer, Index length);
    void attendBackward(const Transformer<S>& model, int layer, Index length, Parameters<S>& gradients);

    std::vector<BlockActivations<S>> m_layers;
    Matrix<S> m_last, m_scored, m_final, m_finalStatistics, m_logits;
    Matrix<S> m_dx, m_dAttended, m_dProjected, m_dFinal;
    BackwardScratch<S> m_scratch;
    std::vector<S> m_losses;
    Cancel m_cancel; // of this call
};

} // namespace core
