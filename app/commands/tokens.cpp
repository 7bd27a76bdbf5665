// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "core/base/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

constexpr std::size_t kAtOnce = std::size_t{1} << 20; // bytes

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

std::string jsonOf(int id, const std::string& bytes, std::size_t start, std::size_t end)
{
    const core::OrderedJson token{{"id", id}, {"text", bytes}, {"bytes", hexOf(bytes)}, {"start", start}, {"end", end}};
    // Half a character becomes U+FFFD in "text".
    return token.dump(-1, ' ', false, core::OrderedJson::error_handler_t::replace);
}

// In pieces: a text may have many millions of tokens.
void print(const core::Tokenizer& tokenizer, const std::vector<int>& tokens, bool asJson)
{
    std::string piece = asJson ? "[" : "position\tid\tstart\tend\ttoken";
    std::size_t start = 0; // in the bytes of the text
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const int id = tokens[i];
        const bool known = id < tokenizer.size(); // a vocabulary may be larger: such a token stands for no text
        const std::string bytes = known ? tokenizer.bytesOf(id) : std::string();
        const std::size_t end = start + bytes.size();
        if (asJson)
            piece += (i == 0 ? "\n" : ",\n") + jsonOf(id, bytes, start, end);
        else
            piece += fmt::format("\n{}\t{}\t{}\t{}\t{}", i, id, start, end, known ? tokenizer.displayOf(id) : "");
        start = end;
        if (piece.size() > kAtOnce) {
            writeOutput(piece);
            piece.clear();
            if (interrupted())
                throw core::error("interrupted before all tokens were printed.");
        }
    }
    writeOutput(piece + (asJson ? "\n]\n" : "\n"));
}

int runTokens(const TokensFlags& options)
{
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, {});
    const std::vector<int> tokens = tokensOf(input, *checkpoint);
    print(checkpoint->needTokenizer(), tokens, options.format == "json");
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
