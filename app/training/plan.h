// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/text/text_reader.h"
#include "core/train/trainer.h"

#include <optional>
#include <string>
#include <vector>

namespace app {

// What the command line says about a training run; what it does not say comes from the --config file, then from the
// defaults in plan.cpp.
struct TrainFlags
{
    std::optional<std::string> encoding;
    std::optional<long> length, steps, batch, warmup, vocabulary, width, layers, heads, feedForward;
    std::optional<double> learningRate, finalRate, weightDecay, clip;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> textFiles;
    std::optional<std::string> validationFile;
    std::optional<std::string> config;
    std::optional<std::string> tokenizer;
    std::string out;
    bool cleanBook = false;
    bool resume = false;
    long checkpointEvery = 500; // steps
    long pauseAfter = 0;        // steps; 0: never
    std::string weights = "f32";
};

// A run as it is going to happen. model.vocabularySize is what is asked of the tokenizer until there is one.
struct TrainingPlan
{
    core::ModelConfig model;
    core::TrainingOptions training;
    std::optional<core::BookOptions> book; // none: texts are taken as they are
};

// Throws core::Error naming file and field, UsageError for what neither flags nor file say.
TrainingPlan planOf(const TrainFlags& flags);

// Throws core::Error when the run would not fit into this machine.
void checkMemoryOf(const TrainingPlan& plan);

core::WeightType weightTypeById(const std::string& id); // "f32", "f16", "bf16"

} // namespace app
