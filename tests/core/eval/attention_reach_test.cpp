// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/attention_reach.h"

#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <limits>

namespace {

using namespace core;

// The definition read literally, with whole rows in double.
Spread denseSpread(const Trace<float>& trace, int layer, int head, Index firstQuery, Index beyond, bool contents)
{
    const HeadInput<float> in = trace.head(layer, head);
    const HeadBias<float> bias = trace.bias(head);
    Spread mean;
    for (Index i = firstQuery; i < trace.length(); ++i) {
        std::vector<double> scores;
        for (Index j = 0; j <= i; ++j) {
            if (!bias.encoding->window().sees(i, j)) {
                scores.push_back(-std::numeric_limits<double>::infinity());
                continue;
            }
            Matrix<float> cell = Matrix<float>::Zero(1, 1);
            if (bias.encoding->biases())
                bias.encoding->addBias(view(cell), i, j, head, bias.own);
            double product = 0.0;
            for (Index d = 0; d < in.headWidth; ++d)
                product +=
                    static_cast<double>(in.query[i * in.stride + d]) * static_cast<double>(in.key[j * in.stride + d]);
            scores.push_back(static_cast<double>(cell(0, 0)) +
                             (contents ? product / std::sqrt(static_cast<double>(in.headWidth)) : 0.0));
        }
        double sum = 0.0;
        for (const double score : scores)
            sum += std::exp(score);
        for (Index j = 0; j <= i; ++j) {
            const double weight = std::exp(scores[static_cast<std::size_t>(j)]) / sum;
            mean.meanDistance += weight * static_cast<double>(i - j);
            mean.entropy -= weight > 0.0 ? weight * std::log(weight) : 0.0;
            mean.massBeyond += i - j >= beyond ? weight : 0.0;
        }
    }
    const auto queries = static_cast<double>(trace.length() - firstQuery);
    return {mean.meanDistance / queries, mean.entropy / queries, mean.massBeyond / queries};
}

void expectNear(const Spread& actual, const Spread& expected)
{
    EXPECT_NEAR(actual.meanDistance, expected.meanDistance, 1e-4 * (1.0 + expected.meanDistance));
    EXPECT_NEAR(actual.entropy, expected.entropy, 1e-4);
    EXPECT_NEAR(actual.massBeyond, expected.massBeyond, 1e-4);
}

TEST(AttentionReach, IsThatOfTheWholeMatrix)
{
    ThreadPool pool(2);
    for (const char* encoding : {"alibi", "sinusoidal", "none", "windowed"}) {
        const Transformer<float> model =
            encoding == std::string("windowed")
                ? randomModel("alibi").withEncodingOptions({{"attention_window", 30}, {"attention_sinks", 2}})
                : randomModel(encoding);
        const auto trace = forward<float>(model, randomTokens(151), pool); // neither tiles nor lanes fit
        for (const Index firstQuery : {0, 77}) {
            ReachOptions options;
            options.firstQuery = firstQuery;
            const auto reach = attentionReach(*trace, options, pool);
            ASSERT_EQ(reach.size(), 6U);
            for (const HeadReach& r : reach) {
                SCOPED_TRACE(fmt::format("{}, layer {}, head {}, from {}", encoding, r.layer, r.head, firstQuery));
                expectNear(r.attention, denseSpread(*trace, r.layer, r.head, firstQuery, 16, true));
                expectNear(r.bias, denseSpread(*trace, r.layer, r.head, firstQuery, 16, false));
            }
        }
    }
}

// Eight heads with slopes 1/2 … 1/256; contents do not matter for what the bias alone gives.
std::shared_ptr<const Trace<float>> eightHeads(Index length, ThreadPool& pool)
{
    ModelConfig config = randomModelConfig("alibi");
    config.width = 16;
    config.layers = 1;
    config.heads = 8;
    return forward(Transformer<float>(randomParameters(config)), randomTokens(static_cast<std::size_t>(length)), pool);
}

std::vector<HeadReach> lastRow(const Trace<float>& trace, Index beyond, ThreadPool& pool)
{
    ReachOptions options;
    options.firstQuery = trace.length() - 1;
    options.beyond = beyond;
    return attentionReach(trace, options, pool);
}

// Reference: entropies in nats of softmax(-m · distance) over 512 keys, worked out independently in double.
TEST(AttentionReach, PureBiasHasTheKnownEntropy)
{
    constexpr std::array expected{1.7034991708355878, 2.388894465492982, 3.0800923291384312, 3.7727514667631,
                                  4.465774678812329,  5.155873135308819, 5.758917918766264,  6.086729336894008};
    ThreadPool pool(2);
    const auto reach = lastRow(*eightHeads(512, pool), 64, pool);
    for (std::size_t h = 0; h < 8; ++h)
        EXPECT_NEAR(reach[h].bias.entropy, expected[h], 2e-5) << h;
}

// For endless input the mean distance is 1 / (e^m - 1), and 99 % of the mass lie within so many tokens.
TEST(AttentionReach, PureBiasReachesAsFarAsTheFormulaSays)
{
    constexpr std::array<Index, 8> within99{10, 19, 37, 74, 148, 295, 590, 1179};
    ThreadPool pool(2);
    const auto trace = eightHeads(4096, pool);
    for (std::size_t h = 0; h < 8; ++h) {
        const double slope = std::pow(0.5, static_cast<double>(h + 1));
        const auto at = lastRow(*trace, within99[h], pool)[h].bias;
        const auto before = lastRow(*trace, within99[h] - 1, pool)[h].bias;
        EXPECT_NEAR(at.meanDistance, 1.0 / std::expm1(slope), 2e-4 / slope) << h;
        EXPECT_LE(at.massBeyond, 0.01 + 1e-6) << h;
        EXPECT_GT(before.massBeyond, 0.01 - 1e-6) << h;
    }
}

TEST(AttentionReach, WithoutABiasIsEven)
{
    ThreadPool pool(2);
    const auto trace = forward<float>(randomModel("sinusoidal"), randomTokens(100), pool);
    const auto reach = lastRow(*trace, 25, pool).front();
    EXPECT_NEAR(reach.bias.meanDistance, 49.5, 1e-3);
    EXPECT_NEAR(reach.bias.entropy, std::log(100.0), 1e-5);
    EXPECT_NEAR(reach.bias.massBeyond, 0.75, 1e-5);
}

TEST(AttentionReach, DoesNotDependOnThreadsAndCanBeCancelled)
{
    ThreadPool one(1);
    ThreadPool three(3);
    const auto trace = forward<float>(randomModel("alibi"), randomTokens(300), one);
    const auto a = attentionReach(*trace, {}, one);
    const auto b = attentionReach(*trace, {}, three);
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].attention.entropy, b[i].attention.entropy);
        EXPECT_EQ(a[i].attention.meanDistance, b[i].attention.meanDistance);
    }
    ReachOptions options;
    std::atomic<int> asked = 0;
    options.cancel = [&] { return ++asked > 2; };
    EXPECT_THROW(attentionReach(*trace, options, one), Cancelled);
    options = {};
    options.firstQuery = 300;
    EXPECT_THROW(attentionReach(*trace, options, one), Error);
}

} // namespace
