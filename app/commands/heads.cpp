// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/csv_table.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/version.h"
#include "core/eval/head_behaviour.h"
#include "core/eval/perplexity.h"
#include "core/io/atomic_file.h"
#include "core/position/alibi.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct HeadsFlags
{
    std::string model;
    std::vector<std::string> switches;
    InputOptions input;
    long length = 0;
    bool without = false;
    std::string out = "-";
};

core::OrderedJson rowOf(const core::HeadMeasures& m, const core::OrderedJson& slope)
{
    const auto behaviour = core::behaviourOf(m);
    return {{"layer", m.layer},
            {"head", m.head},
            {"slope", slope},
            {"entropy", m.attention.entropy},
            {"mean_distance", m.attention.meanDistance},
            {"bias_mean_distance", m.bias.meanDistance},
            {"beyond_training", m.attention.massBeyond},
            {"first_token", m.first},
            {"previous_token", m.previous},
            {"same_token", m.same}, // NaN is written as null
            {"induction", m.induction},
            {"behaviour", behaviour ? core::OrderedJson(core::idOf(behaviour->what)) : core::OrderedJson()}};
}

// By head, with what scales them in it; empty for other encodings than ALiBi.
std::vector<double> slopesOf(const core::Transformer<float>& model)
{
    return core::scaledSlopes(model.encoding().slopes(model.parameters().encodingTensors()),
                              model.encoding().options());
}

int runHeads(const HeadsFlags& options, const Invocation& invocation)
{
    formatOf(options.out, {"json", "csv"});
    checkWritable(options.out);
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, options.switches);
    std::vector<int> tokens = tokensOf(input, *checkpoint);
    if (options.length < 0 || static_cast<std::size_t>(options.length) > tokens.size())
        throw core::error("--length: {} is beyond the text, which has {} tokens for {}; take a shorter length or a "
                          "longer text.",
                          options.length, tokens.size(), options.model);
    const core::Transformer<float>& model = checkpoint->model;
    const auto length = options.length > 0 ? static_cast<std::size_t>(options.length) : tokens.size();
    if (static_cast<core::Index>(length) > model.encoding().longestInput())
        throw core::error("{} tokens are more than the {} {} can take; choose fewer with --length.", length,
                          model.encoding().longestInput(), options.model);
    checkPass(model.config(), length);
    CommandPool pool(invocation.threads);
    Progress progress("heads");
    const auto trace = core::forward(model, std::span(tokens).first(length), pool, {-1, interrupted});
    core::ReachOptions reach;
    reach.cancel = interrupted;
    const double share = options.without ? 0.1 : 1.0; // of the measures
    reach.progress = [&](double done) { progress.update(share * done); };
    const std::vector<core::HeadMeasures> measures = core::headMeasures(*trace, 0, reach, pool);

    core::EvaluationOptions evaluation;
    evaluation.length = static_cast<core::Index>(length);
    evaluation.cancel = interrupted;
    const auto perplexity = [&](const core::Transformer<float>& of) {
        return core::evaluate(of, tokens, evaluation, pool).perplexity;
    };
    const std::vector<double> slopes = slopesOf(model);
    core::OrderedJson rows = core::OrderedJson::array();
    for (const core::HeadMeasures& m : measures) {
        const core::OrderedJson slope =
            slopes.empty() ? core::OrderedJson() : core::OrderedJson(slopes[static_cast<std::size_t>(m.head)]);
        rows.push_back(rowOf(m, slope));
        if (!options.without)
            continue;
        rows.back()["perplexity_without"] = perplexity(core::withoutHead(model, m.layer, m.head));
        progress.update(share +
                        (1.0 - share) * static_cast<double>(rows.size()) / static_cast<double>(measures.size()));
    }
    core::OrderedJson report{{"command", invocation.commandText()},
                             {"program", programVersion()},
                             {"model", options.model},
                             {"model_hash", checkpoint->hash},
                             {"input", inputJson(input)},
                             {"length", length},
                             {"training_length", model.config().trainingLength}};
    if (options.without)
        report["perplexity"] = perplexity(model);
    report["heads"] = rows;
    const std::string text = formatOf(options.out, {"json", "csv"}) == "csv"
                                 ? csvOf(rows)
                                 : report.dump(1, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n";
    writeTo(options.out, [&](const auto& file) { core::writeFileAtomically(file, text); });
    return 0;
}

} // namespace

void addHeads(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<HeadsFlags>();
    CLI::App* command =
        addCommand(root, invocation, "heads",
                   "What every head looks at on a text: how far and how sharply, and how much of its attention is on "
                   "the first token, the one before, equal ones, and those that followed equal ones (induction)");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    addInput(*command, options->input);
    command->add_option("--length", options->length, "Only the first so many tokens (0: the whole text)");
    command->add_flag("--without", options->without,
                      "Also the text's perplexity, read --length tokens at a time, with each head switched off");
    command->add_option("--out", options->out, "F.json or F.csv; - is standard output as JSON, as without it");
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runHeads(*options, invocation); }; });
}

} // namespace app
