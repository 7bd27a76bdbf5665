// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"

#include <CLI/CLI.hpp>

namespace app {
namespace {

constexpr int kMostThreads = 1024;

std::string quoted(const std::string& word)
{
    const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
        return word;
    std::string text = "'";
    for (const char c : word)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

} // namespace

std::string Invocation::commandText() const
{
    std::string text = "alibi-lab";
    for (const std::string& argument : arguments)
        text += " " + quoted(argument);
    return text;
}

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
