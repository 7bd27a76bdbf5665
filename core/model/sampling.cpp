// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/sampling.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace core {
namespace {

// A model whose weights went astray gives no numbers: such a token is the last that anything chooses.
double logitOf(std::span<const float> logits, int token)
{
    const float logit = logits[static_cast<std::size_t>(token)];
    return static_cast<double>(std::isnan(logit) ? std::numeric_limits<float>::lowest() : logit);
}

// The `count` likeliest tokens in order; equal ones by their number.
std::vector<int> ordered(std::span<const float> logits, std::size_t count)
{
    std::vector<int> order(logits.size());
    std::iota(order.begin(), order.end(), 0);
    const auto likelier = [&](int a, int b) {
        const double first = logitOf(logits, a);
        const double second = logitOf(logits, b);
        return first != second ? first > second : a < b;
    };
    if (count >= order.size()) {
        std::ranges::sort(order, likelier); // of all, in half the time
        return order;
    }
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), likelier);
    order.resize(count);
    return order;
}

// log Σ exp(logit)
double logSum(std::span<const float> logits)
{
    const int tokens = static_cast<int>(logits.size());
    double most = logitOf(logits, 0);
    for (int token = 1; token < tokens; ++token)
        most = std::max(most, logitOf(logits, token));
    double sum = 0.0;
    for (int token = 0; token < tokens; ++token)
        sum += std::exp(logitOf(logits, token) - most);
    return most + std::log(sum);
}

} // namespace

void SamplingOptions::check() const
{
    if (!(temperature >= 0.0 && temperature <= 100.0))
        throw error("The temperature must be between 0 and 100, not {}.", temperature);
    if (topK < 0)
        throw error("Top-k must not be negative; 0 chooses among all tokens.");
    if (!(topP > 0.0 && topP <= 1.0))
        throw error("Top-p must be more than 0 and at most 1, which chooses among all tokens, not {}.", topP);
}

int sampled(std::span<const float> logits, const SamplingOptions& options, double uniform)
{
    if (options.temperature == 0.0)
        return ordered(logits, 1).front();
    const std::vector<int> order =
        ordered(logits, options.topK > 0 ? static_cast<std::size_t>(options.topK) : logits.size());
    const double most = logitOf(logits, order.front());
    std::vector<double> sums;
    sums.reserve(order.size());
    double total = 0.0;
    for (const int token : order)
        sums.push_back(total += std::exp((logitOf(logits, token) - most) / options.temperature));
    if (options.topP < 1.0) {
        const auto last = std::ranges::lower_bound(sums, options.topP * total);
        sums.erase(std::min(last, sums.end() - 1) + 1, sums.end());
    }
    const auto chosen = std::ranges::upper_bound(sums, uniform * sums.back());
    return order[static_cast<std::size_t>(std::min(chosen, sums.end() - 1) - sums.begin())];
}

std::vector<Candidate> likeliest(std::span<const float> logits, int count)
{
    const double all = logSum(logits);
    std::vector<Candidate> candidates;
    for (const int token : ordered(logits, static_cast<std::size_t>(std::max(0, count))))
        candidates.push_back({token, std::exp(logitOf(logits, token) - all)});
    return candidates;
}

double logProbability(std::span<const float> logits, int token) { return logitOf(logits, token) - logSum(logits); }

} // namespace core
