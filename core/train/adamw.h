// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/model/parameters.h"

namespace core {

struct AdamWOptions
{
    double beta1 = 0.9;
    double beta2 = 0.95;
    double epsilon = 1e-8;
    double weightDecay = 0.1; // on matrices only
};

// AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, algorithm 2, as torch.optim.AdamW computes it).
template <typename S>
class AdamW
{
public:
    AdamW(std::shared_ptr<const ParameterLayout> layout, const AdamWOptions& options);

    // One step along gradientFactor * gradients (the factor is what clipping leaves of them).
    void step(Parameters<S>& parameters, const Parameters<S>& gradients, double learningRate, double gradientFactor,
              ThreadPool& pool);

    // State, for checkpoints.
    long steps() const { return m_steps; }
    void setSteps(long steps) { m_steps = steps; }
    Parameters<S>& firstMoment() { return m_first; }
    Parameters<S>& secondMoment() { return m_second; }

private:
    AdamWOptions m_options;
    Parameters<S> m_first;
    Parameters<S> m_second;
    long m_steps = 0;
};

// Euclidean norm of all gradients together, summed in an order that does not depend on the number of threads.
template <typename S>
double normOf(const Parameters<S>& gradients, ThreadPool& pool);

} // namespace core
