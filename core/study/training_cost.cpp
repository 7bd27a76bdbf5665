// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/training_cost.h"

#include "core/base/child_process.h"
#include "core/base/json_reader.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>

namespace core {
namespace {

TrainingOptions trainingOptions(const ModelConfig& config, const TrainingCostOptions& options)
{
    if (options.steps < 1 || options.tokensPerStep < 1)
        throw error("At least 1 step of at least 1 token must be measured, not {} of {}.", options.steps,
                    options.tokensPerStep);
    TrainingOptions training;
    training.length = config.trainingLength;
    training.batch = static_cast<int>(
        std::clamp<long>((options.tokensPerStep + config.trainingLength / 2) / config.trainingLength, 1, 65536));
    training.schedule.steps = options.steps + 1;
    training.schedule.warmup = 0;
    training.seed = options.seed;
    return training;
}

} // namespace

OrderedJson TrainingCost::toJson() const
{
    return {{"steps", steps},          {"tokens_per_step", tokensPerStep}, {"seconds_per_step", secondsPerStep},
            {"peak_bytes", peakBytes}, {"start_bytes", startBytes},        {"tokens_per_second", tokensPerSecond()}};
}

TrainingCost measureTraining(const ModelConfig& config, std::shared_ptr<const std::vector<int>> tokens,
                             const TrainingCostOptions& options, ThreadPool& pool, const WindowWatch& watch)
{
    using Clock = std::chrono::steady_clock;
    TrainingCost cost;
    cost.startBytes = peakMemory();
    Trainer trainer(config, trainingOptions(config, options), std::move(tokens), pool);
    trainer.step();
    std::vector<double> seconds;
    while (!trainer.finished()) {
        throwIfCancelled(watch.cancel);
        const Clock::time_point start = Clock::now();
        trainer.step();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        if (watch.progress)
            watch.progress(static_cast<double>(seconds.size()) / static_cast<double>(options.steps));
    }
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::ranges::nth_element(seconds, middle);
    cost.steps = options.steps;
    cost.tokensPerStep = trainer.tokensPerStep();
    cost.secondsPerStep = *middle;
    cost.peakBytes = peakMemory();
    return cost;
}

std::vector<std::string> trainingCostCommand(const std::string& model, const std::vector<std::string>& input,
                                             const TrainingCostOptions& options, int threads)
{
    std::vector<std::string> command{"/proc/self/exe",
                                     "experiment",
                                     "cost",
                                     "--model",
                                     model,
                                     "--steps",
                                     std::to_string(options.steps),
                                     "--batch-tokens",
                                     std::to_string(options.tokensPerStep),
                                     "--seed",
                                     std::to_string(options.seed)};
    command.insert(command.end(), input.begin(), input.end());
    if (threads > 0)
        command.insert(command.end(), {"--threads", std::to_string(threads)});
    return command;
}

TrainingCost measureTrainingInChild(const std::vector<std::string>& command, const WindowWatch& watch)
{
    TrainingCost cost;
    const auto onLine = [&](std::string_view line) {
        const Json json = parseJson(line, translated("The process's answer"));
        if (json.contains("done")) {
            if (watch.progress)
                watch.progress(json.at("done").get<double>());
            return;
        }
        cost.steps = json.at("steps");
        cost.tokensPerStep = json.at("tokens_per_step");
        cost.secondsPerStep = json.at("seconds_per_step");
        cost.peakBytes = json.at("peak_bytes");
        cost.startBytes = json.at("start_bytes");
    };
    try {
        const int code = runChild(command, onLine, watch.cancel);
        if (code != 0 || cost.steps == 0)
            throw error("The training could not be measured: the process for it ended with code {}.", code);
    } catch (const JsonSyntaxError&) {
        throw error("The training could not be measured: the process for it wrote something unexpected.");
    } catch (const Json::exception&) {
        throw error("The training could not be measured: the process for it wrote something unexpected.");
    }
    return cost;
}

} // namespace core
