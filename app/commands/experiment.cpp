// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/output.h"
#include "app/studies/conductor.h"
#include "app/usage_error.h"
#include "core/study/extrapolation.h"
#include "core/study/reach.h"
#include "core/study/short_long.h"
#include "core/study/windows.h"
#include "ui/library/library.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace app {
namespace {

const auto kPositive = CLI::Range(1L, 1L << 40);

std::vector<core::Index> lengthsOf(const StudyOptions& o) { return {o.lengths.begin(), o.lengths.end()}; }

void addLengths(CLI::App& command, StudyOptions& options, const std::string& usual)
{
    command.add_option("--lengths", options.lengths, "Lengths in tokens, e.g. 32,64,128 (" + usual + ")")
        ->delimiter(',');
}

void addTokens(CLI::App& command, StudyOptions& options, const std::string& usual)
{
    command
        .add_option("--tokens", options.tokens,
                    "How many predictions are scored, the same at every length (" + usual + ")")
        ->check(kPositive);
}

// A command inside `study` with what all of them take; `conduct` is called with the options as read.
template <typename Options>
CLI::App* addOne(CLI::App& group, Invocation& invocation, const std::string& name, const std::string& about,
                 const std::shared_ptr<Options>& options, std::function<int(const Options&)> run)
{
    CLI::App* command = addCommand(group, invocation, name, about);
    addStudyOptions(*command, options->common);
    command->callback([=, &invocation] { invocation.action = [=] { return run(*options); }; });
    return command;
}

struct ExtrapolationFlags
{
    StudyOptions common;
    std::string window = "nonoverlapping";
    long stride = 0; // 0: not given
};

void addExtrapolation(CLI::App& group, Invocation& invocation)
{
    const auto flags = std::make_shared<ExtrapolationFlags>();
    const auto run = [&invocation](const ExtrapolationFlags& f) {
        if (f.window != "sliding" && f.stride != 0)
            throw UsageError("--stride belongs to --window sliding");
        const core::ExtrapolationOptions options{lengthsOf(f.common), core::windowingById(f.window),
                                                 f.stride > 0 ? f.stride : 1, f.common.tokens};
        return conductStudy(f.common, invocation, [&](const auto& subjects, auto& pool, const auto& watch) {
            return core::extrapolation(subjects, options, pool, watch);
        });
    };
    CLI::App* command = addOne<ExtrapolationFlags>(group, invocation, "extrapolation",
                                                   "Perplexity by length, past the training length", flags, run);
    addLengths(*command, flags->common, "8 to 32 times the training length");
    addTokens(*command, flags->common, "all");
    command->add_option("--window", flags->window, "How the text is cut: nonoverlapping (default) or sliding")
        ->check(CLI::IsMember({"nonoverlapping", "sliding"}));
    command->add_option("--stride", flags->stride, "Tokens a sliding window moves on by (1)")->check(kPositive);
    addPaper(*command, flags->common);
}

struct WindowsFlags
{
    StudyOptions common;
    core::WindowsOptions options;
};

void addWindows(CLI::App& group, Invocation& invocation)
{
    const auto flags = std::make_shared<WindowsFlags>();
    const auto run = [&invocation](const WindowsFlags& f) {
        core::WindowsOptions options = f.options;
        options.lengths = lengthsOf(f.common);
        options.tokens = f.common.tokens;
        return conductStudy(f.common, invocation, [&](const auto& subjects, auto& pool, const auto& watch) {
            return core::windows(subjects, options, pool, watch);
        });
    };
    CLI::App* command =
        addOne<WindowsFlags>(group, invocation, "windows",
                             "Sliding windows against nonoverlapping ones, on the same predictions", flags, run);
    addLengths(*command, flags->common, "1/2 to 8 times the training length");
    addTokens(*command, flags->common, "1000, or the longest length");
    command->add_option("--stride", flags->options.stride, "Tokens a sliding window moves on by (1)")->check(kPositive);
    command->add_option("--early", flags->options.early, "Tokens of context up to which a prediction is early (10)")
        ->check(kPositive);
    addPaper(*command, flags->common);
}

struct ReachFlags
{
    StudyOptions common;
    core::ReachStudyOptions options;
};

void addReach(CLI::App& group, Invocation& invocation)
{
    const auto flags = std::make_shared<ReachFlags>();
    const auto run = [&invocation](const ReachFlags& f) {
        core::ReachStudyOptions options = f.options;
        options.lengths = lengthsOf(f.common);
        options.seed = f.common.seed;
        return conductStudy(f.common, invocation, [&](const auto& subjects, auto& pool, const auto& watch) {
            return core::reach(subjects, options, pool, watch);
        });
    };
    CLI::App* command =
        addOne<ReachFlags>(group, invocation, "reach",
                           "How far back attention looks, and how far back the model uses what it sees", flags, run);
    addLengths(*command, flags->common, "8 times the training length");
    command->add_option("--samples", flags->options.samples, "Predictions whose context is cut (100)")
        ->check(kPositive);
    command->add_option("--tolerance", flags->options.tolerance, "Part of the loss that counts as no change (0.01)");
}

struct CostFlags
{
    StudyOptions common;
    core::TrainingCostOptions cost;
    long length = 0;
};

void addCostOptions(CLI::App& command, core::TrainingCostOptions& cost)
{
    command.add_option("--steps", cost.steps, "Training steps that are measured (30)")->check(CLI::Range(1L, 1L << 20));
    command.add_option("--batch-tokens", cost.tokensPerStep, "Tokens of a training step (2048)")
        ->check(CLI::Range(1L, 1L << 24));
}

// The input as the child is to be told.
std::vector<std::string> inputArguments(const StudyOptions& options)
{
    const bool text = options.input.textFile.has_value();
    std::vector<std::string> arguments{text ? "--text" : "--tokens-file",
                                       text ? *options.input.textFile : *options.input.tokensFile};
    if (options.cleanBook)
        arguments.emplace_back("--clean-book");
    return arguments;
}

void addShortLong(CLI::App& group, Invocation& invocation)
{
    const auto flags = std::make_shared<CostFlags>();
    const auto run = [&invocation](const CostFlags& f) {
        core::ShortLongOptions options{f.length, f.common.tokens, f.cost, {}};
        options.cost.seed = f.common.seed;
        options.measure = [&](std::size_t model, const core::TrainingCostOptions& cost,
                              const core::WindowWatch& watch) {
            return core::measureTrainingInChild(
                core::trainingCostCommand(f.common.models[model], inputArguments(f.common), cost, invocation.threads),
                watch);
        };
        return conductStudy(f.common, invocation, [&](const auto& subjects, auto& pool, const auto& watch) {
            return core::shortLong(subjects, options, pool, watch);
        });
    };
    CLI::App* command = addOne<CostFlags>(
        group, invocation, "short-long",
        "Trained short against trained long: perplexity at one length, and what each training takes here", flags, run);
    command->add_option("--length", flags->length, "Length both are tested at (the longer training length)")
        ->check(kPositive);
    addTokens(*command, flags->common, "all");
    addCostOptions(*command, flags->cost);
    addPaper(*command, flags->common);
}

// One JSON object per line: {"done": 0 … 1}, and at last the cost.
int measureCost(const CostFlags& f, int threads)
{
    if (f.common.models.size() != 1)
        throw UsageError("one --model must be given");
    const Input input = studyInput(f.common);
    const auto checkpoint = ui::loadModel(f.common.models.front());
    const auto tokens = std::make_shared<const std::vector<int>>(tokensOf(input, *checkpoint));
    CommandPool pool(threads);
    core::TrainingCostOptions options = f.cost;
    options.seed = f.common.seed;
    const core::WindowWatch watch{interrupted, [](double done) {
                                      writeOutput(core::OrderedJson{{"done", done}}.dump() + "\n");
                                  }};
    const core::TrainingCost cost = core::measureTraining(checkpoint->model.config(), tokens, options, pool, watch);
    writeOutput(cost.toJson().dump() + "\n");
    return 0;
}

void addCost(CLI::App& group, Invocation& invocation)
{
    const auto flags = std::make_shared<CostFlags>();
    CLI::App* command = addOne<CostFlags>(
        group, invocation, "cost", "What training a model of that shape takes here, as JSON: time and peak memory",
        flags, [&invocation](const CostFlags& f) { return measureCost(f, invocation.threads); });
    addCostOptions(*command, flags->cost);
    for (const char* file : {"--json", "--csv"})
        command->remove_option(command->get_option(file));
}

} // namespace

void addStudy(CLI::App& root, Invocation& invocation)
{
    CLI::App* group = root.add_subcommand("experiment", "The paper's studies on any set of models");
    group->require_subcommand(1);
    for (const auto add : {addExtrapolation, addWindows, addShortLong, addReach, addCost})
        add(*group, invocation);
}

} // namespace app
