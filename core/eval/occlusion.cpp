// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/occlusion.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace core {
namespace {

std::vector<Index> contextsOf(Index length)
{
    std::vector<Index> contexts;
    for (Index context = 1; context < length; context *= 2)
        contexts.push_back(context);
    contexts.push_back(length);
    return contexts;
}

void check(std::span<const int> tokens, const OcclusionOptions& options)
{
    if (options.length < 1 || static_cast<Index>(tokens.size()) <= options.length)
        throw error("The length must be between 1 and {}, one less than the text has tokens, not {}.",
                    static_cast<Index>(tokens.size()) - 1, options.length);
    if (options.samples < 1)
        throw error("At least 1 prediction must be looked at, not {}.", options.samples);
    if (!(options.tolerance > 0.0 && options.tolerance < 1.0))
        throw error("The tolerance must be between 0 and 1, not {}.", options.tolerance);
}

// Ends of contexts, exclusive: different ones, drawn evenly from those with a full context before and a token after
// them, in the order of the text.
std::vector<Index> sampledEnds(Index tokens, const OcclusionOptions& options)
{
    std::vector<Index> ends(static_cast<std::size_t>(tokens - options.length));
    std::iota(ends.begin(), ends.end(), options.length);
    const auto count = std::min(ends.size(), static_cast<std::size_t>(options.samples));
    Random random(options.seed);
    for (std::size_t i = 0; i < count; ++i)
        std::swap(ends[i], ends[i + random.below(ends.size() - i)]);
    ends.resize(count);
    std::ranges::sort(ends);
    return ends;
}

Index receptiveFieldOf(const Occlusion& found, double tolerance)
{
    const double full = found.nll.back();
    std::size_t i = found.nll.size() - 1;
    while (i > 0 && std::abs(found.nll[i - 1] - full) <= tolerance * full)
        --i;
    return found.contexts[i];
}

} // namespace

Occlusion occlude(const Transformer<float>& model, std::span<const int> tokens, const OcclusionOptions& options,
                  ThreadPool& pool)
{
    check(tokens, options);
    const std::vector<Index> ends = sampledEnds(static_cast<Index>(tokens.size()), options);
    Occlusion found;
    found.contexts = contextsOf(options.length);
    found.samples = static_cast<Index>(ends.size());
    std::vector<Window> windows;
    for (const Index context : found.contexts)
        for (const Index end : ends)
            windows.push_back({end - context, context, 1});
    const std::vector<float> losses = windowLosses(model, tokens, windows, pool, options.watch);
    for (std::size_t c = 0; c < found.contexts.size(); ++c) {
        const auto first = losses.begin() + static_cast<std::ptrdiff_t>(c * ends.size());
        found.nll.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(ends.size()), 0.0) /
                            static_cast<double>(ends.size()));
    }
    found.receptiveField = receptiveFieldOf(found, options.tolerance);
    return found;
}

double workOf(const ModelConfig& config, const OcclusionOptions& options)
{
    double work = 0.0;
    for (const Index context : contextsOf(options.length)) {
        const Window window{0, context, 1};
        work += static_cast<double>(options.samples) * workOf(config, std::span(&window, 1));
    }
    return work;
}

} // namespace core
