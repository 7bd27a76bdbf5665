// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/slope_search.h"

#include "core/base/error.h"
#include "core/eval/perplexity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace core {
namespace {

// Predictions of the first half of the pieces.
Index firstPredictions(std::span<const int> tokens, Index length)
{
    const auto predictions = static_cast<Index>(tokens.size()) - 1;
    const Index pieces = (predictions + length - 1) / length;
    return pieces / 2 * length;
}

double perplexityOf(std::span<const float> losses)
{
    if (losses.empty())
        return std::numeric_limits<double>::quiet_NaN();
    return std::exp(std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size()));
}

class Search
{
public:
    Search(const std::vector<double>& start, const std::function<double(std::span<const double>)>& loss,
           const SlopeSearchOptions& options)
        : m_loss(loss)
        , m_options(options)
        , m_found{start, 0.0, 0.0, 0}
    {}

    FoundSlopes run()
    {
        m_found.loss = m_found.startLoss = lossOf(m_found.slopes);
        tell();
        double step = m_options.firstStep;
        const double steps = 1.0 + std::max(0.0, std::floor(std::log2(step / m_options.lastStep)));
        for (int done = 0; done < static_cast<int>(steps); ++done, step /= 2.0) {
            m_passDone = done / steps;
            m_passShare = 1.0 / steps;
            while (isAllowed() && improvesSomeHead(step)) {
            }
        }
        advance(1.0);
        return m_found;
    }

private:
    bool isAllowed() const { return m_found.trials < m_options.mostTrials; }

    double lossOf(const std::vector<double>& slopes)
    {
        throwIfCancelled(m_options.cancel);
        ++m_found.trials;
        return m_loss(slopes);
    }

    bool improvesSomeHead(double step)
    {
        bool better = false;
        const std::size_t heads = m_found.slopes.size();
        for (std::size_t head = 0; head < heads && isAllowed(); ++head) {
            better = improves(head, step) || better;
            advance(m_passDone + m_passShare * static_cast<double>(head + 1) / static_cast<double>(heads));
        }
        return better;
    }

    bool improves(std::size_t head, double step)
    {
        if (!(m_found.slopes[head] > 0.0)) {
            const bool first = takes(head, 1.0 / 16.0);
            return takes(head, 1.0 / 256.0) || first;
        }
        for (const double factor : {std::exp2(step), std::exp2(-step)}) {
            bool better = false;
            while (isAllowed() && takes(head, m_found.slopes[head] * factor))
                better = true;
            if (better)
                return true; // the other way is where it came from
        }
        return false;
    }

    bool takes(std::size_t head, double slope)
    {
        if (!isAllowed() || !(slope > kFlattest && slope < kSteepest))
            return false;
        std::vector<double> slopes = m_found.slopes;
        slopes[head] = slope;
        const double loss = lossOf(slopes);
        if (!(loss < m_found.loss))
            return false;
        m_found.slopes = std::move(slopes);
        m_found.loss = loss;
        tell();
        return true;
    }

    void tell() const
    {
        if (m_options.improved)
            m_options.improved(m_found);
    }

    // By step, as far as the passes of a step can be told beforehand; never back.
    void advance(double done)
    {
        const double byTrials = static_cast<double>(m_found.trials) / m_options.mostTrials;
        m_done = std::max(m_done, std::min(1.0, std::max(done, byTrials)));
        if (m_options.progress)
            m_options.progress(m_done);
    }

    static constexpr double kFlattest = 1e-6; // beyond, nothing changes any more
    static constexpr double kSteepest = 1e3;

    const std::function<double(std::span<const double>)>& m_loss;
    const SlopeSearchOptions& m_options;
    FoundSlopes m_found;
    double m_passDone = 0.0;
    double m_passShare = 0.0;
    double m_done = 0.0;
};

} // namespace

HalvesPerplexity perplexityOfHalves(const Transformer<float>& model, std::span<const int> tokens, Index length,
                                    ThreadPool& pool, const WindowWatch& watch)
{
    if (tokens.size() < 2)
        throw error("The text is too short: perplexity needs at least two tokens, it has {}.", tokens.size());
    EvaluationOptions options;
    options.length = length;
    const std::vector<Window> windows = windowsOf(static_cast<Index>(tokens.size()), options);
    const std::vector<float> losses = windowLosses(model, tokens, windows, pool, watch);
    const Index first = firstPredictions(tokens, length);
    const std::span<const float> all(losses);
    const auto cut = static_cast<std::size_t>(first);
    return {first, static_cast<Index>(losses.size()) - first, perplexityOf(all), perplexityOf(all.first(cut)),
            first > 0 ? perplexityOf(all.subspan(cut)) : perplexityOf({})};
}

std::span<const int> firstHalf(std::span<const int> tokens, Index length)
{
    if (tokens.size() < 2 || length < 1)
        return {};
    const Index first = firstPredictions(tokens, length);
    return first > 0 ? tokens.first(static_cast<std::size_t>(first) + 1) : std::span<const int>();
}

FoundSlopes findSlopes(const std::vector<double>& start, const std::function<double(std::span<const double>)>& loss,
                       const SlopeSearchOptions& options)
{
    return Search(start, loss, options).run();
}

} // namespace core
