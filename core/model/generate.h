// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/sampling.h"
#include "core/model/trace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace core {

// A text that a model continues, token by token, forwards and back. Each token costs one row through the layers: the
// trace keeps the keys and values of those before. Which token comes at a position depends on the tokens before it, on
// seed and options, and on nothing else: going back and on again gives the same text, on every machine up to rounding.
// Not safe to use from several threads at once.
class Generation
{
public:
    // Reads the prompt, `options` as of forward(). `room`: tokens that will follow find their memory ready. The pool
    // outlives this. Throws Error for an empty prompt, or one that the model cannot read.
    Generation(const Transformer<float>& model, std::span<const int> prompt, ThreadPool& pool, Index room = 0,
               const Cancel& cancel = {}, const std::function<void(double done)>& progress = {});

    const Transformer<float>& model() const { return m_model; }
    const std::vector<int>& tokens() const { return m_tokens; } // the prompt's, too
    Index length() const { return static_cast<Index>(m_tokens.size()); }
    Index promptLength() const { return m_prompt; }
    // The encoding has no position for another token.
    bool isFull() const { return length() >= m_model.encoding().longestInput(); }
    // Of each token behind the prompt: how badly the model itself predicted it, -log p in nats (temperature 1, all
    // tokens), however it was chosen.
    std::span<const double> surprises() const { return m_surprises; }

    // Chooses the next token, appends it and returns it; when it throws (Error when isFull() or for options out of
    // range, Cancelled), nothing has changed.
    int step(const SamplingOptions& options, std::uint64_t seed, const Cancel& cancel = {});
    // The same with tokens from elsewhere, in one pass.
    void append(std::span<const int> tokens, const Cancel& cancel = {});
    // Takes the last token away. False: only the prompt is left.
    bool back();

    // What the model made of tokens(); after back() it may go on past them. Its losses are not worked out.
    const std::shared_ptr<const Trace<float>>& trace() const { return m_trace; }

private:
    Transformer<float> m_model;
    ThreadPool& m_pool;
    std::vector<int> m_tokens;
    Index m_prompt;
    std::vector<double> m_surprises;
    std::shared_ptr<const Trace<float>> m_trace;
};

// The logits of one row.
inline std::span<const float> logitsOf(const Matrix<float>& row)
{
    return {row.data(), static_cast<std::size_t>(row.size())};
}

struct GenerateOptions
{
    int tokens = 100; // to add
    SamplingOptions sampling;
    std::uint64_t seed = 1;
    Cancel cancel;
};

// Continues the prompt, each token appended through onToken as it is chosen. Throws Error for an empty prompt or
// options out of range.
void generate(const Transformer<float>& model, std::span<const int> prompt, const GenerateOptions& options,
              ThreadPool& pool, const std::function<void(int)>& onToken);

} // namespace core
