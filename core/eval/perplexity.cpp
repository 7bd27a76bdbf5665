// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/perplexity.h"

#include "core/model/batch_pass.h"
#include "core/model/trace.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

namespace core {
namespace {

// Windows up to this many rows are read together on one thread; longer ones one by one on all threads.
constexpr Index kBatchRows = 512;

struct Window
{
    Index first = 0;  // its first input
    Index length = 0; // inputs
    Index scored = 0; // the last this many predictions count
};

std::vector<Window> windowsOf(Index tokens, const EvaluationOptions& o)
{
    const Index predictions = tokens - 1;
    const Index step = o.windowing == Windowing::Sliding ? o.stride : o.length;
    std::vector<Window> windows;
    Index done = 0;
    for (Index first = 0; done < predictions; first += step) {
        const Index end = std::min(first + o.length, predictions);
        windows.push_back({first, end - first, end - done});
        done = end;
    }
    return windows;
}

// Losses by window position, added up in the order of the text whatever thread made them.
struct Sums
{
    std::vector<double> byPosition;
    std::vector<Index> counts;

    void add(const Window& window, std::span<const float> losses)
    {
        for (Index p = window.length - window.scored; p < window.length; ++p) {
            byPosition[static_cast<std::size_t>(p)] += static_cast<double>(losses[static_cast<std::size_t>(p)]);
            ++counts[static_cast<std::size_t>(p)];
        }
    }
};

class Reader
{
public:
    Reader(const Transformer<float>& model, std::span<const int> tokens, const EvaluationOptions& options,
           ThreadPool& pool)
        : m_model(model)
        , m_tokens(tokens)
        , m_options(options)
        , m_pool(pool)
    {
        m_sums.byPosition.resize(static_cast<std::size_t>(options.length));
        m_sums.counts.resize(static_cast<std::size_t>(options.length));
    }

    Sums run()
    {
        const std::vector<Window> windows = windowsOf(static_cast<Index>(m_tokens.size()), m_options);
        m_windows = static_cast<double>(windows.size());
        const Index together = m_options.length > kBatchRows ? 1 : kBatchRows / m_options.length;
        std::vector<std::span<const Window>> groups;
        for (std::size_t i = 0; i < windows.size();) {
            std::size_t end = i + 1;
            while (end < windows.size() && end - i < static_cast<std::size_t>(together) &&
                   windows[end].length == windows[i].length)
                ++end;
            groups.emplace_back(windows.data() + i, end - i);
            i = end;
        }
        if (m_options.length > kBatchRows)
            readLong(windows);
        else
            readBatches(groups);
        return std::move(m_sums);
    }

private:
    void readLong(std::span<const Window> windows)
    {
        for (const Window& window : windows) {
            const auto inputs = part(window, 0);
            const ForwardOptions options{m_tokens[static_cast<std::size_t>(window.first + window.length)],
                                         m_options.cancel};
            m_sums.add(window, forward(m_model, inputs, m_pool, options)->losses());
            advance(1);
        }
    }

    void readBatches(const std::vector<std::span<const Window>>& groups)
    {
        std::vector<std::vector<float>> losses(groups.size());
        m_pool.forEach(static_cast<int>(groups.size()), [&](int i) {
            throwIfCancelled(m_options.cancel);
            static thread_local BatchPass<float> pass;
            const auto at = static_cast<std::size_t>(i);
            std::vector<int> inputs;
            std::vector<int> targets;
            for (const Window& window : groups[at]) {
                inputs.insert(inputs.end(), part(window, 0).begin(), part(window, 0).end());
                targets.insert(targets.end(), part(window, 1).begin(), part(window, 1).end());
            }
            pass.run(m_model, inputs, targets, groups[at].front().length, 0.0F, nullptr);
            losses[at].assign(pass.losses().begin(), pass.losses().end());
            advance(groups[at].size());
        });
        for (std::size_t g = 0; g < groups.size(); ++g)
            for (std::size_t w = 0; w < groups[g].size(); ++w) {
                const auto length = static_cast<std::size_t>(groups[g][w].length);
                m_sums.add(groups[g][w], std::span<const float>(losses[g]).subspan(w * length, length));
            }
    }

