// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/perplexity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

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
        throw error("The text is too short: perplexity needs at least two tokens, it has {}.", tokens.size());
    checkWindows(options);
    if (options.context < 1 || options.context >= static_cast<Index>(tokens.size()))
        throw error("The context must be between 1 and {} tokens, so that something is left to predict, not {}.",
                    tokens.size() - 1, options.context);
    if (options.length > model.encoding().longestInput())
        throw error("The \"{}\" encoding takes at most {} tokens, not {}.", model.config().encoding,
                    model.encoding().longestInput(), options.length);
}

// A window longer than what there is to read is all of that.
EvaluationOptions fitted(EvaluationOptions options, Index tokens)
{
    const Index unread = options.windowing == Windowing::Sliding ? 1 : options.context;
    options.length = std::min(options.length, tokens - unread);
    options.stride = std::min(options.stride, options.length);
    return options;
}

struct Sums
{
    std::vector<double> byPosition;
    std::vector<Index> counts;
};

// Losses by window position, added up in the order of the text.
Sums sumsOf(std::span<const Window> windows, std::span<const float> losses, Index length)
{
    Sums sums{std::vector<double>(static_cast<std::size_t>(length)),
              std::vector<Index>(static_cast<std::size_t>(length))};
    std::size_t next = 0;
    for (const Window& window : windows)
        for (Index p = window.length - window.scored; p < window.length; ++p) {
            sums.byPosition[static_cast<std::size_t>(p)] += static_cast<double>(losses[next++]);
            ++sums.counts[static_cast<std::size_t>(p)];
        }
    return sums;
}

// Mean loss of the positions [first, end).
double meanOf(const Evaluation& e, Index first, Index end)
{
    double sum = 0.0;
    Index count = 0;
    const auto size = static_cast<Index>(e.nllByPosition.size());
    for (auto p = static_cast<std::size_t>(std::clamp<Index>(first, 0, size));
         p < static_cast<std::size_t>(std::clamp<Index>(end, 0, size)); ++p)
        if (e.scoredByPosition[p] > 0) {
            sum += e.nllByPosition[p] * static_cast<double>(e.scoredByPosition[p]);
            count += e.scoredByPosition[p];
        }
    return count > 0 ? sum / static_cast<double>(count) : kNothing;
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

double Evaluation::shareBelow(Index tokens) const
{
    Index early = 0;
    for (std::size_t p = 0; p < scoredByPosition.size() && static_cast<Index>(p) + 1 < tokens; ++p)
        early += scoredByPosition[p];
    return scoredTokens > 0 ? static_cast<double>(early) / static_cast<double>(scoredTokens) : kNothing;
}

double Evaluation::nllBelow(Index tokens) const { return meanOf(*this, 0, tokens - 1); }

double Evaluation::nllFrom(Index tokens) const
{
    return meanOf(*this, tokens - 1, static_cast<Index>(nllByPosition.size()));
}

std::vector<Window> windowsOf(Index tokens, const EvaluationOptions& o)
{
    checkWindows(o);
    const bool slides = o.windowing == Windowing::Sliding;
    const Index predictions = tokens - 1;
    Index done = o.context - 1;
    std::vector<Window> windows;
    // Sliding windows reach back for context as soon as there are enough tokens.
    for (Index end = slides ? std::max(o.length, done + o.stride) : done + o.length; done < predictions;
         end += slides ? o.stride : o.length) {
        const Index last = std::min(end, predictions);
        windows.push_back({end - o.length, last - (end - o.length), last - done});
        done = last;
    }
    return windows;
}

Evaluation evaluate(const Transformer<float>& model, std::span<const int> tokens, const EvaluationOptions& asked,
                    ThreadPool& pool)
{
    check(model, tokens, asked);
    const EvaluationOptions options = fitted(asked, static_cast<Index>(tokens.size()));
    const std::vector<Window> windows = windowsOf(static_cast<Index>(tokens.size()), options);
    const std::vector<float> losses = windowLosses(model, tokens, windows, pool, {asked.cancel, asked.progress});
    Sums sums = sumsOf(windows, losses, options.length);
    Evaluation result;
    result.length = asked.length;
    result.windowing = asked.windowing;
    result.stride = asked.windowing == Windowing::Sliding ? asked.stride : asked.length;
    double total = 0.0;
    for (std::size_t p = 0; p < sums.byPosition.size(); ++p) {
        total += sums.byPosition[p];
        result.scoredTokens += sums.counts[p];
        result.nllByPosition.push_back(sums.counts[p] > 0 ? sums.byPosition[p] / static_cast<double>(sums.counts[p])
                                                          : kNothing);
    }
    result.scoredByPosition = std::move(sums.counts);
    result.nll = total / static_cast<double>(result.scoredTokens);
    result.perplexity = std::exp(result.nll);
    return result;
}

Index passesOf(Index tokens, const EvaluationOptions& options)
{
    return static_cast<Index>(windowsOf(tokens, options).size());
}

double bitsPerByte(const Evaluation& evaluation, std::size_t bytes)
{
    return evaluation.nll * static_cast<double>(evaluation.scoredTokens) / std::log(2.0) / static_cast<double>(bytes);
}

} // namespace core
