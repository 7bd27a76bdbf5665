// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace app {

// What the parser found out: each add…() below declares one command, which, when chosen, leaves its work in `action`.
struct Invocation
{
    std::vector<std::string> arguments; // as typed, without the program's name
    int threads = 0;                    // 0: as many as the machine has
    std::function<int()> action;        // returns the exit code

    std::string commandText() const; // "alibi-lab train --length 64 …", quoted so that a shell reads the same
};

void addSlopes(CLI::App& root, Invocation& invocation);
void addTokens(CLI::App& root, Invocation& invocation);
void addModelFacts(CLI::App& root, Invocation& invocation);
void addLogits(CLI::App& root, Invocation& invocation);
void addAttention(CLI::App& root, Invocation& invocation);
void addExplain(CLI::App& root, Invocation& invocation);
void addEncoding(CLI::App& root, Invocation& invocation);
void addHeads(CLI::App& root, Invocation& invocation);
void addLessons(CLI::App& root, Invocation& invocation);
void addEvaluate(CLI::App& root, Invocation& invocation);
void addStudy(CLI::App& root, Invocation& invocation);
void addTrain(CLI::App& root, Invocation& invocation);
void addFigure(CLI::App& root, Invocation& invocation);
void addReport(CLI::App& root, Invocation& invocation);
void addGenerate(CLI::App& root, Invocation& invocation);

// A command with the options every command has.
CLI::App* addCommand(CLI::App& root, Invocation& invocation, const std::string& name, const std::string& description);
void addThreads(CLI::App& command, Invocation& invocation);

} // namespace app
