// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studies/conductor.h"

#include "app/command_pool.h"
#include "app/interruption.h"
#include "app/messages.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/usage_error.h"
#include "app/version.h"
#include "core/base/json_reader.h"
#include "core/io/atomic_file.h"
#include "ui/library/library.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace app {
namespace {

void checkFiles(const StudyOptions& options)
{
    if (!options.json.empty()) {
        formatOf(options.json, {"json"});
        checkWritable(options.json);
    }
    if (!options.csv.empty()) {
        formatOf(options.csv, {"csv"});
        checkWritable(options.csv);
    }
}

core::Subject subjectFor(const std::string& id, const StudyOptions& options, const Input& input)
{
    constexpr std::size_t mostTimes = 32; // the training length, when no lengths are given
    const auto checkpoint = ui::loadModel(id);
    std::vector<int> tokens = tokensOf(input, *checkpoint);
    const auto& config = checkpoint->model.config();
    const auto asked = static_cast<std::size_t>(options.values.longest());
    checkPass(config,
              std::min(tokens.size(), asked > 0 ? asked : mostTimes * static_cast<std::size_t>(config.trainingLength)));
    return core::subjectOf(id, ui::weightsSha256(id), *checkpoint, std::move(tokens), input.text.has_value());
}

void complete(core::StudyResults& results, const StudyOptions& options, const Invocation& invocation,
              const Input& input)
{
    results.command = invocation.commandText();
    results.program = programVersion();
    results.seed = options.seed;
    results.input = inputJson(input);
    if (options.paper)
        results.paper = core::parseOrderedJson(ui::paperTablesText(), "tables.json");
}

void write(const core::StudyResults& results, const StudyOptions& options)
{
    const auto put = [](const std::string& out, const std::string& text) {
        writeTo(out, [&](const auto& file) { core::writeFileAtomically(file, text); });
    };
    if (!options.json.empty())
        put(options.json, results.toJsonText());
    if (!options.csv.empty())
        put(options.csv, results.toCsv());
    if (!isStandardOutput(options.json) && !isStandardOutput(options.csv))
        writeOutput(tableOf(results) +
                    (options.paper ? paperTableOf(results.paper, core::studyById(results.study).paper) : ""));
}

[[noreturn]] void sayInterrupted(const core::StudyResults& results, const StudyOptions& options)
{
    std::string where;
    for (const std::string& file : {options.json, options.csv})
        if (!file.empty())
            where += (where.empty() ? " in " : " and ") + file;
    throw core::error("interrupted; {} finished results are kept{}, marked as incomplete.", results.measurements.size(),
                      where.empty() ? " above" : where);
}

} // namespace

void addStudyOptions(CLI::App& command, StudyOptions& options)
{
    command
        .add_option("--model", options.models,
                    "Checkpoint folder, or builtin:NAME for one inside the program; may be given several times")
        ->required()
        ->allow_extra_args(false);
    command.add_option("--text,--text-file", options.input.textFile, "Text file, UTF-8, or builtin:PASSAGE");
    command.add_option("--tokens-file", options.input.tokensFile, "JSON file with a list of token ids, instead");
    command.add_flag("--clean-book", options.cleanBook,
                     "Drop Project Gutenberg's header and footer, join lines, fold typographic characters");
    command.add_option("--seed", options.seed, "Seed of whatever is drawn at random (1)");
    command.add_option("--json", options.json, "Write the results to F.json");
    command.add_option("--csv", options.csv, "Write the results to F.csv, one line per number");
}

void addPaper(CLI::App& command, StudyOptions& options)
{
    command.add_flag("--paper", options.paper, "Add the paper's own numbers (247 M parameters, WikiText-103)");
}

std::optional<core::BookOptions> bookOf(const StudyOptions& options)
{
    return options.cleanBook ? std::optional<core::BookOptions>(core::BookOptions{}) : std::nullopt;
}

Input studyInput(const StudyOptions& options)
{
    if (options.input.textFile.has_value() == options.input.tokensFile.has_value())
        throw usageError("one of --text and --tokens-file must be given, and not both");
    if (options.input.textFile && options.input.textFile->starts_with(ui::kBuiltin)) {
        if (options.cleanBook)
            throw usageError("--clean-book is for files; the program's passages are clean");
        Input input;
        input.name = *options.input.textFile;
        input.text = ui::loadText({core::TextKind::Passage, input.name.substr(ui::kBuiltin.size())})->text;
        return input;
    }
    return readInput(options.input, bookOf(options));
}

std::vector<std::string> inputArguments(const StudyOptions& options)
{
    const bool text = options.input.textFile.has_value();
    std::vector<std::string> arguments{text ? "--text" : "--tokens-file",
                                       text ? *options.input.textFile : *options.input.tokensFile};
    if (options.cleanBook)
        arguments.emplace_back("--clean-book");
    return arguments;
}

int conductStudy(const core::Study& study, const StudyOptions& options, const Invocation& invocation)
{
    checkFiles(options);
    const Input input = studyInput(options);
    std::vector<core::Subject> subjects;
    for (const std::string& model : options.models)
        subjects.push_back(subjectFor(model, options, input));
    core::StudyTask task{subjects, options.values, options.seed, {}};
    task.measure = [&](std::size_t model, const core::TrainingCostOptions& cost, const core::WindowWatch& watch) {
        return core::measureTrainingInChild(
            core::trainingCostCommand(options.models[model], inputArguments(options), cost, invocation.threads), watch);
    };
    CommandPool pool(invocation.threads);
    core::StudyResults results;
    {
        Progress progress("study");
        core::StudyWatch watch;
        watch.cancel = interrupted;
        watch.progress = [&](double done) { progress.update(done); };
        results = study.run(task, pool, watch);
    }
    complete(results, options, invocation, input);
    write(results, options);
    if (!results.complete)
        sayInterrupted(results, options);
    for (const core::ModelRecord& model : results.models)
        if (model.limited)
            say(core::sentence("{}: {}", model.id, core::limitOf(model)).translated());
    return 0;
}

} // namespace app
