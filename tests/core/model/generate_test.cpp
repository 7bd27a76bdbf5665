// SPDX-License-Identifier: GPL-3.0-or-later
// Generation against the logits of the text so far, worked out anew for every token, and a choice that is spelt out.
#include "core/model/generate.h"

#include "core/base/random.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

using namespace core;

constexpr std::size_t kPrompt = 9;

Transformer<float> trainedAt(const std::string& encoding, int trainingLength = 16)
{
    ModelConfig config = randomModelConfig(encoding);
    config.trainingLength = trainingLength;
    return Transformer<float>(randomParameters(config));
}

// softmax(logits / temperature) in double, limited to the `topK` likeliest and of those to the smallest set with at
// least topP; 0 for the others.
std::vector<double> probabilities(const Matrix<float>& logits, const SamplingOptions& options)
{
    std::vector<double> p;
    for (Index i = 0; i < logits.size(); ++i)
        p.push_back(std::exp((double(logits.data()[i]) - double(logits.maxCoeff())) / options.temperature));
    std::vector<double> falling = p;
    std::sort(falling.rbegin(), falling.rend());
    if (options.topK > 0 && options.topK < static_cast<int>(falling.size()))
        falling.resize(static_cast<std::size_t>(options.topK));
    const double all = std::accumulate(falling.begin(), falling.end(), 0.0);
    double sum = 0.0;
    std::size_t kept = 0;
    while (kept < falling.size() && sum < options.topP * all)
        sum += falling[kept++];
    for (double& one : p)
        one = one < falling[kept - 1] ? 0.0 : one / sum;
    return p;
}

// Whether `uniform` falls into that token's share, up to rounding.
bool isShareOf(const std::vector<double>& p, int token, double uniform)
{
    const double own = p[static_cast<std::size_t>(token)];
    double before = 0.0;
    for (const double other : p)
        before += other > own ? other : 0.0;
    return own > 0.0 && uniform > before - 1e-4 && uniform < before + own + 1e-4;
}

// Each token of `generation` behind the prompt against a pass over everything before it.
void expectDirect(const Generation& generation, const SamplingOptions& options, std::uint64_t seed)
{
    ThreadPool pool(1);
    const std::vector<int>& tokens = generation.tokens();
    for (std::size_t at = static_cast<std::size_t>(generation.promptLength()); at < tokens.size(); ++at) {
        SCOPED_TRACE(fmt::format("token {}", at));
        const auto trace = forward(generation.model(), std::span(tokens).first(at), pool);
        const Matrix<float> logits = trace->logits(static_cast<Index>(at) - 1, 1);
        Random random(seed, at);
        ASSERT_TRUE(isShareOf(probabilities(logits, options), tokens[at], random.uniform()));
        const std::vector<double> own = probabilities(logits, {});
        const double surprise = generation.surprises()[at - static_cast<std::size_t>(generation.promptLength())];
        ASSERT_NEAR(surprise, -std::log(own[static_cast<std::size_t>(tokens[at])]), 1e-4);
        const Matrix<float> kept = generation.trace()->logits(static_cast<Index>(at) - 1, 1);
        ASSERT_LE((kept - logits).cwiseAbs().maxCoeff(), 2e-4F);
    }
}

void expectDirect(const Transformer<float>& model, const SamplingOptions& options, std::uint64_t seed)
{
    ThreadPool pool(2);
    Generation generation(model, randomTokens(kPrompt), pool);
    for (int i = 0; i < 75 && !generation.isFull(); ++i)
        generation.step(options, seed);
    expectDirect(generation, options, seed);
}

class EveryEncodingGenerates : public testing::TestWithParam<std::string>
{};

// Trained at 16, or where there are no positions beyond, at 100: past the training length, past attention's tiles.
TEST_P(EveryEncodingGenerates, WhatTheLogitsSay)
{
    const Transformer<float> model = trainedAt(GetParam(), GetParam() == "learned" ? 100 : 16);
    expectDirect(model, {}, 1);
    expectDirect(model, {0.7, 5, 0.9}, 2);
    expectDirect(model, {3.0, 0, 0.8}, 3);
}

TEST_P(EveryEncodingGenerates, WhatTheLogitsSayWithAWindowAndSinks)
{
    const Transformer<float> model = trainedAt(GetParam(), 100);
    expectDirect(model.withEncodingOptions({{"attention_window", 12}}), {2.0, 0, 1.0}, 4);
    expectDirect(model.withEncodingOptions({{"attention_window", 12}, {"attention_sinks", 3}}), {2.0, 0, 1.0}, 5);
    if (model.encoding().biases())
        expectDirect(model.withEncodingOptions({{"bias_factor", 0.5}}), {2.0, 7, 1.0}, 6);
    expectDirect(model.withEncodingOptions(Json::parse(R"({"heads_off": [[0, 1], [1, 2]]})")), {2.0, 0, 1.0}, 10);
}

INSTANTIATE_TEST_SUITE_P(Generation, EveryEncodingGenerates, testing::ValuesIn(encodingIds()),
                         [](const auto& test) { return test.param; });

TEST(Generation, SwitchesOfSingleEncodings)
{
    const auto alibi = trainedAt("alibi");
    expectDirect(alibi.withEncodingOptions({{"alibi_slopes", {0.5, 0.03, 0.1}}}), {2.0, 0, 1.0}, 7);
    expectDirect(alibi.withEncodingOptions({{"alibi_growth", "exponential"}}), {2.0, 0, 1.0}, 8);
    expectDirect(trainedAt("rotary").withEncodingOptions({{"rope_scaling", {{"rope_type", "ntk"}, {"factor", 4}}}}),
                 {2.0, 0, 1.0}, 9);
}

