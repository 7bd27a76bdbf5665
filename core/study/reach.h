// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

namespace core {

// How far back a model looks, head by head against its bias alone, and how far back it uses what it sees.

struct ReachStudyOptions
{
    std::vector<Index> lengths; // empty: 8 times each model's training length, or as much as text and encoding allow
    Index samples = 100;        // predictions whose context is cut
    double tolerance = 0.01;    // of the loss: what counts as no change
    std::uint64_t seed = 1;     // which predictions
};

// Per model and length, on the first `length` tokens:
//   per layer and head     mean_distance (tokens), entropy (nats), beyond_training_mass, each also as bias_…: what the
//                          bias alone would give (see core/eval/attention_reach.h); means over all queries
// and by occlusion anywhere in the text (see core/eval/occlusion.h):
//   per context            occluded_nll: the mean loss when only so many tokens are left
//   once                   receptive_field (tokens), full_nll, samples
// Throws Error for lengths and texts that do not fit.
StudyResults reach(std::span<const Subject> subjects, const ReachStudyOptions& options, ThreadPool& pool,
                   const StudyWatch& watch = {});

Study reachStudy();

} // namespace core
