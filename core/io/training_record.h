// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/train/live_run.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// What a training left about itself beside its weights: training.json, as `alibi-lab train` and a saved live run write
// it, and the last line of validation.csv. Nothing of it is needed to run the model. What is not recorded is empty.
struct TrainingRecord
{
    std::string program; // that trained it
    std::string command; // that trains it again

    std::vector<std::string> texts;            // files, or "passage:ID"
    bool cleaned = false;                      // as a book
    std::optional<std::int64_t> bytes;         // of the text
    std::optional<std::int64_t> tokens;        // of it
    std::optional<std::int64_t> heldOutTokens; // of the same texts, not learned from
    std::string tokenizer;

    std::optional<std::int64_t> length; // tokens of a training sequence
    std::optional<std::int64_t> batch;  // sequences a step
    std::optional<std::int64_t> steps;  // done
    std::optional<std::int64_t> plannedSteps;
    std::optional<double> learningRate; // the highest
    std::optional<std::int64_t> warmup; // steps until it is reached
    std::optional<double> finalRate;    // share of it that is left at the end
    std::vector<RateChange> rates;      // of a run that was steered, instead
    std::optional<double> weightDecay;
    std::optional<double> clip;
    std::optional<std::uint64_t> seed;

    struct Validation
    {
        std::int64_t step = 0;
        double perplexity = 0.0; // at the training length
    };
    std::optional<Validation> validation; // the last
    std::string validationFile;           // what it was measured on; empty: held out of the text, or not known

    std::string trouble; // why the files could not be read; empty: they could, or there are none

    // name: the file, for messages. Keys it does not know are passed over. Throws Error naming a field of the wrong
    // type.
    static TrainingRecord fromJson(const Json& json, std::string_view name);
    // Takes the last line of a validation.csv. Throws Error naming it when there is none.
    void takeValidation(std::string_view csv, std::string_view name);
};

// Of a checkpoint folder; empty where it has no such files. Never throws for what stands in them: see `trouble`.
TrainingRecord readTrainingRecord(const std::filesystem::path& folder);
// The same of the content of a training.json; may be empty.
TrainingRecord parseTrainingRecord(std::string_view json, std::string_view name);

} // namespace core
