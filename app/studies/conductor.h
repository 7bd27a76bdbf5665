// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/commands.h"
#include "app/model_input.h"
#include "core/study/study.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace app {

// What all studies are told.
struct StudyOptions
{
    std::vector<std::string> models;
    InputOptions input;
    bool cleanBook = false;
    core::StudyValues values; // of the study's own options
    std::uint64_t seed = 1;
    std::string json, csv;
    bool paper = false;
};
void addStudyOptions(CLI::App& command, StudyOptions& options);
// --paper: the paper's numbers go along.
void addPaper(CLI::App& command, StudyOptions& options);

std::optional<core::BookOptions> bookOf(const StudyOptions& options);
// One of --text and --tokens-file. Throws UsageError, core::Error.
Input studyInput(const StudyOptions& options);

// Reads models and text, conducts the study with progress on stderr and Ctrl-C as its cancel, writes the files and
// prints a table. What is finished when it is interrupted is written too. Throws core::Error.
int conductStudy(const core::Study& study, const StudyOptions& options, const Invocation& invocation);

// What was read, as a child process is to be told.
std::vector<std::string> inputArguments(const StudyOptions& options);

// For people: one block per kind of result, columns apart by tabs, conditions that do not apply left out.
std::string tableOf(const core::StudyResults& results);
std::string paperTableOf(const core::OrderedJson& paper, core::Study::Paper which);

} // namespace app