    std::span<const int> part(const Window& window, Index shift) const
    {
        return m_tokens.subspan(static_cast<std::size_t>(window.first + shift),
                                static_cast<std::size_t>(window.length));
    }

    void advance(std::size_t windows)
    {
        const std::size_t done = m_done += windows;
        if (m_options.progress)
            m_options.progress(static_cast<double>(done) / m_windows);
    }

    const Transformer<float>& m_model;
    std::span<const int> m_tokens;
    const EvaluationOptions& m_options;
    ThreadPool& m_pool;
    Sums m_sums;
    double m_windows = 1.0;
    std::atomic<std::size_t> m_done = 0;
};

// Other windows would never reach the end of a text, or leave holes in it.
void checkWindows(const EvaluationOptions& options)
{
    if (options.length < 1)
        throw error("The length must be at least 1 token, not {}.", options.length);
    if (options.windowing == Windowing::Sliding && (options.stride < 1 || options.stride > options.length))
        throw error("The stride must be between 1 and the length {}, not {}.", options.length, options.stride);
}

void check(const Transformer<float>& model, std::span<const int> tokens, const EvaluationOptions& options)
{
    if (tokens.size() < 2)
        throw error("The text has {} token{}; perplexity needs at least two.", tokens.size(),
                    tokens.size() == 1 ? "" : "s");
    checkWindows(options);
    if (options.length > model.encoding().longestInput())
        throw error("The \"{}\" encoding takes at most {} tokens, not {}.", model.config().encoding,
                    model.encoding().longestInput(), options.length);
    for (const int token : tokens)
        if (token < 0 || token >= model.config().vocabularySize)
            throw error("Token {} is outside the vocabulary, which goes from 0 to {}.", token,
                        model.config().vocabularySize - 1);
}

} // namespace

Windowing windowingById(std::string_view id)
{
    if (id == "nonoverlapping")
        return Windowing::Nonoverlapping;
    if (id == "sliding")
        return Windowing::Sliding;
    throw error("The windowing \"{}\" is unknown; known are nonoverlapping and sliding.", id);
}

std::string_view idOf(Windowing windowing) { return windowing == Windowing::Sliding ? "sliding" : "nonoverlapping"; }

Evaluation evaluate(const Transformer<float>& model, std::span<const int> tokens, const EvaluationOptions& asked,
                    ThreadPool& pool)
{
    check(model, tokens, asked);
    // A window longer than the text is the whole text.
    EvaluationOptions options = asked;
    options.length = std::min(asked.length, static_cast<Index>(tokens.size()) - 1);
    options.stride = std::min(asked.stride, options.length);
    const Sums sums = Reader(model, tokens, options, pool).run();
    Evaluation result;
    result.length = asked.length;
    result.windowing = asked.windowing;
    result.stride = asked.windowing == Windowing::Sliding ? asked.stride : asked.length;
    double total = 0.0;
    for (std::size_t p = 0; p < sums.byPosition.size(); ++p) {
        total += sums.byPosition[p];
        result.scoredTokens += sums.counts[p];
        result.nllByPosition.push_back(sums.counts[p] > 0 ? sums.byPosition[p] / static_cast<double>(sums.counts[p])
                                                          : std::numeric_limits<double>::quiet_NaN());
    }
    result.nll = total / static_cast<double>(result.scoredTokens);
    result.perplexity = std::exp(result.nll);
    return result;
}

Index passesOf(Index tokens, const EvaluationOptions& options)
{
    checkWindows(options);
    return static_cast<Index>(windowsOf(tokens, options).size());
}

double bitsPerByte(const Evaluation& evaluation, std::size_t bytes)
{
    return evaluation.nll * static_cast<double>(evaluation.scoredTokens) / std::log(2.0) / static_cast<double>(bytes);
}

} // namespace core
