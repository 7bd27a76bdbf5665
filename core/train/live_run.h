// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"
#include "core/train/divergence.h"
#include "core/train/trainer.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace core {

// The learning rate that is wanted from a step on; the first entry is that of step 0.
struct RateChange
{
    long step = 0;
    double rate = 0.0;
    bool operator==(const RateChange&) const = default;
};

// Throws Error unless finite and above 0.
void checkLearningRate(double rate);

struct HeldOutLoss
{
    long step = 0;    // steps done when it was measured
    double nll = 0.0; // mean nats per token
};

// A training run that somebody watches and steers: it has no end, its learning rate may change between two steps, it
// can be started again, and when it diverges it stops by itself and goes back to its last good state. Runs with the
// same options see the same text in the same order and, where their encodings have the same tensors, start from the
// same weights. Not thread-safe.
class LiveRun
{
public:
    // options.schedule: only warmup counts, the number of steps over which a rate is reached at the start. Throws Error
    // as Trainer does, and for rates that are none.
    LiveRun(const ModelConfig& model, const TrainingOptions& options, std::shared_ptr<const std::vector<int>> tokens,
            std::vector<RateChange> rates, ThreadPool& pool);

    // One step; nothing when the run has stopped. Throws Cancelled when told so: the step then was not made.
    void step(const Cancel& cancel = {});
    // The same run at its start, bit for bit, with the rate that is wanted now.
    LiveRun restarted() const;
    // From the next step on; a stopped run goes on from its last good state. Throws Error unless finite and above 0.
    void setLearningRate(double rate);

    // Why it has stopped: a sentence. Empty while it goes on.
    const std::string& trouble() const { return m_trouble; }
    bool hasStopped() const { return !m_trouble.empty(); }

    const ModelConfig& config() const { return m_trainer->config(); }
    const TrainingOptions& options() const { return m_trainer->options(); }
    const std::vector<RateChange>& rates() const { return m_rates; }
    long stepsDone() const { return m_trainer->stepsDone(); }
    long tokensSeen() const { return stepsDone() * m_trainer->tokensPerStep(); }
    double seconds() const { return m_seconds; } // spent in steps since the start
    double tokensPerSecond() const;              // of the steps made since the start; 0 before the first
    std::span<const StepResult> steps() const { return m_steps; } // [i]: step i
    double meanLoss() const { return m_watch.mean(); }            // exponential mean over the last twenty steps or so

    std::shared_ptr<const Parameters<float>> weights() const { return m_trainer->weights(); }

    // Measures the loss on text the run does not learn from, at the training length, and remembers it. Throws as
    // evaluate().
    void measure(std::span<const int> heldOut, const Cancel& cancel = {});
    std::span<const HeldOutLoss> heldOut() const { return m_heldOut; }

private:
    struct State
    {
        long step = 0;
        Parameters<float> weights, firstMoment, secondMoment;
        DivergenceWatch watch;
    };

    State stateNow() const;
    void stop(const Sentence& what);
    double rateOf(long step) const;

    ModelConfig m_config;
    TrainingOptions m_options;
    std::shared_ptr<const std::vector<int>> m_tokens;
    ThreadPool& m_pool;
    std::unique_ptr<Trainer> m_trainer;
    std::vector<RateChange> m_rates;
    DivergenceWatch m_watch;
    std::optional<State> m_good;
    std::vector<StepResult> m_steps;
    std::vector<HeldOutLoss> m_heldOut;
    std::string m_trouble;
    long m_made = 0; // steps since the start, those that were taken back too
    double m_seconds = 0.0;
};

// The losses as at most `most` points for a curve: (step, loss), each the mean of a number of steps that is a power of
// two, so that points do not wander while the run goes on.
std::vector<std::pair<double, double>> lossCurve(std::span<const StepResult> steps, std::size_t most);

} // namespace core
