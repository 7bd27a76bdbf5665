// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/progress.h"
#include "app/training/plan.h"
#include "app/training/text.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// A table that grows by lines and is written as a whole at every checkpoint.
class TrainingTable
{
public:
    explicit TrainingTable(std::string header) // "step,loss"; the first column is the step
        : m_header(std::move(header))
    {}

    void add(long step, std::string_view rest); // rest: the other columns
    // Takes the lines of an interrupted run up to and with `lastStep`; a file that is not there has none.
    void load(const std::filesystem::path& path, long lastStep);
    void save(const std::filesystem::path& path) const;
    bool empty() const { return m_lines.empty(); }

private:
    std::string m_header;
    std::string m_lines;
};

// One training run in its folder: trains, reports, and keeps the folder such that an interruption costs at most the
// steps since the last checkpoint. The order of writing matters: training.safetensors, which says how far the run is,
// comes last, so whatever it says is there; before the first of them a mark says that nothing is (core::FirstSave).
class TrainingRun
{
public:
    // record: what training.json says besides.
    TrainingRun(const TrainFlags& flags, const TrainingPlan& plan, core::Tokenizer tokenizer,
                std::shared_ptr<const std::vector<int>> tokens, std::vector<int> validationTokens,
                core::OrderedJson record, core::ThreadPool& pool);

    // Throws core::Error when training fails or is interrupted; the folder then holds the state before that.
    void run();

private:
    void step(Progress& progress);
    core::StepResult stepOrSave(Progress& progress);
    void checkpoint(Progress& progress);
    void validate(Progress& progress);
    [[noreturn]] void stopInterrupted(Progress& progress);
    std::string note() const;

    const TrainFlags& m_flags;
    std::filesystem::path m_folder;
    core::Tokenizer m_tokenizer;
    std::vector<int> m_validationTokens;
    core::OrderedJson m_record;
    core::ThreadPool& m_pool;
    std::uint64_t m_textHash;
    core::Trainer m_trainer;
    TrainingTable m_log{"step,loss,gradient_norm,learning_rate"};
    TrainingTable m_validation{"step,nll,perplexity"};
    long m_firstStep = 0;
    double m_smoothLoss = 0.0;
    double m_smoothWeight = 0.0;
    double m_seconds = 0.0; // spent in steps
};

} // namespace app
