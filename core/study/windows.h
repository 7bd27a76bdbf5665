// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

namespace core {

// The same predictions made with windows side by side and with sliding ones (paper, appendix B): where does a falling
// perplexity come from, from longer contexts or from fewer tokens that have next to none?

struct WindowsOptions
{
    // Empty: 1/2, 1, 2, 4 and 8 times the longest training length, as far as half of every text goes.
    std::vector<Index> lengths;
    Index stride = 1; // of the sliding windows; shorter lengths move on by their own length at most
    // How many predictions are scored: the same ones for every length and windowing, after the longest length, so that
    // sliding windows never lack context. 0: 1000 or the longest length, if that is more.
    Index tokens = 0;
    Index early = 10; // tokens of context up to which early_share counts a prediction
};

// Per model, length and windowing: scored_tokens, nll, perplexity, bits_per_byte, passes, and
//   early_share            share of predictions made from at most `early` tokens
//   below_training_share   share of predictions made from fewer tokens than the training length,
//   below_training_nll     their mean loss,
//   from_training_nll      and that of the others
// with the series nll_by_position and scored_by_position. Throws Error for lengths and texts that do not fit.
StudyResults windows(std::span<const Subject> subjects, const WindowsOptions& options, ThreadPool& pool,
                     const StudyWatch& watch = {});

Study windowsStudy();

} // namespace core
