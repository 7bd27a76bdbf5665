// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "ui/library/model_facts.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace app {
namespace {

struct ModelFlags
{
    std::string model;
    std::string format = "text";
};

int runModel(const ModelFlags& options)
{
    const ui::ModelFacts facts = ui::readModelFacts(options.model, interrupted);
    const auto replace = core::OrderedJson::error_handler_t::replace;
    writeOutput(options.format == "json" ? facts.json().dump(2, ' ', false, replace) + "\n"
                                         : facts.text().toStdString());
    return 0;
}

} // namespace

void addModelFacts(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<ModelFlags>();
    CLI::App* command = addCommand(root, invocation, "model",
                                   "Print what a model is: encoding, sizes, how it was trained, which file it is");
    addModel(*command, options->model);
    command
        ->add_option("--format", options->format,
                     "text: a line each (default); json: the same for programs, null for what is not recorded")
        ->check(CLI::IsMember({"text", "json"}));
    command->callback([=, &invocation] { invocation.action = [=] { return runModel(*options); }; });
}

} // namespace app
