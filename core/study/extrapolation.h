// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

namespace core {

// Perplexity by length, past the length a model was trained on (paper, figure 1 and tables 2–5).

struct ExtrapolationOptions
{
    // Tokens read at a time; empty: extrapolationLengths() of all models. Lengths that were asked for must fit into the
    // text, others are left out where they do not.
    std::vector<Index> lengths;
    Windowing windowing = Windowing::Nonoverlapping;
    Index stride = 1; // of sliding windows; shorter lengths move on by their own length at most
    Index tokens = 0; // how many predictions are scored, the same for every length; 0: the whole text
};

// Powers of two from 8 to 32 times the training length, that length itself, and 1, 2, 5, 10, 20 and 50 tokens more.
std::vector<Index> extrapolationLengths(int trainingLength);

// One measurement per model and length: scored_tokens, nll, perplexity, bits_per_byte. A model whose encoding takes no
// longer input ends there, and its ModelRecord::limited says so. Throws Error for lengths and texts that do not fit.
StudyResults extrapolation(std::span<const Subject> subjects, const ExtrapolationOptions& options, ThreadPool& pool,
                           const StudyWatch& watch = {});

Study extrapolationStudy();

} // namespace core
