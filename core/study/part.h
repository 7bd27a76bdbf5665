// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/results.h"

namespace core {

// The part of each text that a study by length scores, and the lengths it can be read at.
struct Part
{
    std::vector<Index> lengths; // growing, each once
    Index context = 1;          // EvaluationOptions::context
    Index tokens = 0;           // predictions scored; 0: all that are left

    std::span<const int> of(const Subject& subject) const;            // what evaluate() is to read
    std::span<const int> scoredBytesOf(const Subject& subject) const; // empty for bare ids
};

// Sorted, each once. Throws Error for a length below 1.
std::vector<Index> checkedLengths(std::vector<Index> lengths);
// Throws Error naming the first model whose text cannot be read like that.
void checkPart(const Part& part, std::span<const Subject> subjects);

// evaluate() for one model and length, as a piece of a study. `describe` may add to the measurement.
struct EvaluationPiece
{
    std::size_t model = 0;
    Index length = 0;
    Windowing windowing = Windowing::Nonoverlapping;
    Index stride = 1;
};
using Describe = std::function<void(const Evaluation& evaluation, const EvaluationOptions& options, Measurement& m)>;
Piece pieceOf(const EvaluationPiece& what, const Part& part, std::span<const Subject> subjects, ThreadPool& pool,
              const Describe& describe = {});

// Leaves out, in the results, what the model cannot take: true when it can.
bool withinLimit(StudyResults& results, std::size_t model, Index length);

} // namespace core
