// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/live_run.h"

#include "core/base/error.h"
#include "core/eval/perplexity.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>

namespace core {
namespace {

constexpr long kKeepEvery = 20; // steps between two states that are kept to go back to

} // namespace

void checkLearningRate(double rate)
{
    if (!std::isfinite(rate) || rate <= 0.0)
        throw error("The learning rate must be a number above 0, not {}.", rate);
}

LiveRun::LiveRun(const ModelConfig& model, const TrainingOptions& options,
                 std::shared_ptr<const std::vector<int>> tokens, std::vector<RateChange> rates, ThreadPool& pool)
    : m_config(model)
    , m_options(options)
    , m_tokens(std::move(tokens))
    , m_pool(pool)
    , m_rates(std::move(rates))
{
    if (m_rates.empty() || m_rates.front().step != 0)
        throw error("A run needs the learning rate of its first step.");
    for (const RateChange& change : m_rates)
        checkLearningRate(change.rate);
    m_trainer = std::make_unique<Trainer>(m_config, m_options, m_tokens, m_pool);
    m_good = stateNow();
}

LiveRun LiveRun::restarted() const { return {m_config, m_options, m_tokens, {{0, m_rates.back().rate}}, m_pool}; }

void LiveRun::setLearningRate(double rate)
{
    checkLearningRate(rate);
    const long next = stepsDone();
    std::erase_if(m_rates, [next](const RateChange& change) { return change.step >= next && change.step > 0; });
    if (next == 0)
        m_rates = {{0, rate}};
    else if (m_rates.back().rate != rate)
        m_rates.push_back({next, rate});
    m_trouble.clear();
}

double LiveRun::rateOf(long step) const
{
    const auto next = std::find_if(m_rates.begin() + 1, m_rates.end(),
                                   [step](const RateChange& change) { return change.step > step; });
    const long warmup = m_options.schedule.warmup;
    return std::prev(next)->rate * (step < warmup ? static_cast<double>(step + 1) / static_cast<double>(warmup) : 1.0);
}

void LiveRun::step(const Cancel& cancel)
{
    if (hasStopped())
        return;
    const auto start = std::chrono::steady_clock::now();
    // Whether these weights are good shows in the loss of the step that starts from them.
    std::optional<State> before;
    if (stepsDone() % kKeepEvery == 0)
        before = stateNow();
    try {
        m_steps.push_back(m_trainer->step(rateOf(stepsDone()), cancel));
    } catch (const Error&) {
        stop(sentence("the loss or a gradient is not a number any more"));
        return;
    }
    m_watch.add(m_steps.back().loss);
    ++m_made;
    m_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (m_watch.diverged())
        stop(sentence("the loss has risen to {:.4g}, from {:.4g} at its lowest", m_watch.mean(), m_watch.lowest()));
    else if (before && m_watch.isNearLowest())
        m_good = std::move(before);
}

void LiveRun::stop(const Sentence& what)
{
    const long at = stepsDone();
    m_trainer->mutableWeights() = m_good->weights;
    m_trainer->optimiser().firstMoment() = m_good->firstMoment;
    m_trainer->optimiser().secondMoment() = m_good->secondMoment;
    m_trainer->optimiser().setSteps(m_good->step);
    m_watch = m_good->watch;
    m_steps.resize(static_cast<std::size_t>(m_good->step));
    std::erase_if(m_heldOut, [this](const HeldOutLoss& loss) { return loss.step > m_good->step; });
    m_trouble = sentence("Stopped at step {}: {}. The run is back at step {}, its last good state; choose a lower "
                         "learning rate than {:g} to go on from there.",
                         at, what, m_good->step, m_rates.back().rate)
                    .translated();
}

LiveRun::State LiveRun::stateNow() const
{
    return {m_trainer->stepsDone(), m_trainer->mutableWeights(), m_trainer->optimiser().firstMoment(),
            m_trainer->optimiser().secondMoment(), m_watch};
}

double LiveRun::tokensPerSecond() const
{
    return m_seconds > 0.0 ? static_cast<double>(m_made * m_trainer->tokensPerStep()) / m_seconds : 0.0;
}

void LiveRun::measure(std::span<const int> heldOut, const Cancel& cancel)
{
    EvaluationOptions options;
    options.length = m_options.length;
    options.cancel = cancel;
    const Evaluation evaluation = evaluate(Transformer<float>(weights()), heldOut, options, m_pool);
    m_heldOut.push_back({stepsDone(), evaluation.nll});
}

std::vector<std::pair<double, double>> lossCurve(std::span<const StepResult> steps, std::size_t most)
{
    const std::size_t together = std::bit_ceil((steps.size() + most - 1) / most);
    std::vector<std::pair<double, double>> points;
    for (std::size_t first = 0; first < steps.size(); first += together) {
        const auto part = steps.subspan(first, std::min(together, steps.size() - first));
        if (2 * part.size() < together)
            break; // too few to say as much as the others
        double sum = 0.0;
        for (const StepResult& step : part)
            sum += step.loss;
        const auto count = static_cast<double>(part.size());
        points.emplace_back(static_cast<double>(first) + (count - 1.0) / 2.0, sum / count);
    }
    return points;
}

} // namespace core
