// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/model_input.h"
#include "app/output.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct TokensFlags
{
    std::string model;
    InputOptions input;
    std::string format = "text";
};

std::string hexOf(const std::string& bytes)
{
    std::string hex;
    for (const char byte : bytes)
        hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return hex;
}

// Tokens as a list, with the bytes of the text each begins at and ends before.
std::string jsonOf(const core::Tokenizer& tokenizer, const std::vector<int>& tokens)
{
    core::OrderedJson list = core::OrderedJson::array();
    std::size_t start = 0;
    for (const int id : tokens) {
        const std::string& bytes = tokenizer.bytesOf(id);
        list.push_back(
            {{"id", id}, {"text", bytes}, {"bytes", hexOf(bytes)}, {"start", start}, {"end", start + bytes.size()}});
        start += bytes.size();
    }
    // Half a character becomes U+FFFD in "text".
    return list.dump(1, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n";
}

std::string textOf(const core::Tokenizer& tokenizer, const std::vector<int>& tokens)
{
    std::string lines = "position\tid\tstart\tend\ttoken\n";
    std::size_t start = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::size_t end = start + tokenizer.bytesOf(tokens[i]).size();
        lines += fmt::format("{}\t{}\t{}\t{}\t{}\n", i, tokens[i], start, end, tokenizer.displayOf(tokens[i]));
        start = end;
    }
    return lines;
}

int runTokens(const TokensFlags& options)
{
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, {});
    const std::vector<int> tokens = tokensOf(input, *checkpoint);
    const core::Tokenizer& tokenizer = checkpoint->needTokenizer();
    writeOutput(options.format == "json" ? jsonOf(tokenizer, tokens) : textOf(tokenizer, tokens));
    return 0;
}

} // namespace

void addTokens(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<TokensFlags>();
    CLI::App* command = addCommand(root, invocation, "tokens", "Print the tokens a model reads a text as");
    addModel(*command, options->model);
    addInput(*command, options->input);
    command
        ->add_option("--format", options->format,
                     "text: a line each, white space and lone bytes made visible (default); json: id, text, bytes in "
                     "hexadecimal, and the bytes of the text it begins at and ends before")
        ->check(CLI::IsMember({"text", "json"}));
    command->callback([=, &invocation] { invocation.action = [=] { return runTokens(*options); }; });
}

} // namespace app
