// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

namespace core {

// The paper's headline: a model trained on short inputs against one trained at the length both are tested at. Which is
// better there, and what did each training take? Measured here, whatever comes out.

struct ShortLongOptions
{
    Index length = 0; // both are tested at; 0: the longer training length
    Index tokens = 0; // how many predictions are scored; 0: the whole text
    TrainingCostOptions cost;
    // Measures the training of subjects[model]; one process each, one after the other: measureTrainingInChild, or in a
    // test measureTraining.
    StudyTask::Measure measure;
};

// Two models. Per model, at the tested length with nonoverlapping windows: scored_tokens, nll, perplexity,
// bits_per_byte; and at its training length: training_tokens_per_second, training_seconds_per_step,
// training_tokens_per_step, training_steps, training_peak_bytes, training_start_bytes. Throws Error for another number
// of models, for lengths and texts that do not fit, and when a training cannot be measured.
StudyResults shortLong(std::span<const Subject> subjects, const ShortLongOptions& options, ThreadPool& pool,
                       const StudyWatch& watch = {});

Study shortLongStudy();

} // namespace core
