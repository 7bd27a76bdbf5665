// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/output.h"
#include "app/studies/conductor.h"
#include "app/usage_error.h"
#include "core/study/study.h"
#include "ui/library/library.h"

#include <CLI/CLI.hpp>

#include <list>
#include <memory>

namespace app {
namespace {

using Kind = core::StudyOption::Kind;

// An option of a study while the command line is read.
struct ReadOption
{
    const core::StudyOption* option = nullptr;
    CLI::Option* parsed = nullptr;
    std::vector<long> lengths = {};
    long number = 0;
    double share = 0.0;
    std::string choice = {};

    core::StudyValue value() const
    {
        switch (option->kind) {
        case Kind::Lengths:
            for (const long length : lengths)
                if (length < 1)
                    throw core::error("--{}: a length must be at least 1 token, not {}.", option->name, length);
            return std::vector<core::Index>(lengths.begin(), lengths.end());
        case Kind::Length:
        case Kind::WholeNumber:
            return core::Index{number};
        case Kind::Share:
            return share;
        case Kind::Choice:
            return choice;
        case Kind::Flag:
            break;
        }
        return true;
    }
};

// "How the text is cut: nonoverlapping (default) or sliding"
std::string helpOf(const core::StudyOption& option)
{
    if (option.kind == Kind::Choice) {
        std::string others;
        for (std::size_t i = 1; i + 1 < option.choices.size(); ++i)
            others += std::string(", ") + option.choices[i].id;
        return core::sentence("{}: {} (default){} or {}", core::Sentence(option.meaning), option.choices.front().id,
                              others, option.choices.back().id)
            .translated();
    }
    if (option.kind == Kind::Flag)
        return core::translated(option.meaning);
    return option.usual != nullptr
               ? core::sentence("{} ({})", core::Sentence(option.meaning), core::Sentence(option.usual)).translated()
               : core::sentence("{} ({})", core::Sentence(option.meaning), option.value).translated();
}

void declare(CLI::App& command, ReadOption& read)
{
    const core::StudyOption& option = *read.option;
    const std::string name = std::string("--") + option.name;
    const std::string help = helpOf(option);
    switch (option.kind) {
    case Kind::Lengths:
        read.parsed = command.add_option(name, read.lengths, help)->delimiter(',');
        return;
    case Kind::Length:
    case Kind::WholeNumber:
        read.parsed = command.add_option(name, read.number, help)
                          ->check(CLI::Range(static_cast<long>(option.least), static_cast<long>(option.most)));
        return;
    case Kind::Share:
        read.parsed = command.add_option(name, read.share, help);
        return;
    case Kind::Choice: {
        std::vector<std::string> ids;
        for (const auto& choice : option.choices)
            ids.emplace_back(choice.id);
        read.parsed = command.add_option(name, read.choice, help)->check(CLI::IsMember(ids));
        return;
    }
    case Kind::Flag:
        read.parsed = command.add_flag(name, help);
        return;
    }
}

core::StudyValues valuesOf(const core::Study& study, const std::list<ReadOption>& read)
{
    core::StudyValues values(study.options);
    for (const ReadOption& one : read)
        if (one.parsed->count() > 0)
            values.set(one.option->name, one.value());
    for (const ReadOption& one : read)
        if (values.given(one.option->name) && !values.applies(*one.option))
            throw usageError("--{} belongs to --{} {}", one.option->name, one.option->belongsTo,
                             one.option->belongsToChoice);
    return values;
}

void addOne(CLI::App& group, Invocation& invocation, const core::Study& study)
{
    struct Flags
    {
        StudyOptions common;
        std::list<ReadOption> own; // the parser keeps their addresses
    };
    const auto flags = std::make_shared<Flags>();
    CLI::App* command = addCommand(group, invocation, study.id, study.asks);
    command->footer(study.means);
    addStudyOptions(*command, flags->common);
    for (const core::StudyOption& option : study.options) {
        flags->own.push_back({.option = &option});
        declare(*command, flags->own.back());
    }
    if (study.paper != core::Study::Paper::Nothing)
        addPaper(*command, flags->common);
    command->callback([=, &invocation, &study] {
        invocation.action = [=, &invocation, &study] {
            flags->common.values = valuesOf(study, flags->own);
            return conductStudy(study, flags->common, invocation);
        };
    });
}

struct CostFlags
{
    StudyOptions common;
    core::TrainingCostOptions cost;
};

// One JSON object per line: {"done": 0 … 1}, and at last the cost.
int measureCost(const CostFlags& f, int threads)
{
    if (f.common.models.size() != 1)
        throw usageError("one --model must be given");
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
    CLI::App* command = addCommand(group, invocation, "cost",
                                   "What training a model of that shape takes here, as JSON: time and peak memory");
    addStudyOptions(*command, flags->common);
    command->add_option("--steps", flags->cost.steps, "Training steps that are measured (30)")
        ->check(CLI::Range(1L, 1L << 20));
    command->add_option("--batch-tokens", flags->cost.tokensPerStep, "Tokens of a training step (2048)")
        ->check(CLI::Range(1L, 1L << 24));
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return measureCost(*flags, invocation.threads); }; });
    for (const char* file : {"--json", "--csv"})
        command->remove_option(command->get_option(file));
}

std::string unknownStudy(const std::string& id)
{
    try {
        core::studyById(id);
        return {};
    } catch (const core::Error& problem) {
        return problem.message();
    }
}

} // namespace

void addStudy(CLI::App& root, Invocation& invocation)
{
    CLI::App* group = root.add_subcommand("experiment", "The paper's studies on any set of models");
    group->require_subcommand(1);
    for (const core::Study& study : core::studies())
        addOne(*group, invocation, study);
    addCost(*group, invocation);
    // Whatever stands where a study should: only those that are none get here.
    group
        ->add_option_function<std::string>("STUDY",
                                           [](const std::string& id) { throw CLI::ValidationError(unknownStudy(id)); })
        ->group("");
}

} // namespace app
