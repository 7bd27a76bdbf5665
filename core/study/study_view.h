// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"
#include "core/study/paper.h"
#include "core/study/results.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace core {

// What a study's results come to in pictures, as values: whoever draws them needs nothing else. Results that are not
// complete give what there is; none give an empty picture of the same kind.

struct StudyCurve
{
    std::string id; // stays the same while the results grow
    Sentence label;
    std::optional<std::size_t> model; // whose colour it has; none: one of the paper's
    std::string encoding;             // of the paper's
    std::vector<double> x, y;
    bool dashed = false;
};

struct StudyMark // a place on the x axis with a name
{
    double x = 0.0;
    Sentence text;
    std::optional<std::size_t> model; // whose colour it has; none: that of training lengths
};

struct StudyPlot
{
    const char* xTitle = "";
    const char* yTitle = "";
    bool xLogarithmic = false;
    bool yLogarithmic = false;
    std::vector<StudyCurve> curves;
    std::vector<StudyMark> marks;
    std::optional<double> trainingLength; // of all models, if it is the same
};

struct StudyTable
{
    std::vector<Sentence> header;
    std::vector<Sentence> rowNames;
    std::vector<std::vector<Sentence>> cells;
    std::vector<std::vector<double>> shares; // of the largest, 0 … 1, to colour the cells by
};

struct StudyBars // a group for each quantity, in it a bar for each model
{
    struct Bar
    {
        double value = 0.0; // NaN: none yet
        std::string text;   // the value as it is written
    };
    struct Group
    {
        Sentence title;
        std::vector<Bar> values;
    };
    std::vector<Group> groups;
};

using StudyDrawing = std::variant<StudyPlot, StudyTable, StudyBars>;

// How a person looks at results.
struct StudyLook
{
    const StudyResults& results;
    std::span<const std::string> labels; // of the models
    std::string choice;                  // id of one of the view's choices; empty: it has none
    const PaperTables* paper = nullptr;  // null: not asked for
};

// One of the pictures of a study. Texts are said().
struct StudyView
{
    struct Choice
    {
        std::string id;
        Sentence label;
        bool usual = false; // otherwise the first
    };

    const char* name; // for screen readers
    StudyDrawing (*draw)(const StudyLook& look);
    int room = 3; // its share of the height
    // What can be chosen about it; null: nothing.
    std::vector<Choice> (*choices)(const StudyResults& results) = nullptr;
    const char* choosing = "";     // before the choices
    const char* choosingName = ""; // for screen readers
    const char* note = "";         // behind them
    // Whether it can show the paper's numbers, and the choice on which they and ours are on the same footing.
    bool paper = false;
    const char* paperChoice = "";
};

} // namespace core
