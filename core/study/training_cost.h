// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/eval/window_losses.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// What training a model of some shape at its training length takes on this machine.
struct TrainingCost
{
    long steps = 0; // measured
    long tokensPerStep = 0;
    double secondsPerStep = 0.0; // median
    double peakBytes = 0.0;      // the most the process ever held; 0: the system does not say
    double startBytes = 0.0;     // the same just before training began: program, text, pool

    double tokensPerSecond() const { return static_cast<double>(tokensPerStep) / secondsPerStep; }
    OrderedJson toJson() const;
};

struct TrainingCostOptions
{
    long steps = 30;           // measured; one more is done first, which finds cold memory
    long tokensPerStep = 2048; // rounded to whole sequences, at least one
    std::uint64_t seed = 1;
};

// Trains fresh weights of that shape, with the training length as the sequence length, and throws them away. Memory is
// the whole process's, so this belongs into a fresh process: measureTrainingInChild. `watch` is asked between steps.
// Throws Error when the text is shorter than a sequence.
TrainingCost measureTraining(const ModelConfig& config, std::shared_ptr<const std::vector<int>> tokens,
                             const TrainingCostOptions& options, ThreadPool& pool, const WindowWatch& watch = {});

// The command line of the running program that measures a model so. input: what it reads, e.g. {"--text", "a.txt"}.
std::vector<std::string> trainingCostCommand(const std::string& model, const std::vector<std::string>& input,
                                             const TrainingCostOptions& options, int threads = 0);

// The same in a process of its own. `command`, usually trainingCostCommand(), must write one JSON object per line:
// {"done": 0 … 1} for progress, and at last TrainingCost::toJson(). Ends it within 20 ms when cancelled. Throws Error
// when it fails.
TrainingCost measureTrainingInChild(const std::vector<std::string>& command, const WindowWatch& watch = {});

} // namespace core
