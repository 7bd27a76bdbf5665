// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/sampling.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace {

using namespace core;

// Tokens 0 … 4 with these probabilities; their order is 3, 0, 4, 2, 1.
const std::vector<double> kShares{0.25, 0.04, 0.1, 0.45, 0.16};

std::vector<float> fiveLogits()
{
    std::vector<float> numbers;
    for (const double share : kShares)
        numbers.push_back(static_cast<float>(std::log(share) + 3.0)); // a constant means nothing
    return numbers;
}

// How often each token comes when all numbers in [0, 1) do.
std::map<int, double> frequencies(const SamplingOptions& options)
{
    constexpr int steps = 100'000;
    std::map<int, double> found;
    for (int i = 0; i < steps; ++i)
        found[sampled(fiveLogits(), options, (i + 0.5) / steps)] += 1.0 / steps;
    return found;
}

void expectFrequencies(const SamplingOptions& options, const std::map<int, double>& weights)
{
    double sum = 0.0;
    for (const auto& [token, weight] : weights)
        sum += weight;
    const std::map<int, double> found = frequencies(options);
    ASSERT_EQ(found.size(), weights.size());
    for (const auto& [token, weight] : weights)
        EXPECT_NEAR(found.at(token), weight / sum, 2e-5) << "token " << token;
}

TEST(Sampling, TokensComeAsOftenAsTheirProbabilitiesSay)
{
    expectFrequencies({}, {{0, 0.25}, {1, 0.04}, {2, 0.1}, {3, 0.45}, {4, 0.16}});
}

TEST(Sampling, ATemperatureRaisesProbabilitiesToItsInverse)
{
    for (const double temperature : {0.5, 0.7, 2.0}) {
        std::map<int, double> weights;
        for (int token = 0; token < 5; ++token)
            weights[token] = std::pow(kShares[static_cast<std::size_t>(token)], 1.0 / temperature);
        expectFrequencies({temperature, 0, 1.0}, weights);
    }
    expectFrequencies({0.0, 0, 1.0}, {{3, 1.0}});
}

TEST(Sampling, TopKKeepsSoManyLikeliest)
{
    expectFrequencies({1.0, 1, 1.0}, {{3, 1.0}});
    expectFrequencies({1.0, 3, 1.0}, {{3, 0.45}, {0, 0.25}, {4, 0.16}});
    expectFrequencies({1.0, 50, 1.0}, {{0, 0.25}, {1, 0.04}, {2, 0.1}, {3, 0.45}, {4, 0.16}});
}

// The nucleus is the smallest set that holds so much: the token that reaches it belongs to it.
TEST(Sampling, TopPKeepsTheSmallestSetWithThatShare)
{
    expectFrequencies({1.0, 0, 0.44}, {{3, 1.0}});
    expectFrequencies({1.0, 0, 0.46}, {{3, 0.45}, {0, 0.25}});
    expectFrequencies({1.0, 0, 0.69}, {{3, 0.45}, {0, 0.25}});
    expectFrequencies({1.0, 0, 0.71}, {{3, 0.45}, {0, 0.25}, {4, 0.16}});
    expectFrequencies({1.0, 0, 0.97}, {{0, 0.25}, {1, 0.04}, {2, 0.1}, {3, 0.45}, {4, 0.16}});
    expectFrequencies({1.0, 0, 1e-12}, {{3, 1.0}});
}

// Of what temperature and top-k have left.
TEST(Sampling, TheLimitsApplyOneAfterTheOther)
{
    // At 0.5: 0.2025, 0.0625, 0.0256 … of 0.3022: the first has 0.67, the first two 0.877.
    expectFrequencies({0.5, 0, 0.66}, {{3, 1.0}});
    expectFrequencies({0.5, 0, 0.68}, {{3, 0.2025}, {0, 0.0625}});
    // Of the three likeliest the first has 0.523, the first two 0.814.
    expectFrequencies({1.0, 3, 0.52}, {{3, 1.0}});
    expectFrequencies({1.0, 3, 0.81}, {{3, 0.45}, {0, 0.25}});
}

TEST(Sampling, EqualTokensKeepTheirOrder)
{
    const std::vector<float> even(4, 1.0F);
    for (int token = 0; token < 4; ++token)
        EXPECT_EQ(sampled(even, {}, 0.25 * token + 0.1), token);
    EXPECT_EQ(sampled(even, {0.0, 0, 1.0}, 0.9), 0);
}

TEST(Sampling, NumbersThatAreNoneAreNeverChosen)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> broken{nan, 1.0F, nan, 2.0F};
    for (const double uniform : {0.0, 0.3, 0.9999999})
        EXPECT_EQ(sampled(broken, {}, uniform) % 2, 1);
    const std::vector<float> nothing(3, nan);
    EXPECT_GE(sampled(nothing, {}, 0.5), 0);
    EXPECT_LT(sampled(nothing, {}, 0.5), 3);
}

TEST(Sampling, SaysTheLikeliestWithTheirOwnProbabilities)
{
    const std::vector<Candidate> three = likeliest(fiveLogits(), 3);
    ASSERT_EQ(three.size(), 3U);
    const std::vector<int> order{3, 0, 4};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(three[i].token, order[i]);
        EXPECT_NEAR(three[i].probability, kShares[static_cast<std::size_t>(order[i])], 1e-6);
    }
    EXPECT_EQ(likeliest(fiveLogits(), 50).size(), 5U);
    EXPECT_TRUE(likeliest(fiveLogits(), 0).empty());
    for (int token = 0; token < 5; ++token)
        EXPECT_NEAR(logProbability(fiveLogits(), token), std::log(kShares[static_cast<std::size_t>(token)]), 1e-6);
}

TEST(Sampling, RefusesWhatMeansNothing)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const SamplingOptions& wrong :
         {SamplingOptions{-0.1, 0, 1.0}, SamplingOptions{101.0, 0, 1.0}, SamplingOptions{nan, 0, 1.0},
          SamplingOptions{1.0, -1, 1.0}, SamplingOptions{1.0, 0, 0.0}, SamplingOptions{1.0, 0, 1.1},
          SamplingOptions{1.0, 0, -0.5}, SamplingOptions{1.0, 0, nan}})
        EXPECT_THROW(wrong.check(), Error);
    EXPECT_NO_THROW((SamplingOptions{0.0, 0, 1.0}.check()));
    EXPECT_NO_THROW((SamplingOptions{100.0, 1 << 20, 1e-300}.check()));
}

} // namespace
