// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/setup/setup.h"
#include "core/study/study.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ui {

struct PlannedModel
{
    std::string id;                                     // as switchedModelId() and loadModel() have it
    std::shared_ptr<const core::Checkpoint> checkpoint; // of models that no file holds, without switches; else null
};

// One of the paper's studies as a person asks for it: plain values.
struct StudyPlan
{
    std::string study = "extrapolation"; // as the command line calls it
    std::vector<PlannedModel> models;
    core::TextChoice text;
    core::StudyValues values; // of its options
    std::uint64_t seed = 1;
    bool paper = false; // the paper's numbers go along
};

// The argument of --text; typed text has no file, until one is written.
std::string textArgument(const core::TextChoice& text);

// The command line that repeats it. Throws core::Error for a study that is unknown. text: textArgument(), or where the
// typed text was written. more: further arguments.
std::string commandOf(const StudyPlan& plan, const std::string& text, const std::vector<std::string>& more = {});

} // namespace ui
