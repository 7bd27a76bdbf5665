// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "app/version.h"
#include "core/eval/cell_sum.h"
#include "core/io/atomic_file.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct ExplainFlags
{
    std::string model;
    std::vector<std::string> switches;
    InputOptions input;
    int layer = 0;
    int head = 0;
    core::Index query = 0;
    core::Index key = 0;
    std::string out = "-";
};

core::OrderedJson partsJson(const std::optional<core::ContentParts>& parts)
{
    if (!parts)
        return nullptr;
    return {{"content_content", parts->contentContent},
            {"content_position", parts->contentPosition},
            {"position_content", parts->positionContent},
            {"position_position", parts->positionPosition},
            {"rest", parts->rest}};
}

core::OrderedJson jsonOf(const core::CellSum& sum)
{
    core::OrderedJson byFrequency = nullptr;
    core::OrderedJson frequencies = nullptr;
    for (const core::PairShare& pair : sum.byFrequency) {
        byFrequency.push_back(pair.content);
        frequencies.push_back(pair.frequency);
    }
    return {{"layer", sum.layer},
            {"head", sum.head},
            {"query", sum.query},
            {"key", sum.key},
            {"q", sum.queryVector},
            {"k", sum.keyVector},
            {"products", sum.products},
            {"content", sum.content},
            {"bias", sum.bias},
            {"score", sum.score},
            {"row_log_sum", sum.rowLogSum},
            {"weight", sum.weight},
            {"parts", partsJson(sum.parts)},
            {"by_frequency", byFrequency},
            {"frequencies", frequencies}};
}

int runExplain(const ExplainFlags& options, const Invocation& invocation)
{
    formatOf(options.out, {"json"});
    checkWritable(options.out);
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, options.switches);
    std::vector<int> tokens = tokensOf(input, *checkpoint);
    // What comes after the query changes nothing of its row.
    if (options.query >= 0 && static_cast<std::size_t>(options.query) < tokens.size())
        tokens.resize(static_cast<std::size_t>(options.query) + 1);
    checkPass(checkpoint->model.config(), tokens.size());
    CommandPool pool(invocation.threads);
    const auto trace = core::forward(checkpoint->model, tokens, pool, {-1, interrupted});
    core::OrderedJson report{{"command", invocation.commandText()}, {"program", programVersion()}};
    report.update(jsonOf(core::cellSum(*trace, options.layer, options.head, options.query, options.key)));
    writeTo(options.out, [&](const auto& file) { core::writeFileAtomically(file, report.dump(1) + "\n"); });
    return 0;
}

} // namespace

void addExplain(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<ExplainFlags>();
    CLI::App* command = addCommand(
        root, invocation, "explain",
        "Take one cell of a head's map apart: the query's and the key's numbers and their products, what the "
        "encoding adds, the row's sum, the weight; and what tokens and positions, or each frequency, bring");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    addInput(*command, options->input);
    addHead(*command, options->layer, options->head);
    command->add_option("--query", options->query, "Position that looks, from 0")->required();
    command->add_option("--key", options->key, "Position that is looked at, from 0 to the query's")->required();
    command->add_option("--out", options->out, "F.json; - is standard output, as without it");
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runExplain(*options, invocation); }; });
}

} // namespace app
