// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_values.h"
#include "core/study/study_view.h"
#include "core/study/training_cost.h"

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace core {

// What a study is run on.
struct StudyTask
{
    // Measures the training of subjects[model] in a process of its own, one at a time.
    using Measure =
        std::function<TrainingCost(std::size_t model, const TrainingCostOptions& cost, const WindowWatch& watch)>;

    std::span<const Subject> subjects;
    StudyValues values;
    std::uint64_t seed = 1;
    Measure measure;
};

// One of the paper's studies, described once: the command line, the form, the menu and the picture of the results are
// made from this. Texts are said().
struct Study
{
    enum class Paper { Nothing, Perplexity, Training }; // which of the paper's numbers stand beside its own

    const char* id; // on the command line and in files: never renamed
    const char* title;
    const char* asks;  // one sentence
    const char* means; // how to read what comes out
    std::vector<StudyOption> options;
    std::size_t fewestModels = 1;
    std::size_t mostModels = std::numeric_limits<std::size_t>::max();
    bool draws = false; // something at random, so that a seed matters
    Paper paper = Paper::Nothing;
    // More that the models must be: why those with the chosen training lengths will not do, and which of the listed
    // ones would. Null, or nothing returned: they do.
    std::optional<Sentence> (*misfit)(std::span<const int> chosen, std::span<const int> listed) = nullptr;
    // Throws Error for what does not fit; a cancelled study comes back incomplete.
    StudyResults (*run)(const StudyTask& task, ThreadPool& pool, const StudyWatch& watch);
    std::vector<StudyView> views;
    // In sentences that are made from the numbers: each inner list is a line. labels: of the models.
    std::vector<std::vector<Sentence>> (*findings)(const StudyResults& results, std::span<const std::string> labels);
};

// Those in studies.def, in its order.
std::span<const Study> studies();
// Throws Error naming the known ids.
const Study& studyById(std::string_view id);

// The study's findings and, for every model whose curve ends early, why.
std::vector<std::vector<Sentence>> findingsOf(const StudyResults& results, std::span<const std::string> labels);

} // namespace core
