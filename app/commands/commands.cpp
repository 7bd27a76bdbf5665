// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"

#include "core/base/command_text.h"

#include <CLI/CLI.hpp>

namespace app {
namespace {

constexpr int kMostThreads = 1024;

} // namespace

std::string Invocation::commandText() const { return core::commandText(arguments); }

CLI::App* addCommand(CLI::App& root, Invocation& invocation, const std::string& name, const std::string& description)
{
    CLI::App* command = root.add_subcommand(name, description);
    addThreads(*command, invocation);
    return command;
}

void addThreads(CLI::App& command, Invocation& invocation)
{
    command.add_option("--threads", invocation.threads, "Threads to work with (default: as many as the machine has)")
        ->check(CLI::Range(1, kMostThreads));
}

} // namespace app
