// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/eval/window_losses.h"

#include <functional>
#include <span>
#include <vector>

namespace core {

// How well a text is predicted, read in pieces of `length` tokens, each on its own: all of it, its first half and the
// rest. What is fitted to the first half has not seen the rest.
struct HalvesPerplexity
{
    Index firstTokens = 0; // predictions of the first half of the pieces
    Index restTokens = 0;
    double whole = 0.0;
    double first = 0.0; // NaN, like the rest, where there is one piece only
    double rest = 0.0;
};

// whole is that of evaluate(), nonoverlapping. Throws as evaluate() does.
HalvesPerplexity perplexityOfHalves(const Transformer<float>& model, std::span<const int> tokens, Index length,
                                    ThreadPool& pool, const WindowWatch& watch = {});

// The first half, with the token its last prediction is of; empty where there is one piece only.
std::span<const int> firstHalf(std::span<const int> tokens, Index length);

struct FoundSlopes
{
    std::vector<double> slopes;
    double loss = 0.0; // with them
    double startLoss = 0.0;
    int trials = 0; // how often a loss was asked for
};

struct SlopeSearchOptions
{
    double firstStep = 1.0;  // octaves that a slope is moved by at first
    double lastStep = 0.125; // and at last
    int mostTrials = 600;
    Cancel cancel;                                                // looked at before each loss
    std::function<void(double done)> progress = {};               // 0 … 1
    std::function<void(const FoundSlopes& better)> improved = {}; // each time, beginning with the start
};

// Slopes with a smaller loss than `start`'s, head by head: each slope in turn is made steeper or flatter by a step as
// long as that helps; when no head gains any more the step is halved. Never worse than the start, which it comes back
// with where nothing helps; not the best there is, but a place where no step of one head helps. A slope that is not
// above zero has no logarithm: it is first tried at 1/16 and at 1/256. What `loss` throws passes through, Cancelled
// when told so.
FoundSlopes findSlopes(const std::vector<double>& start, const std::function<double(std::span<const double>)>& loss,
                       const SlopeSearchOptions& options = {});

} // namespace core
