// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/window_losses.h"

#include <cstdint>
#include <vector>

namespace core {

struct OcclusionOptions
{
    Index length = 64;       // the full context
    Index samples = 100;     // predictions looked at; fewer when the text has fewer
    double tolerance = 0.01; // of the loss with full context: what counts as no change
    std::uint64_t seed = 1;  // which predictions
    WindowWatch watch;
};

// The empirical receptive field: how far back must one cut before the loss changes? Each of the same predictions is
// made from only the last 1, 2, 4 … length tokens. What is left is read as a text of its own: its first token stands at
// position 0, so this also changes the positions the model sees.
struct Occlusion
{
    std::vector<Index> contexts; // tokens that were left, growing; the last one is the full length
    std::vector<double> nll;     // mean loss for each
    Index samples = 0;
    // The smallest context from which on the loss stays within the tolerance of that with full context.
    Index receptiveField = 0;
};

// Throws Error when the text has fewer than length + 1 tokens or an option is out of range; Cancelled when told so.
Occlusion occlude(const Transformer<float>& model, std::span<const int> tokens, const OcclusionOptions& options,
                  ThreadPool& pool);

// Roughly how many multiplications that takes.
double workOf(const ModelConfig& config, const OcclusionOptions& options);

} // namespace core
