// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "core/io/npy.h"
#include "core/model/trace.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace app {
namespace {

constexpr double kLargestResult = 4.0 * 1024 * 1024 * 1024; // bytes
constexpr core::Index kBlock = 256;                         // rows a thread works out at a time

struct LogitsFlags
{
    std::string model;
    std::vector<std::string> switches;
    InputOptions input;
    std::string out;
};

core::Matrix<float> logitsOf(const core::Trace<float>& trace, core::ThreadPool& pool)
{
    core::Matrix<float> logits(trace.length(), trace.model().config().vocabularySize);
    pool.forEach(static_cast<int>((trace.length() + kBlock - 1) / kBlock), [&](int i) {
        core::throwIfCancelled(interrupted);
        const core::Index first = i * kBlock;
        const core::Index rows = std::min(kBlock, trace.length() - first);
        logits.middleRows(first, rows) = trace.logits(first, rows);
    });
    return logits;
}

int runLogits(const LogitsFlags& options, int threads)
{
    formatOf(options.out, {"npy"});
    checkWritable(options.out);
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, options.switches);
    const std::vector<int> tokens = tokensOf(input, *checkpoint);
    const core::ModelConfig& config = checkpoint->model.config();
    checkMemory(4.0 * static_cast<double>(tokens.size()) * config.vocabularySize, kLargestResult,
                core::sentence("{}: the logits of {} tokens", options.out, tokens.size()),
                core::sentence("take a shorter text"));
    checkPass(config, tokens.size());
    CommandPool pool(threads);
    const auto trace = core::forward(checkpoint->model, tokens, pool, {-1, interrupted});
    writeTo(options.out, [&](const auto& file) { core::writeNpy(file, logitsOf(*trace, pool)); });
    return 0;
}

} // namespace

void addLogits(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<LogitsFlags>();
    CLI::App* command = addCommand(root, invocation, "logits", "Write a model's logits, one row per token");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    addInput(*command, options->input);
    command->add_option("--out", options->out, "F.npy: float32 (tokens, vocabulary); - is standard output")->required();
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runLogits(*options, invocation.threads); }; });
}

} // namespace app
