// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/csv_table.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/usage_error.h"
#include "app/version.h"
#include "core/eval/perplexity.h"
#include "core/io/atomic_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace app {
namespace {

struct EvaluateFlags
{
    std::vector<std::string> models;
    std::vector<std::string> switches;
    InputOptions input;
    bool cleanBook = false;
    std::vector<long> lengths;
    std::string window = "nonoverlapping";
    long stride = 0; // 0: not given
    long maxTokens = 0;
    std::string out = "-";
};

struct LoadedModel
{
    std::string folder; // as given
    std::shared_ptr<const core::Checkpoint> checkpoint;
    std::vector<int> tokens;
};

core::EvaluationOptions evaluationOptions(const EvaluateFlags& options, long length)
{
    core::EvaluationOptions evaluation;
    evaluation.length = length;
    evaluation.windowing = core::windowingById(options.window);
    evaluation.stride = options.stride > 0 ? options.stride : std::max(1L, length / 2);
    evaluation.cancel = interrupted;
    return evaluation;
}

void checkUsage(const EvaluateFlags& options)
{
    if (options.window != "sliding" && options.stride != 0)
        throw usageError("--stride belongs to --window sliding");
    formatOf(options.out, {"json", "csv"});
    checkWritable(options.out);
    for (const long length : options.lengths) {
        if (length < 1)
            throw core::error("--lengths: a length must be at least 1 token, not {}.", length);
        if (options.stride > length)
            throw core::error("--stride {} is more than the length {}; every token must be read.", options.stride,
                              length);
    }
}

// Everything that can be refused is refused before the first number is computed.
LoadedModel load(const std::string& folder, const EvaluateFlags& options, const Input& input)
{
    LoadedModel model{folder, loadSwitched(folder, options.switches), {}};
    model.tokens = tokensOf(input, *model.checkpoint);
    if (options.maxTokens > 0 && model.tokens.size() > static_cast<std::size_t>(options.maxTokens))
        model.tokens.resize(static_cast<std::size_t>(options.maxTokens));
    if (model.tokens.size() < 2)
        throw core::error("{}: the text has 1 token for {}; perplexity needs at least two.", input.name, folder);
    const auto& transformer = model.checkpoint->model;
    for (const long length : options.lengths) {
        if (static_cast<std::size_t>(length) > model.tokens.size())
            throw core::error("--lengths: {} is beyond the text, which has {} tokens for {}; take a shorter length or "
                              "a longer text.",
                              length, model.tokens.size(), folder);
        if (length > transformer.encoding().longestInput())
            throw core::error("--lengths: {} is more than the {} tokens {} can take.", length,
                              transformer.encoding().longestInput(), folder);
        checkPass(transformer.config(), static_cast<std::size_t>(length));
    }
    return model;
}

core::OrderedJson resultOf(const LoadedModel& model, const EvaluateFlags& options, core::Evaluation evaluation,
                           bool fromText)
{
    const core::Checkpoint& checkpoint = *model.checkpoint;
    core::OrderedJson bits = nullptr; // bare ids do not say how many bytes they stand for
    if (fromText)                     // the first token is given, all others are scored
        bits = core::bitsPerByte(evaluation, bytesOf(std::span(model.tokens).subspan(1), checkpoint.needTokenizer()));
    // A window as long as the text has no token left to predict at its end.
    evaluation.nllByPosition.resize(static_cast<std::size_t>(evaluation.length),
                                    std::numeric_limits<double>::quiet_NaN());
    core::OrderedJson result{{"model", model.folder},
                             {"model_hash", checkpoint.hash},
                             {"encoding", checkpoint.model.config().encoding},
                             {"training_length", checkpoint.model.config().trainingLength},
                             {"length", evaluation.length},
                             {"window", core::idOf(evaluation.windowing)},
                             {"stride", evaluation.stride},
                             {"scored_tokens", evaluation.scoredTokens},
                             {"nll", evaluation.nll},
                             {"perplexity", evaluation.perplexity},
                             {"bits_per_byte", bits},
                             {"nll_by_position", evaluation.nllByPosition}}; // NaN is written as null
    if (!options.switches.empty())                                           // else files look as they always did
        result["set"] = parseSwitches(options.switches);
    return result;
}

core::OrderedJson resultsOf(const EvaluateFlags& options, const Input& input, core::ThreadPool& pool)
{
    std::vector<LoadedModel> models;
    for (const std::string& folder : options.models)
        models.push_back(load(folder, options, input));
    const double parts = static_cast<double>(models.size() * options.lengths.size());
    Progress progress("evaluate");
    core::OrderedJson results = core::OrderedJson::array();
    for (const LoadedModel& model : models)
        for (const long length : options.lengths) {
            core::EvaluationOptions evaluation = evaluationOptions(options, length);
            const auto before = static_cast<double>(results.size());
            const std::string note = fmt::format("{} at {}", model.checkpoint->name, length);
            evaluation.progress = [&](double done) { progress.update((before + done) / parts, note); };
            core::Evaluation result = core::evaluate(model.checkpoint->model, model.tokens, evaluation, pool);
            results.push_back(resultOf(model, options, std::move(result), input.text.has_value()));
        }
    return results;
}

int runEvaluate(const EvaluateFlags& options, const Invocation& invocation)
{
    checkUsage(options);
    const Input input = readInput(
        options.input, options.cleanBook ? std::optional<core::BookOptions>(core::BookOptions{}) : std::nullopt);
    CommandPool pool(invocation.threads);
    const core::OrderedJson results = resultsOf(options, input, pool);
    const auto put = [&](const std::string& text) {
        writeTo(options.out, [&](const auto& file) { core::writeFileAtomically(file, text); });
    };
    if (formatOf(options.out, {"json", "csv"}) == "csv") {
        put(csvOf(results));
        return 0;
    }
    const core::OrderedJson report{{"command", invocation.commandText()},
                                   {"program", programVersion()},
                                   {"input", inputJson(input)},
                                   {"results", results}};
    put(report.dump(1, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n");
    return 0;
}

} // namespace

void addEvaluate(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<EvaluateFlags>();
    CLI::App* command =
        addCommand(root, invocation, "evaluate", "Perplexity and loss by position of models at several lengths");
    command
        ->add_option("--model", options->models,
                     "Checkpoint folder, or builtin:NAME for one inside the program; may be given several times")
        ->required()
        ->allow_extra_args(false);
    addSwitches(*command, options->switches);
    addInput(*command, options->input);
    command->add_flag("--clean-book", options->cleanBook,
                      "Drop Project Gutenberg's header and footer, join lines, fold typographic characters");
    command->add_option("--lengths", options->lengths, "Lengths in tokens, e.g. 32,64,128")->required()->delimiter(',');
    command->add_option("--window", options->window, "How the text is cut: nonoverlapping (default) or sliding")
        ->check(CLI::IsMember({"nonoverlapping", "sliding"}));
    command->add_option("--stride", options->stride, "Tokens a sliding window moves on by (default: half the length)")
        ->check(CLI::Range(1L, 1L << 40));
    command->add_option("--max-tokens", options->maxTokens, "Read only the first so many tokens")
        ->check(CLI::Range(2L, 1L << 40));
    command->add_option("--out", options->out, "F.json or F.csv (default: JSON to stdout)");
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runEvaluate(*options, invocation); }; });
}

} // namespace app
