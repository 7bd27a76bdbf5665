// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run.h"

#include "app/interruption.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/eval/perplexity.h"
#include "core/io/atomic_file.h"
#include "core/io/first_save.h"
#include "core/io/training_checkpoint.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace app {
namespace {

constexpr double kSmoothing = 0.98; // of the loss that is shown

core::ModelConfig withVocabulary(core::ModelConfig config, int size)
{
    config.vocabularySize = size;
    return config;
}

} // namespace

TrainingRun::TrainingRun(const TrainFlags& flags, const TrainingPlan& plan, core::Tokenizer tokenizer,
                         std::shared_ptr<const std::vector<int>> tokens, std::vector<int> validationTokens,
                         core::OrderedJson record, core::ThreadPool& pool)
    : m_flags(flags)
    , m_folder(flags.out)
    , m_tokenizer(std::move(tokenizer))
    , m_validationTokens(std::move(validationTokens))
    , m_record(std::move(record))
    , m_pool(pool)
    , m_textHash(core::hashOf(*tokens))
    , m_trainer(withVocabulary(plan.model, m_tokenizer.size()), plan.training, std::move(tokens), pool)
{
    if (flags.resume) {
        core::resumeTraining(m_folder, m_trainer, m_textHash);
        m_firstStep = m_trainer.stepsDone();
        m_log.load(m_folder / "log.csv", m_firstStep - 1);
        m_validation.load(m_folder / "validation.csv", m_firstStep);
    }
}

void TrainingRun::run()
{
    Progress progress("train");
    const long steps = m_trainer.options().schedule.steps;
    if (m_trainer.finished()) {
        progress.say(core::sentence("{}: all {} steps were already done; nothing changed.", m_folder.string(), steps)
                         .translated());
        return;
    }
    while (!m_trainer.finished()) {
        step(progress);
        const long done = m_trainer.stepsDone();
        if (interrupted())
            stopInterrupted(progress);
        if (m_flags.pauseAfter > 0 && done - m_firstStep >= m_flags.pauseAfter)
            break;
        if (done % m_flags.checkpointEvery == 0 && done < steps)
            checkpoint(progress);
    }
    checkpoint(progress);
    const auto trained = static_cast<double>((m_trainer.stepsDone() - m_firstStep) * m_trainer.tokensPerStep());
    const core::Sentence done = core::sentence("{}: {} of {} steps done in {}, {:.0f} tokens/s, loss {:.3f}.",
                                               m_folder.string(), m_trainer.stepsDone(), steps, durationText(m_seconds),
                                               trained / m_seconds, m_smoothLoss / m_smoothWeight);
    progress.say((m_trainer.finished() ? done : core::sentence("{} Go on with the same command and --resume.", done))
                     .translated());
}

void TrainingRun::step(Progress& progress)
{
    const auto start = std::chrono::steady_clock::now();
    const core::StepResult result = stepOrSave(progress);
    m_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    m_smoothLoss = kSmoothing * m_smoothLoss + (1.0 - kSmoothing) * result.loss;
    m_smoothWeight = kSmoothing * m_smoothWeight + (1.0 - kSmoothing);
    m_log.add(result.step, fmt::format("{},{},{}", result.loss, result.gradientNorm, result.learningRate));
    progress.update(
        static_cast<double>(m_trainer.stepsDone()) / static_cast<double>(m_trainer.options().schedule.steps), note());
}

core::StepResult TrainingRun::stepOrSave(Progress& progress)
{
    try {
        return m_trainer.step();
    } catch (const core::Error&) {
        checkpoint(progress); // the trainer still has the numbers from before
        throw;
    }
}

std::string TrainingRun::note() const
{
    const auto trained = static_cast<double>((m_trainer.stepsDone() - m_firstStep) * m_trainer.tokensPerStep());
    return core::sentence("step {}/{} · loss {:.3f} · {:.0f} tokens/s", m_trainer.stepsDone(),
                          m_trainer.options().schedule.steps, m_smoothLoss / m_smoothWeight, trained / m_seconds)
        .translated();
}

void TrainingRun::stopInterrupted(Progress& progress)
{
    checkpoint(progress);
    throw core::error("interrupted; the {} steps done are saved in {}: go on with the same command and --resume.",
                      m_trainer.stepsDone(), m_folder.string());
}

void TrainingRun::checkpoint(Progress& progress)
{
    if (!m_validationTokens.empty() && !interrupted())
        validate(progress);
    const auto weights = m_trainer.weights();
    const core::WeightType type = weightTypeById(m_flags.weights);
    // Before anything is written: all of it can be read again, or what is there stays.
    core::checkTraining(m_folder, m_trainer);
    core::checkWeights(m_folder / "model.safetensors", *weights, type);
    std::optional<core::FirstSave> firstSave;
    if (!core::hasTraining(m_folder) || core::isFirstSaveCut(m_folder))
        firstSave.emplace(m_folder);
    core::saveCheckpoint(m_folder, *weights, &m_tokenizer, type);
    m_log.save(m_folder / "log.csv");
    if (!m_validation.empty())
        m_validation.save(m_folder / "validation.csv");
    m_record["steps"] = m_trainer.stepsDone();
    core::writeFileAtomically(m_folder / "training.json",
                              m_record.dump(2, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n");
    core::saveTraining(m_folder, m_trainer, m_textHash);
    if (firstSave)
        firstSave->complete();
}

void TrainingRun::validate(Progress& progress)
{
    core::EvaluationOptions options;
    options.length = m_trainer.options().length;
    options.cancel = interrupted;
    core::Evaluation result;
    try {
        result = core::evaluate(core::Transformer<float>(m_trainer.weights()), m_validationTokens, options, m_pool);
    } catch (const core::Cancelled&) {
        return; // the state is worth more than this number
    }
    m_validation.add(m_trainer.stepsDone(), fmt::format("{},{}", result.nll, result.perplexity));
    progress.say(core::sentence("step {}: validation perplexity {:.2f} at length {}", m_trainer.stepsDone(),
                                result.perplexity, options.length)
                     .translated());
}

} // namespace app
