// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/generate.h"

#include "core/base/random.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace core {
namespace {

constexpr Index kNoLosses = std::numeric_limits<Index>::max(); // -log p comes from the logits that are needed anyway

}

Generation::Generation(const Transformer<float>& model, std::span<const int> prompt, ThreadPool& pool, Index room,
                       const Cancel& cancel, const std::function<void(double done)>& progress)
    : m_model(model)
    , m_pool(pool)
    , m_tokens(prompt.begin(), prompt.end())
    , m_prompt(length())
    , m_trace(forward(m_model, m_tokens, pool, {-1, cancel, kNoLosses, room, progress}))
{}

int Generation::step(const SamplingOptions& options, std::uint64_t seed, const Cancel& cancel)
{
    options.check();
    const Matrix<float> row = m_trace->logits(length() - 1, 1);
    Random random(seed, static_cast<std::uint64_t>(length()));
    const int token = sampled(logitsOf(row), options, random.uniform());
    append(std::span(&token, 1), cancel);
    return token;
}

void Generation::append(std::span<const int> tokens, const Cancel& cancel)
{
    std::vector<int> all = m_tokens;
    all.insert(all.end(), tokens.begin(), tokens.end());
    std::shared_ptr<const Trace<float>> trace = m_trace;
    const std::span<const int> known = trace->tokens();
    if (all.size() > known.size() || !std::equal(all.begin(), all.end(), known.begin())) // else it was gone back from
        trace = forward(m_model, all, m_pool, {-1, cancel, kNoLosses}, m_trace.get());
    std::vector<double> surprises = m_surprises;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Matrix<float> row = trace->logits(length() - 1 + static_cast<Index>(i), 1);
        surprises.push_back(-logProbability(logitsOf(row), tokens[i]));
    }
    m_tokens = std::move(all);
    m_surprises = std::move(surprises);
    m_trace = std::move(trace);
}

bool Generation::back()
{
    if (length() == m_prompt)
        return false;
    m_tokens.pop_back();
    m_surprises.pop_back();
    return true;
}

void generate(const Transformer<float>& model, std::span<const int> prompt, const GenerateOptions& options,
              ThreadPool& pool, const std::function<void(int)>& onToken)
{
    options.sampling.check();
    if (options.tokens < 0)
        throw error("The number of tokens must not be negative.");
    Generation generation(model, prompt, pool, options.tokens, options.cancel);
    for (int i = 0; i < options.tokens; ++i)
        onToken(generation.step(options.sampling, options.seed, options.cancel));
}

} // namespace core
