// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/model/batch_pass.h"
#include "core/train/adamw.h"
#include "core/train/schedule.h"

#include <memory>
#include <span>
#include <vector>

namespace core {

// Everything a run depends on besides model and text.
struct TrainingOptions
{
    int length = 64; // tokens of a training sequence
    int batch = 32;  // sequences per step
    Schedule schedule;
    AdamWOptions adamw;
    double clip = 1.0; // largest norm of the gradient
    std::uint64_t seed = 1;

    // Throws Error naming the field that is wrong.
    static TrainingOptions fromJson(const Json& json, std::string_view name);
    OrderedJson toJson() const;
    void check(std::string_view name) const;
};

struct StepResult
{
    long step = 0;             // counted from 0
    double loss = 0.0;         // mean nats per token of this batch, before the update
    double gradientNorm = 0.0; // before clipping
    double learningRate = 0.0;
};

// Trains one model. Step s sees the batch drawn from (seed, s), whatever the encoding, so runs that differ only in
// their encoding see the same text in the same order; the numbers do not depend on the number of threads. Not
// thread-safe itself; it uses the pool it is given.
class Trainer
{
public:
    // tokens: the training text; throws Error when shorter than one sequence or with tokens outside the vocabulary.
    Trainer(const ModelConfig& model, const TrainingOptions& options, std::shared_ptr<const std::vector<int>> tokens,
            ThreadPool& pool);

    // One step at the schedule's learning rate, or at the one given. Throws Error when the loss or a gradient is not a
    // number and Cancelled when told so; the state then is as before the step.
    StepResult step() { return step(m_options.schedule.at(stepsDone())); }
    StepResult step(double learningRate, const Cancel& cancel = {});
    bool finished() const { return m_optimiser.steps() >= m_options.schedule.steps; }
    long stepsDone() const { return m_optimiser.steps(); }
    long tokensPerStep() const { return static_cast<long>(m_options.batch) * m_options.length; }

    const ModelConfig& config() const { return m_weights->layout().config(); }
    const TrainingOptions& options() const { return m_options; }
    // The batch of a step: (batch, length) tokens and the tokens that follow them.
    void batchOf(long step, std::vector<int>& inputs, std::vector<int>& targets) const;

    // The present weights; a snapshot that later steps do not change.
    std::shared_ptr<const Parameters<float>> weights() const;

    // For checkpoints: state to save, or to overwrite before the next step.
    Parameters<float>& mutableWeights() { return *m_weights; }
    AdamW<float>& optimiser() { return m_optimiser; }

private:
    double accumulate(const std::vector<int>& inputs, const std::vector<int>& targets, const Cancel& cancel);

    TrainingOptions m_options;
    std::shared_ptr<const std::vector<int>> m_tokens;
    ThreadPool& m_pool;
    std::shared_ptr<Parameters<float>> m_weights;
    std::shared_ptr<Parameters<float>> m_packed;
    Transformer<float> m_model; // reads both
    AdamW<float> m_optimiser;
    std::vector<BatchPass<float>> m_passes;     // one per shard
    std::vector<Parameters<float>> m_gradients; // one per shard; the first collects all
    std::vector<double> m_lossSums;
};

} // namespace core
