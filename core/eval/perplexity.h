// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/window_losses.h"

#include <span>
#include <string_view>
#include <vector>

namespace core {

// How a long text is cut for a model that reads `length` tokens at a time ("Train Short, Test Long", appendix B).
// Nonoverlapping: pieces side by side, each read on its own. Sliding: the window moves on by `stride` tokens and only
// predictions not yet made count, so that all but the first window's have at least length - stride tokens of context.
enum class Windowing { Nonoverlapping, Sliding };

Windowing windowingById(std::string_view id); // "nonoverlapping", "sliding"; throws Error
std::string_view idOf(Windowing windowing);

struct EvaluationOptions
{
    Index length = 64;
    Windowing windowing = Windowing::Nonoverlapping;
    Index stride = 1; // of sliding windows, 1 … length
    Cancel cancel;
    std::function<void(double done)> progress; // 0 … 1, from any thread
    // So many tokens at the beginning are not predicted, only read by sliding windows: with at least
    // length - stride + 1 of them no prediction lacks context. What is scored then is the same for every length,
    // windowing and stride.
    Index context = 1;
};

struct Evaluation
{
    Index length = 0;
    Windowing windowing = Windowing::Nonoverlapping;
    Index stride = 0; // length for nonoverlapping windows
    Index scoredTokens = 0;
    double nll = 0.0; // mean nats per scored token
    double perplexity = 0.0;
    // [p]: mean loss of predicting the token after position p of a window; NaN where none was scored.
    std::vector<double> nllByPosition;
    std::vector<Index> scoredByPosition; // how many losses that is the mean of

    // The share of predictions that are made from fewer than `tokens` tokens of context (position p has p + 1), the
    // paper's "early token curse" (appendix B).
    double shareBelow(Index tokens) const;
    // Mean loss of those predictions, and of the others; NaN where there are none.
    double nllBelow(Index tokens) const;
    double nllFrom(Index tokens) const;
};

// Every token of the text after `context` is predicted exactly once; the last window may be shorter than the others.
// The result does not depend on the number of threads. Throws Error for fewer than two tokens, a length or stride out
// of range, or tokens outside the vocabulary; Cancelled when told so.
Evaluation evaluate(const Transformer<float>& model, std::span<const int> tokens, const EvaluationOptions& options,
                    ThreadPool& pool);

// The windows evaluate() reads a text of so many tokens in. Throws Error for a length or stride out of range.
std::vector<Window> windowsOf(Index tokens, const EvaluationOptions& options);

// The number of times the model is run (paper, figure 10). Throws Error for a length or stride out of range.
Index passesOf(Index tokens, const EvaluationOptions& options);

// bits = nats / ln 2, spread over the bytes that the scored tokens stand for.
double bitsPerByte(const Evaluation& evaluation, std::size_t bytes);

} // namespace core
