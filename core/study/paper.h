// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/eval/perplexity.h"

#include <string>
#include <string_view>
#include <vector>

namespace core {

// The paper's own numbers (resources/paper/tables.json), to be shown beside ours and labelled as what they are.

struct PaperPoint
{
    Index length = 0; // L_valid, words
    double perplexity = 0.0;
};

struct PaperCurve
{
    int table = 0;        // of the paper
    std::string encoding; // "alibi", "sinusoidal", "rotary", "t5"
    int trainingLength = 0;
    Windowing windowing = Windowing::Nonoverlapping;
    Index stride = 0; // of sliding windows
    std::vector<PaperPoint> points;
    std::vector<Index> outOfMemory; // lengths the paper could not run it at
};

struct PaperTraining
{
    int table = 0;
    std::string encoding;
    int trainingLength = 0;
    double wordsPerSecond = 0.0;
    double memoryGigabytes = 0.0;
};

struct PaperTables
{
    std::string label;  // for legends: whose numbers these are
    std::string source; // where they stand
    std::vector<PaperCurve> curves;
    std::vector<PaperTraining> trainings;

    // Throws Error when the text is not such a file.
    static PaperTables parse(std::string_view json);
};

} // namespace core
