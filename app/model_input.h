// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/text/text_reader.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace app {

// --model, a checkpoint folder or builtin:NAME; --layer and --head. All are required.
void addModel(CLI::App& command, std::string& model);
void addHead(CLI::App& command, int& layer, int& head);

// The input every command that runs a model takes: --tokens, --tokens-file, --text or --text-file, one of them.
struct InputOptions
{
    std::optional<std::string> tokens;
    std::optional<std::string> tokensFile;
    std::optional<std::string> text;
    std::optional<std::string> textFile;
};

void addInput(CLI::App& command, InputOptions& options);

// The input as given, before any model's tokenizer has seen it.
struct Input
{
    std::string name;                // the option or the file, for messages and results
    std::optional<std::string> text; // none: token ids were given
    std::vector<int> tokens;
    std::optional<core::BookOptions> book; // how the text was cleaned; none: not at all
};

// Throws UsageError unless exactly one option is given, core::Error when it cannot be read or is empty. With `book` the
// text is cleaned first.
Input readInput(const InputOptions& options, const std::optional<core::BookOptions>& book = {});

// Ids of this model's vocabulary, at least one. Throws core::Error.
std::vector<int> tokensOf(const Input& input, const core::Checkpoint& checkpoint);

// --set KEY=VALUE, any number of times: encoding options to run the model with instead of its own.
void addSwitches(CLI::App& command, std::vector<std::string>& switches);
// As one patch for Transformer::withEncodingOptions: values are JSON, or, where they are none, taken as text. Throws
// UsageError.
core::Json parseSwitches(const std::vector<std::string>& switches);
// The checkpoint in the folder, its model with these switches. Throws core::Error.
std::shared_ptr<const core::Checkpoint> loadSwitched(const std::string& folder,
                                                     const std::vector<std::string>& switches);

// How many bytes of text the tokens stand for.
std::size_t bytesOf(std::span<const int> tokens, const core::Tokenizer& tokenizer);

// What was read, for result files: source, bytes or tokens, hash, how it was cleaned.
core::OrderedJson inputJson(const Input& input);

// Throws core::Error when reading so many tokens at once would take more memory than there is.
void checkPass(const core::ModelConfig& config, std::size_t tokens);

} // namespace app
