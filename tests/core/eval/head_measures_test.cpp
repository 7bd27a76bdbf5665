// SPDX-License-Identifier: GPL-3.0-or-later
// The measures of heads against their definitions read literally, over whole rows of the dense model.
#include "core/eval/head_measures.h"

#include "core/base/error.h"
#include "core/eval/perplexity.h"
#include "tests/core/eval/dense_model.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

// Few different tokens, so that many come again.
std::vector<int> repeatingTokens(std::size_t length)
{
    std::vector<int> tokens = randomTokens(length);
    for (int& token : tokens)
        token %= 7;
    return tokens;
}

struct Marked
{
    double first = 0.0, previous = 0.0, same = 0.0, induction = 0.0;
};

Marked marked(const Dense::Head& head, const AttentionWindow& window, const std::vector<int>& tokens, double root)
{
    Marked sums;
    double repeated = 0.0;
    const auto length = static_cast<Index>(tokens.size());
    const auto token = [&](Index at) { return tokens[std::size_t(at)]; };
    for (Index q = 1; q < length; ++q) {
        bool again = false;
        for (Index k = 0; k < q; ++k)
            again = again || token(k) == token(q);
        repeated += again ? 1.0 : 0.0;
        for (Index k = 0; k <= q; ++k) {
            if (!window.sees(q, k))
                continue;
            const double weight =
                std::exp(head.query.row(q).dot(head.key.row(k)) / root + head.bias(q, k) - head.logSum[std::size_t(q)]);
            sums.first += k == 0 ? weight : 0.0;
            sums.previous += k == q - 1 ? weight : 0.0;
            sums.same += k < q && token(k) == token(q) ? weight : 0.0;
            sums.induction += k > 0 && token(k - 1) == token(q) ? weight : 0.0;
        }
    }
    const double queries = double(length - 1);
    return {sums.first / queries, sums.previous / queries, sums.same / repeated, sums.induction / repeated};
}

TEST(HeadMeasures, AreThoseOfTheDenseModel)
{
    ThreadPool pool(2);
    for (const char* encoding : {"alibi", "sinusoidal", "rotary", "t5", "windowed"}) {
        const Transformer<float> model =
            encoding == std::string("windowed")
                ? randomModel("alibi").withEncodingOptions({{"attention_window", 30}, {"attention_sinks", 2}})
                : randomModel(encoding);
        const std::vector<int> tokens = repeatingTokens(149); // neither tiles nor lanes fit
        const auto trace = forward<float>(model, tokens, pool);
        const Index length = 131;
        const std::vector<int> read(tokens.begin(), tokens.begin() + length);
        const Dense expected = dense(model, read);
        const auto measures = headMeasures(*trace, length, {}, pool);
        ASSERT_EQ(measures.size(), 6U);
        ReachOptions options;
        options.length = length;
        const auto reach = attentionReach(*trace, options, pool);
        for (std::size_t i = 0; i < measures.size(); ++i) {
            const HeadMeasures& m = measures[i];
            SCOPED_TRACE(fmt::format("{}, layer {}, head {}", encoding, m.layer, m.head));
            EXPECT_EQ(int(i), m.layer * model.config().heads + m.head);
            const Marked wanted =
                marked(expected.layers[std::size_t(m.layer)][std::size_t(m.head)], model.encoding().window(), read,
                       std::sqrt(double(model.config().headWidth())));
            EXPECT_NEAR(m.first, wanted.first, 1e-4);
            EXPECT_NEAR(m.previous, wanted.previous, 1e-4);
            EXPECT_NEAR(m.same, wanted.same, 1e-4);
            EXPECT_NEAR(m.induction, wanted.induction, 1e-4);
            EXPECT_EQ(m.attention.entropy, reach[i].attention.entropy);
            EXPECT_EQ(m.bias.meanDistance, reach[i].bias.meanDistance);
        }
    }
}

// The reach of a part is that of a shorter text.
TEST(HeadMeasures, WhatComesAfterTheLengthDoesNotCount)
{
    ThreadPool pool(2);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = repeatingTokens(100);
    const auto whole = forward<float>(model, tokens, pool);
    const auto part = forward<float>(model, std::span(tokens).first(70), pool);
    const auto a = headMeasures(*whole, 70, {}, pool);
    const auto b = headMeasures(*part, 0, {}, pool);
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_NEAR(a[i].attention.meanDistance, b[i].attention.meanDistance, 1e-6);
        EXPECT_NEAR(a[i].induction, b[i].induction, 1e-6);
    }
    EXPECT_THROW((void)headMeasures(*part, 71, {}, pool), Error);
}

TEST(HeadMeasures, ATextWithoutRepetitionHasNoInduction)
{
    ThreadPool pool(1);
    const std::vector<int> tokens{1, 2, 3, 4, 5};
    const auto trace = forward<float>(randomModel("alibi"), tokens, pool);
    for (const HeadMeasures& m : headMeasures(*trace, 0, {}, pool)) {
        EXPECT_TRUE(std::isnan(m.induction));
        EXPECT_TRUE(std::isnan(m.same));
        EXPECT_GT(m.previous, 0.0);
    }
}

TEST(HeadMeasures, AHeadThatIsSwitchedOffReachesNothing)
{
    ThreadPool pool(2);
    for (const char* encoding : {"alibi", "sinusoidal"}) {
        const Transformer<float> model =
            randomModel(encoding).withEncodingOptions({{"attention_window", 40}}); // switches stay
        const std::vector<int> tokens = randomTokens(60);
        const int layer = 1;
        const int head = 2;
        const Transformer<float> off = withoutHead(model, layer, head);
        Json options = model.encoding().options();
        options["heads_off"] = {{layer, head}};
        EXPECT_EQ(off.encoding().options(), options);
        EXPECT_EQ(&off.parameters(), &model.parameters()); // nothing is copied
        EXPECT_EQ(withoutHead(off, 0, 1).encoding().options()["heads_off"], Json::parse("[[0, 1], [1, 2]]"));
        // The last layer worked out by hand: with all heads off but one, the attended rows are that one's alone.
        const Matrix<float> all = forward<float>(model, tokens, pool)->logits(0, 60);
        const Matrix<float> without = forward<float>(off, tokens, pool)->logits(0, 60);
        EXPECT_GT((all - without).cwiseAbs().maxCoeff(), 1e-4F);
        // Zeroing its values, key by key, in the projection comes to the same.
        const auto parameters = std::make_shared<Parameters<float>>(model.parameters());
        const auto& at = parameters->layout().layers[std::size_t(layer)];
        const ModelConfig& config = model.config();
        const Index first = 2 * config.width + head * config.headWidth();
        parameters->at(at.queryKeyValueWeight, 3 * config.width, config.width)
            .middleRows(first, config.headWidth())
            .setZero();
        parameters->at(at.queryKeyValueBias, 1, 3 * config.width).middleCols(first, config.headWidth()).setZero();
        const Matrix<float> silent =
            forward<float>(Transformer<float>(parameters).withEncodingOptions(model.encoding().options()), tokens, pool)
                ->logits(0, 60);
        EXPECT_LT((silent - without).cwiseAbs().maxCoeff(), 1e-5F);
    }
    EXPECT_THROW((void)withoutHead(randomModel("alibi"), 2, 0), Error);
}

} // namespace
