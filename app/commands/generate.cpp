// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/generate.h"
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "app/utf8_stream.h"
#include "core/base/error.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace app {
namespace {

struct GenerateFlags
{
    std::string model;
    std::vector<std::string> switches;
    std::string prompt;
    core::GenerateOptions generate;
};

int runGenerate(GenerateFlags options, int threads)
{
    Input input;
    input.name = "--prompt";
    input.text = core::checkedText(options.prompt, input.name);
    if (input.text->empty())
        throw core::error("--prompt: the text is empty; give at least one character.");
    options.generate.sampling.check();
    const auto checkpoint = loadSwitched(options.model, options.switches);
    const core::Tokenizer& tokenizer = checkpoint->needTokenizer();
    const std::vector<int> prompt = tokensOf(input, *checkpoint);
    const core::Index longest = checkpoint->model.encoding().longestInput();
    const std::size_t total = prompt.size() + static_cast<std::size_t>(options.generate.tokens);
    if (static_cast<core::Index>(total) > longest)
        throw core::error("--tokens: prompt and continuation have {} tokens, but {} can take {}; ask for fewer.", total,
                          options.model, longest);
    checkPass(checkpoint->model.config(), 2 * total); // while a token is added there are two traces
    CommandPool pool(threads);
    options.generate.cancel = interrupted;
    Utf8Stream stream;
    writeOutput(*input.text);
    try {
        core::generate(checkpoint->model, prompt, options.generate, pool, [&](int token) {
            // A vocabulary may be larger than its tokenizer: such a token stands for no text.
            const std::string bytes = token < tokenizer.size() ? tokenizer.bytesOf(token) : "\xEF\xBF\xBD";
            writeOutput(stream.take(bytes));
        });
    } catch (const core::Cancelled&) {
        writeOutput(stream.finish() + "\n");
        throw core::error("interrupted before all tokens were there.");
    }
    writeOutput(stream.finish() + "\n");
    return 0;
}

} // namespace

void addGenerate(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<GenerateFlags>();
    CLI::App* command =
        addCommand(root, invocation, "generate", "Print a prompt and what a model makes of it, token by token");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    command->add_option("--prompt", options->prompt, "Text to continue")->required();
    command->add_option("--tokens", options->generate.tokens, "Tokens to add")
        ->required()
        ->check(CLI::Range(1, 1 << 20));
    core::SamplingOptions& sampling = options->generate.sampling;
    command->add_option("--temperature", sampling.temperature, "0: always the likeliest token; 1 (default)")
        ->check(CLI::Range(0.0, 100.0));
    command->add_option("--top-k", sampling.topK, "Choose among so many likeliest tokens (0: among all)")
        ->check(CLI::Range(0, 1 << 22));
    command
        ->add_option("--top-p", sampling.topP,
                     "Choose among the fewest likeliest tokens that have this share of the probability (1: among all)")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--seed", options->generate.seed, "Another seed, another text (1)");
    command->callback([=, &invocation] {
        invocation.action = [=, &invocation] { return runGenerate(*options, invocation.threads); };
    });
}

} // namespace app
