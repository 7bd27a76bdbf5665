// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/trace.h"

#include "core/model/attention_map.h"
#include "core/position/registry.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>

namespace {

using namespace core;

std::span<const int> firstOf(const std::vector<int>& tokens, Index count)
{
    return std::span<const int>(tokens).first(static_cast<std::size_t>(count));
}

Matrix<float> weightsOf(const Trace<float>& trace, int layer, int head)
{
    ThreadPool pool(1);
    const Index length = trace.length();
    return attentionMap(trace, {layer, head, Stage::Weights, {0, length, 0, length}, length, length, Reduction::Peak},
                        pool)
        .values;
}

// 0 for two NaNs, infinite for one.
float largestDifference(const Matrix<float>& a, const Matrix<float>& b)
{
    float worst = a.rows() == b.rows() && a.cols() == b.cols() ? 0.0F : HUGE_VALF;
    for (Index i = 0; worst < HUGE_VALF && i < a.size(); ++i) {
        const float x = a.data()[i];
        const float y = b.data()[i];
        if (std::isnan(x) != std::isnan(y))
            worst = HUGE_VALF;
        else if (!std::isnan(x))
            worst = std::max(worst, std::abs(x - y));
    }
    return worst;
}

void expectSame(const Trace<float>& a, const Trace<float>& b, float tolerance)
{
    ASSERT_EQ(a.length(), b.length());
    ASSERT_EQ(a.losses().size(), b.losses().size());
    for (std::size_t t = 0; t < a.losses().size(); ++t)
        ASSERT_NEAR(a.losses()[t], b.losses()[t], tolerance) << "position " << t;
    EXPECT_LE(largestDifference(a.logits(0, a.length()), b.logits(0, b.length())), tolerance);
    for (int layer = 0; layer < a.model().config().layers; ++layer)
        for (int head = 0; head < a.model().config().heads; ++head)
            EXPECT_LE(largestDifference(weightsOf(a, layer, head), weightsOf(b, layer, head)), tolerance)
                << "layer " << layer << ", head " << head;
}

class EveryEncoding : public testing::TestWithParam<std::string>
{};

// Lengths around the borders of attention's tiles, as the trace that is there and as the one to be made.
TEST_P(EveryEncoding, GoingOnFromAPrefixIsTheSameAsStartingAfresh)
{
    const Transformer<float> model = randomModel(GetParam());
    const std::vector<int> tokens = randomTokens(130);
    ThreadPool pool(2);
    for (const Index length : {2, 64, 65, 129, 130}) {
        if (length > model.encoding().longestInput())
            continue;
        const auto whole = forward(model, firstOf(tokens, length), pool);
        for (const Index first : {1, 63, 64, 65, 128, 129})
            if (first <= length) {
                SCOPED_TRACE(fmt::format("{} of {} tokens", first, length));
                const auto prefix = forward(model, firstOf(tokens, first), pool);
                expectSame(*whole, *forward(model, firstOf(tokens, length), pool, {}, prefix.get()), 2e-5F);
                if (first > length / 2) { // a trace that goes on differently, or just further
                    std::vector<int> other(tokens.begin(), tokens.begin() + first);
                    other[static_cast<std::size_t>(length / 2)] ^= 1;
                    const auto longer = forward(model, other, pool);
                    const auto shorter = firstOf(tokens, length / 2);
                    expectSame(*whole, *forward(model, firstOf(tokens, length), pool, {}, longer.get()), 2e-5F);
                    expectSame(*forward(model, shorter, pool), *forward(model, shorter, pool, {}, longer.get()), 2e-5F);
                }
            }
    }
}

INSTANTIATE_TEST_SUITE_P(Trace, EveryEncoding, testing::ValuesIn(encodingIds()),
                         [](const auto& test) { return test.param; });

TEST(Trace, TokenByTokenIsTheSameAsAllAtOnce)
{
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(67);
    ThreadPool pool(1);
    std::shared_ptr<const Trace<float>> trace;
    for (Index length = 1; length <= 67; ++length)
        trace = forward(model, firstOf(tokens, length), pool, {}, trace.get());
    expectSame(*forward(model, tokens, pool), *trace, 2e-5F);
}

// A change of options goes on from what it leaves as it was. Slopes and switches, with more and fewer tokens than
// before, and other tokens from some place on.
TEST_P(EveryEncoding, OtherOptionsBehindATraceAreTheSameAsStartingAfresh)
{
    ModelConfig config = randomModelConfig(GetParam());
    config.trainingLength = 130; // where a learned table ends
    const Transformer<float> model(randomParameters(config));
    std::vector<Json> changes{{{"attention_window", 40}}, {{"attention_window", 41}}, Json::object()};
    if (GetParam() == "alibi") {
        changes.push_back({{"alibi_slopes", {0.5, 0.03, 0.1}}});
        changes.push_back({{"alibi_slopes", {0.5, 0.2, 0.1}}});
        changes.push_back({{"alibi_slopes", {0.5, 0.2, 0.1}}, {"alibi_growth", "exponential"}});
        changes.push_back({{"alibi_slopes", {0.5, 0.2, 0.1}}, {"bias_factor", 2.0}});
        changes.push_back({{"alibi_slopes", {0.1, 0.2, 0.1}}, {"bias_factor", 2.0}});
        changes.push_back({{"alibi_slopes", {0.1, 0.2, 0.1}}, {"bias_factor", 3.0}});
    }
    if (GetParam() == "rotary") {
        changes.push_back({{"rotary_base", 5000.0}});
        changes.push_back({{"rotary_base", 500.0}});
    }
    ThreadPool pool(2);
    std::vector<int> tokens = randomTokens(130);
    std::shared_ptr<const Trace<float>> before = forward(model, tokens, pool);
    Index length = 130;
    for (const Json& change : changes) {
        SCOPED_TRACE(change.dump());
        const Transformer<float> changed = model.withEncodingOptions(change);
        length = length == 130 ? 100 : 130;
        if (length == 130)
            tokens[90] = (tokens[90] + 1) % model.config().vocabularySize;
        const auto given = firstOf(tokens, length);
        const auto afresh = forward(changed, given, pool);
        before = forward(changed, given, pool, {}, before.get());
        expectSame(*afresh, *before, 2e-5F);
    }
}

// Steep slopes: far keys weigh nothing and are left out, once the text is long enough for that. Another model of the
// same numbers knows no bound: a negative factor of negative slopes.
TEST(Trace, WhatIsLeftOutChangesNothing)
{
    const Transformer<float> plain = randomModel("alibi");
    const Transformer<float> model = plain.withEncodingOptions({{"alibi_slopes", {6.0, 0.01, 3.0}}});
    const Transformer<float> same =
        plain.withEncodingOptions({{"alibi_slopes", {-6.0, -0.01, -3.0}}, {"bias_factor", -1.0}});
    const std::vector<int> tokens = randomTokens(400);
    ThreadPool pool(2);
    const auto whole = forward(same, tokens, pool);
    EXPECT_FALSE(std::isfinite(whole->head(1, 0).keyNorm));
    expectSame(*whole, *forward(model, tokens, pool), 2e-5F);
    std::shared_ptr<const Trace<float>> trace;
    for (const Index length : {5, 70, 71, 330, 400})
        trace = forward(model, firstOf(tokens, length), pool, {}, trace.get());
    EXPECT_TRUE(std::isfinite(trace->head(1, 0).keyNorm));
    EXPECT_FALSE(std::isfinite(trace->head(1, 1).keyNorm));
    EXPECT_EQ(trace->head(1, 2).keyNorm, largestKeyNorm(trace->head(1, 2), 0, 400));
    expectSame(*forward(model, tokens, pool), *trace, 2e-5F);
}

TEST(Trace, OtherWeightsAreNotMistakenForTheSame)
{
    const Transformer<float> model = randomModel("alibi");
    const Transformer<float> other(std::make_shared<const Parameters<float>>(model.parameters()));
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(70);
    const auto prefix = forward(model, firstOf(tokens, 64), pool);
    expectSame(*forward(other, tokens, pool), *forward(other, tokens, pool, {}, prefix.get()), 0.0F);
}

TEST(Trace, AShorterInputCutsTheTraceOff)
{
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(100);
    ThreadPool pool(2);
    const auto longer = forward(model, tokens, pool);
    for (const Index length : {1, 64, 99, 100}) {
        const auto shorter = forward(model, firstOf(tokens, length), pool);
        const auto cut = forward(model, firstOf(tokens, length), pool, {}, longer.get());
        ASSERT_EQ(shorter->losses().size(), static_cast<std::size_t>(length - 1));
        for (std::size_t t = 0; t < shorter->losses().size(); ++t)
            EXPECT_NEAR(shorter->losses()[t], longer->losses()[t], 2e-5F);
        expectSame(*shorter, *cut, 2e-5F);
    }
}

TEST(Trace, TheTokenAfterTheLastAddsItsLoss)
{
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(66);
    ThreadPool pool(1);
    const auto longer = forward(model, tokens, pool);
    const auto trace = forward(model, firstOf(tokens, 65), pool, {tokens[65], {}});
    ASSERT_EQ(trace->losses().size(), 65U);
    EXPECT_NEAR(trace->losses()[64], longer->losses()[64], 2e-5F);
    const auto again = forward(model, firstOf(tokens, 65), pool, {tokens[65], {}}, trace.get());
    ASSERT_EQ(again->losses().size(), 65U);
    EXPECT_NEAR(again->losses()[64], longer->losses()[64], 2e-5F);
}

TEST(Trace, LossesAreMinusTheLogOfTheSoftmaxOfTheLogits)
{
    const std::vector<int> tokens = randomTokens(9);
    ThreadPool pool(1);
    const auto trace = forward(randomModel("none"), tokens, pool);
    for (Index t = 0; t < 8; ++t) {
        const Matrix<float> logits = trace->logits(t, 1);
        double sum = 0.0;
        for (Index v = 0; v < logits.cols(); ++v)
            sum += std::exp(static_cast<double>(logits(0, v)));
        const int next = tokens[static_cast<std::size_t>(t + 1)];
        const double expected = std::log(sum) - static_cast<double>(logits(0, next));
        EXPECT_NEAR(trace->losses()[static_cast<std::size_t>(t)], expected, 1e-5);
    }
}

TEST(Trace, TheNumberOfThreadsChangesNothing)
{
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(150);
    ThreadPool one(1);
    const auto expected = forward(model, tokens, one);
    for (const int threads : {2, 3}) {
        ThreadPool pool(threads);
        SCOPED_TRACE(threads);
        expectSame(*expected, *forward(model, tokens, pool), 2e-5F);
    }
}

// Traces that go on from the same one share its rows, but none writes into what another has read.
TEST(Trace, TwoThatGoOnFromTheSameOneDoNotDisturbEachOther)
{
    const Transformer<float> model = randomModel("alibi");
    ThreadPool pool(2);
    std::vector<int> one = randomTokens(90);
    std::vector<int> other = one;
    for (std::size_t i = 40; i < other.size(); ++i)
        other[i] = (other[i] + 7) % 23;
    ForwardOptions roomy;
    roomy.room = 200;
    const auto prefix = forward(model, firstOf(one, 40), pool, roomy);
    const auto first = forward(model, one, pool, {}, prefix.get());
    const auto second = forward(model, other, pool, {}, prefix.get());
    expectSame(*first, *forward(model, one, pool), 2e-5F);
    expectSame(*second, *forward(model, other, pool), 2e-5F);
    expectSame(*prefix, *forward(model, firstOf(one, 40), pool), 2e-5F);
}

TEST(Trace, ACancelledPassLeavesItsPrefixAsItWas)
{
    const Transformer<float> model = randomModel("alibi");
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(90);
    ForwardOptions roomy;
    roomy.room = 200;
    const auto prefix = forward(model, firstOf(tokens, 40), pool, roomy);
    std::atomic<int> asked = 0;
    ForwardOptions cancelled;
    cancelled.cancel = [&] { return ++asked > 2; };
    EXPECT_THROW(forward(model, tokens, pool, cancelled, prefix.get()), Cancelled);
    const auto all = forward(model, tokens, pool, {}, prefix.get());
    expectSame(*all, *forward(model, tokens, pool), 2e-5F);
    // The second try found the room that the first had given back.
    EXPECT_EQ(all->head(0, 0).key, prefix->head(0, 0).key);
}

TEST(Trace, ALayerIsReadyForMapsBeforeThePassEnds)
{
    const Transformer<float> model = randomModel("alibi").withEncodingOptions({{"alibi_slopes", {2.0, 0.5, 0.1}}});
    const std::vector<int> tokens = randomTokens(200);
    ThreadPool pool(2);
    std::mutex mutex;
    std::vector<int> layers;
    std::vector<Matrix<float>> maps(2);
    const auto trace = forward<float>(model, tokens, pool, {}, nullptr, [&](const Trace<float>& unfinished, int layer) {
        const Matrix<float> map = weightsOf(unfinished, layer, 0);
        const std::lock_guard lock(mutex);
        layers.push_back(layer);
        maps[static_cast<std::size_t>(layer)] = map;
    });
    std::sort(layers.begin(), layers.end());
    EXPECT_EQ(layers, (std::vector<int>{0, 1}));
    for (const int layer : layers)
        EXPECT_EQ(largestDifference(maps[static_cast<std::size_t>(layer)], weightsOf(*trace, layer, 0)), 0.0F);
    const auto fails = [](const Trace<float>&, int) { throw Cancelled(); };
    EXPECT_THROW(forward<float>(model, tokens, pool, {}, nullptr, fails), Cancelled);
}

TEST(Trace, EndsWhenCancelled)
{
    ThreadPool pool(2);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(200);
    EXPECT_THROW(forward(model, tokens, pool, {-1, [] { return true; }}), Cancelled);
    std::atomic<int> asked = 0;
    EXPECT_THROW(forward(model, tokens, pool, {-1, [&] { return ++asked > 3; }}), Cancelled);
    EXPECT_NO_THROW(forward(model, tokens, pool));
}

TEST(Trace, TellsHowFarItIsOnTheCallersThread)
{
    ThreadPool pool(2);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(600);
    const auto prefix = forward(model, firstOf(tokens, 100), pool);
    for (const Trace<float>* from : {static_cast<const Trace<float>*>(nullptr), prefix.get()}) {
        std::vector<double> told;
        bool elsewhere = false;
        ForwardOptions options;
        options.progress = [&, caller = std::this_thread::get_id()](double done) {
            elsewhere = elsewhere || std::this_thread::get_id() != caller;
            told.push_back(done);
        };
        ThreadPool alone(1);
        forward(model, tokens, alone, options, from);
        EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
        EXPECT_GT(told.size(), 10U);
        EXPECT_NEAR(told.back(), 1.0, 1e-9);
        forward(model, tokens, pool, options, from);
        EXPECT_FALSE(elsewhere);
    }
}

TEST(ForwardWork, CountsAttentionByPairsOfTokens)
{
    const ModelConfig config = randomModelConfig("alibi");
    const AttentionWindow all;
    const double first = forwardWork(config, all, 0, 1000);
    EXPECT_NEAR(first + forwardWork(config, all, 1000, 4000), forwardWork(config, all, 0, 4000), 1.0);
    EXPECT_GT(forwardWork(config, all, 3000, 4000), 2.0 * first); // as many rows, but they see more
    const AttentionWindow narrow{10, 2};
    EXPECT_NEAR(forwardWork(config, narrow, 3000, 4000), forwardWork(config, narrow, 2000, 3000), 1.0);
}

TEST(Trace, RefusesInputItCannotRead)
{
    ThreadPool pool(1);
    const Transformer<float> model = randomModel("alibi");
    const auto message = [&](std::vector<int> tokens, int next = -1) {
        return messageOf<Error>([&] { forward(model, tokens, pool, {next, {}}); });
    };
    EXPECT_NE(message({}).find("no tokens"), std::string::npos);
    EXPECT_NE(message({1, 23, 2}).find("Token 23"), std::string::npos);
    EXPECT_NE(message({1, -1}).find("Token -1"), std::string::npos);
    EXPECT_NE(message({1, 2}, 23).find("Token 23"), std::string::npos);
}

} // namespace
