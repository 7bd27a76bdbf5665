// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_input.h"

#include "app/interruption.h"
#include "app/option_list.h"
#include "app/output.h"
#include "app/usage_error.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/path_text.h"
#include "core/base/shortened.h"
#include "core/io/json_file.h"
#include "ui/library/library.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace app {
namespace {

constexpr std::uint64_t kLargestTokensFile = std::uint64_t{32} << 20;

std::vector<int> parseTokens(std::string_view text)
{
    std::vector<int> tokens;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        std::string_view part = text.substr(start, end - start);
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        int token = 0;
        const auto [rest, problem] = std::from_chars(part.data(), part.data() + part.size(), token);
        if (problem != std::errc() || rest != part.data() + part.size())
            throw usageError("--tokens: \"{}\" is not a token id; give whole numbers like 1,2,3", part.substr(0, 40));
        tokens.push_back(token);
        start = end + 1;
    }
    return tokens;
}

std::vector<int> readTokensFile(const std::string& path)
{
    const core::Json json = core::readJsonFile(path, {.bytes = kLargestTokensFile, .values = kLargestTokensFile});
    const core::Json* list = &json;
    if (json.is_object() && json.contains("tokens"))
        list = &json["tokens"];
    if (!list->is_array())
        throw core::error("{}: the file must hold a list of token ids, e.g. [1, 2, 3].", path);
    std::vector<int> tokens;
    tokens.reserve(list->size());
    for (const core::Json& token : *list) {
        const bool fits = token.is_number_unsigned()
                              ? token.get<std::uint64_t>() <= 0x7FFFFFFF
                              : token.is_number_integer() && token.get<std::int64_t>() >= -0x7FFFFFFF;
        if (!fits)
            throw core::error("{}: entry {} is not a token id; ids are whole numbers.", path, tokens.size());
        tokens.push_back(token.get<int>());
    }
    return tokens;
}

} // namespace

void addInput(CLI::App& command, InputOptions& options)
{
    command.add_option("--tokens", options.tokens, "Token ids, e.g. 1,2,3");
    command.add_option("--tokens-file", options.tokensFile, "JSON file with a list of token ids");
    command.add_option("--text", options.text, "The text itself; one that begins with a dash as --text=-like this");
    command.add_option("--text-file", options.textFile, "Text file, UTF-8 or UTF-16; - is standard input");
}

Input readInput(const InputOptions& options, const std::optional<core::BookOptions>& book)
{
    const int given =
        (options.tokens ? 1 : 0) + (options.tokensFile ? 1 : 0) + (options.text ? 1 : 0) + (options.textFile ? 1 : 0);
    if (given == 0)
        throw usageError("one of --tokens, --tokens-file, --text and --text-file must be given");
    if (given > 1)
        throw usageError("only one of --tokens, --tokens-file, --text and --text-file must be given");
    Input input;
    if (options.tokens) {
        input.name = "--tokens";
        input.tokens = parseTokens(*options.tokens);
    } else if (options.tokensFile) {
        input.name = *options.tokensFile;
        input.tokens = readTokensFile(*options.tokensFile);
        if (input.tokens.empty())
            throw core::error("{}: there are no tokens in it; give at least one.", input.name);
    } else {
        input.name = options.text ? "--text" : *options.textFile;
        input.text = options.text ? core::checkedText(*options.text, "--text")
                                  : core::readTextFile(core::pathOf(*options.textFile), core::largestTextFile,
                                                       core::Streams::Read, interrupted);
        if (book)
            input.text = core::cleanBook(std::move(*input.text), *book);
        input.book = book;
        if (input.text->empty())
            throw core::error("{}: the text is empty; give at least one character.", input.name);
    }
    if (book && !input.text)
        throw usageError("--clean-book needs a text, not token ids");
    return input;
}

std::vector<int> tokensOf(const Input& input, const core::Checkpoint& checkpoint)
{
    std::vector<int> tokens = input.text ? checkpoint.needTokenizer().encode(*input.text, interrupted) : input.tokens;
    const int vocabulary = checkpoint.model.config().vocabularySize;
    for (const int token : tokens)
        if (token < 0 || token >= vocabulary)
            throw core::error("{}: token {} is outside the vocabulary of {}, which goes from 0 to {}.", input.name,
                              token, checkpoint.name, vocabulary - 1);
    return tokens;
}

void addModel(CLI::App& command, std::string& model)
{
    command.add_option("--model", model, "Checkpoint folder, or builtin:NAME for one inside the program")->required();
}

void addHead(CLI::App& command, int& layer, int& head)
{
    command.add_option("--layer", layer, "Layer, from 0")->required();
    command.add_option("--head", head, "Head, from 0")->required();
}

void addSwitches(CLI::App& command, std::vector<std::string>& switches)
{
    command
        .add_option("--set", switches,
                    "KEY=VALUE: run the model with another encoding option (listed below), e.g. attention_window=64; "
                    "may be given several times")
        ->allow_extra_args(false);
    command.footer(switchHelp);
}

core::Json parseSwitches(const std::vector<std::string>& switches)
{
    core::Json patch = core::Json::object();
    for (const std::string& text : switches) {
        const std::size_t equals = text.find('=');
        if (equals == 0 || equals == std::string::npos)
            throw usageError("--set must look like KEY=VALUE, not \"{}\"", text.substr(0, 60));
        const std::string key = core::checkedText(text.substr(0, equals), "--set");
        if (patch.contains(key))
            throw usageError("--set gives {} twice", key);
        const std::string value = text.substr(equals + 1);
        try {
            patch[key] = core::parseJson(value, "--set " + core::shortened(key, 40));
        } catch (const core::JsonSyntaxError&) {
            patch[key] = core::checkedText(value, "--set");
        }
    }
    return patch;
}

std::shared_ptr<const core::Checkpoint> loadSwitched(const std::string& folder,
                                                     const std::vector<std::string>& switches)
{
    const core::Json patch = parseSwitches(switches);
    auto checkpoint = folder.starts_with(ui::kBuiltin) ? ui::loadModel(folder, interrupted)
                                                       : core::loadCheckpoint(core::pathOf(folder), interrupted);
    if (patch.empty())
        return checkpoint;
    auto changed = std::make_shared<core::Checkpoint>(*checkpoint);
    try {
        changed->model = checkpoint->model.withEncodingOptions(patch);
    } catch (const core::Error& problem) {
        throw core::error("--set, {}: {}", folder, problem.sentence());
    }
    return changed;
}

std::size_t bytesOf(std::span<const int> tokens, const core::Tokenizer& tokenizer)
{
    std::size_t bytes = 0;
    for (const int token : tokens)
        bytes += tokenizer.bytesOf(token).size();
    return bytes;
}

core::OrderedJson inputJson(const Input& input)
{
    core::OrderedJson json{{"source", input.name}};
    if (input.text) {
        json["bytes"] = input.text->size();
        json["hash"] = core::hexOf(core::hashOf(*input.text));
        json["clean_book"] = input.book ? input.book->toJson() : core::OrderedJson(nullptr);
    } else {
        json["tokens"] = input.tokens.size();
        json["hash"] = core::hexOf(core::hashOf(std::span<const int>(input.tokens)));
    }
    return json;
}

void checkPass(const core::ModelConfig& config, std::size_t tokens)
{
    const double perToken = 4.0 * (config.layers * (3.0 * config.width + 2.0 * config.heads) + 2.0 * config.width);
    checkMemory(static_cast<double>(tokens) * perToken, machineMemory(),
                core::sentence("Reading {} tokens at once", tokens), core::sentence("take a shorter text"));
}

} // namespace app
