// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/perplexity.h"
#include "core/io/checkpoint.h"
#include "core/setup/setup.h"
#include "core/study/training_cost.h"

#include <memory>
#include <string>
#include <vector>

namespace ui {

struct PlannedModel
{
    std::string id;                                     // as switchedModelId() and loadModel() have it
    std::shared_ptr<const core::Checkpoint> checkpoint; // of models that no file holds, without changes; else null
};

// One of the paper's studies as a person asks for it: plain values. What does not belong to the study is
// ignored.
struct StudyPlan
{
    std::string study = "extrapolation"; // as the command line calls it
    std::vector<PlannedModel> models;
    core::TextChoice text;
    std::vector<core::Index> lengths; // empty: the study's own; "short-long" takes one
    core::Index tokens = 0;           // 0: the study's own
    core::Windowing windowing = core::Windowing::Nonoverlapping;
    core::Index stride = 1;
    core::Index early = 10;
    core::Index samples = 100;
    double tolerance = 0.01;
    core::TrainingCostOptions cost; // its seed is everybody's
    bool paper = false;             // the paper's numbers go along
};

// The argument of --text; typed text has no file, until one is written.
std::string textArgument(const core::TextChoice& text);

// The command line that repeats it. text: textArgument(), or where the typed text was written. more: further arguments.
std::string commandOf(const StudyPlan& plan, const std::string& text, const std::vector<std::string>& more = {});

} // namespace ui
