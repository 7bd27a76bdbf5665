// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_values.h"
#include "core/study/study_view.h"

namespace core {

// What the pictures and options of several studies have in common.

// Perplexity by length read at a time, in tokens or, with the choice "multiples", of each model's training length.
// Where a model takes no longer input, a mark says so. bothWays: windows side by side and sliding are told apart. The
// paper's curves of the same encodings go along when asked for.
StudyPlot perplexityByLength(const StudyLook& look, bool bothWays);
// A view of it, with that choice.
StudyView perplexityView(StudyDrawing (*draw)(const StudyLook&));

// "label, sliding" or "label, side by side"
Sentence labelBy(Windowing windowing, const std::string& label);
// The training lengths: one for all, or marks.
void addTrainingLengths(StudyPlot& plot, const StudyResults& results);

// The window lengths that some measurement was made at, growing.
std::vector<Index> measuredLengths(const StudyResults& results);

StudyOption lengthsOption(const char* usual);
StudyOption scoredTokensOption(const char* usual);
StudyOption strideOption();

} // namespace core
