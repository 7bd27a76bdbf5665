// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace core {

// How the next token is chosen from a model's logits; the three limits apply in this order, each to what the one before
// has left.
struct SamplingOptions
{
    double temperature = 1.0; // what logits are divided by; 0: always the likeliest token
    int topK = 0;             // among so many likeliest (Fan et al. 2018, arXiv 1805.04833, section 5); 0: among all
    // Among the fewest likeliest whose probabilities sum to at least this: the nucleus (Holtzman et al. 2020, arXiv
    // 1904.09751, section 3.1); 1: among all.
    double topP = 1.0;

    void check() const; // throws Error for values out of range
    bool operator==(const SamplingOptions&) const = default;
};

// The token that `uniform`, in [0, 1), stands for: the one in whose share of the probabilities it falls, the likeliest
// first. So one number means an equally likely token to every model.
int sampled(std::span<const float> logits, const SamplingOptions& options, double uniform);

struct Candidate
{
    int token = 0;
    double probability = 0.0;
};

// The model's own probabilities, all tokens and temperature 1: of the `count` likeliest tokens (fewer where there are
// fewer), likeliest first; and the logarithm of one's.
std::vector<Candidate> likeliest(std::span<const float> logits, int count);
double logProbability(std::span<const float> logits, int token);

} // namespace core