std::vector<int> continued(Generation& generation, int tokens, std::uint64_t seed, double temperature = 2.0)
{
    for (int i = 0; i < tokens; ++i)
        generation.step({temperature, 0, 1.0}, seed);
    return generation.tokens();
}

TEST(Generation, TheSameSeedGivesTheSameTextAndAnotherAnother)
{
    ThreadPool pool(1);
    const auto model = trainedAt("alibi");
    const auto text = [&](std::uint64_t seed) {
        Generation generation(model, randomTokens(kPrompt), pool);
        return continued(generation, 30, seed);
    };
    EXPECT_EQ(text(3), text(3));
    EXPECT_NE(text(3), text(4));
}

TEST(Generation, BackAndOnIsTheSameAndAnotherSeedABranch)
{
    ThreadPool pool(1);
    const auto model = trainedAt("rotary");
    Generation generation(model, randomTokens(kPrompt), pool);
    const std::vector<int> first = continued(generation, 40, 1);
    const std::vector<double> surprises(generation.surprises().begin(), generation.surprises().end());
    for (int i = 0; i < 15; ++i)
        ASSERT_TRUE(generation.back());
    EXPECT_EQ(generation.length(), 34);
    EXPECT_EQ(generation.surprises().size(), 25U);
    EXPECT_EQ(continued(generation, 15, 1), first);
    EXPECT_TRUE(std::ranges::equal(generation.surprises(), surprises));

    for (int i = 0; i < 15; ++i)
        generation.back();
    const std::vector<int> branch = continued(generation, 15, 2);
    EXPECT_TRUE(std::equal(first.begin(), first.begin() + 34, branch.begin()));
    EXPECT_NE(branch, first);
    ThreadPool other(2);
    Generation afresh(model, std::span(branch).first(34), other);
    EXPECT_EQ(continued(afresh, 15, 2), branch) << "what stands there is all that counts";
    expectDirect(afresh, {2.0, 0, 1.0}, 2);

    while (generation.back()) {
    }
    EXPECT_EQ(generation.tokens(), randomTokens(kPrompt));
    EXPECT_EQ(continued(generation, 40, 1), first);
}

// A text that somebody else continues.
TEST(Generation, TakesTokensFromElsewhere)
{
    ThreadPool pool(1);
    Generation generation(trainedAt("alibi"), randomTokens(kPrompt), pool);
    const std::vector<int> other = randomTokens(30, 20);
    generation.append(std::span(other).first(1));
    generation.append(std::span(other).subspan(1));
    const auto trace = forward(generation.model(), generation.tokens(), pool);
    for (std::size_t i = 0; i < other.size(); ++i)
        EXPECT_NEAR(generation.surprises()[i], double(trace->losses()[kPrompt - 1 + i]), 1e-4) << i;
    const std::vector<int> wrong{1, 23};
    EXPECT_THROW(generation.append(wrong), Error) << "outside the vocabulary";
    EXPECT_EQ(generation.length(), 39);
    EXPECT_EQ(generation.surprises().size(), 30U);
    for (int i = 0; i < 12; ++i)
        generation.back();
    generation.append(std::span(other).last(12));
    EXPECT_NEAR(generation.surprises().back(), double(trace->losses().back()), 1e-4);
}

TEST(Generation, EndsWherePositionsDo)
{
    ThreadPool pool(1);
    Generation generation(trainedAt("learned"), randomTokens(kPrompt), pool);
    continued(generation, 7, 1);
    EXPECT_TRUE(generation.isFull());
    EXPECT_THROW(generation.step({}, 1), Error);
    EXPECT_EQ(generation.length(), 16);
    EXPECT_TRUE(generation.back());
    EXPECT_FALSE(generation.isFull());
    EXPECT_THROW(Generation(trainedAt("learned"), randomTokens(17), pool), Error);
    EXPECT_THROW(Generation(trainedAt("alibi"), {}, pool), Error);
}

TEST(Generation, WhatIsCancelledOrRefusedChangesNothing)
{
    ThreadPool pool(1);
    Generation generation(trainedAt("alibi"), randomTokens(kPrompt), pool);
    const std::vector<int> before = continued(generation, 5, 1);
    EXPECT_THROW(generation.step({}, 1, [] { return true; }), Cancelled);
    EXPECT_THROW(generation.step({-1.0, 0, 1.0}, 1), Error);
    EXPECT_EQ(generation.tokens(), before);
    EXPECT_EQ(generation.surprises().size(), 5U);
    ThreadPool other(1);
    Generation same(trainedAt("alibi"), before, other);
    EXPECT_EQ(generation.step({}, 1), same.step({}, 1));
    EXPECT_THROW(Generation(trainedAt("alibi"), before, pool, 0, [] { return true; }), Cancelled);
}

TEST(Generation, GenerateSaysEachTokenOfTheSameText)
{
    ThreadPool pool(1);
    const auto model = trainedAt("t5");
    Generation generation(model, randomTokens(kPrompt), pool);
    const std::vector<int> text = continued(generation, 20, 5, 1.0);
    GenerateOptions options;
    options.tokens = 20;
    options.seed = 5;
    std::vector<int> heard = randomTokens(kPrompt);
    generate(model, randomTokens(kPrompt), options, pool, [&](int token) { heard.push_back(token); });
    EXPECT_EQ(heard, text);
    options.tokens = -1;
    EXPECT_THROW(generate(model, randomTokens(kPrompt), options, pool, [](int) {}), Error);
}

} // namespace
