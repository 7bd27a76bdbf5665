// SPDX-License-Identifier: GPL-3.0-or-later
// A query's row against the whole model worked out densely in double.
#include "core/eval/attention_row.h"

#include "core/base/error.h"
#include "tests/core/eval/dense_model.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace {

using namespace core;

constexpr Index kRowTokens = 21; // past the training length of 16, as far as the learned table allows

void expectRows(const Transformer<float>& model)
{
    ThreadPool pool(2);
    const Index length = std::min<Index>(kRowTokens, model.encoding().longestInput());
    const std::vector<int> tokens = randomTokens(static_cast<std::size_t>(length));
    const auto trace = forward(model, tokens, pool);
    const Dense expected = dense(model, tokens);
    const double root = std::sqrt(double(model.config().headWidth()));
    const AttentionWindow window = model.encoding().window();
    for (int layer = 0; layer < model.config().layers; ++layer)
        for (int head = 0; head < model.config().heads; ++head)
            for (Index query = 0; query < length; ++query) {
                const AttentionRow row = attentionRow(*trace, layer, head, query);
                ASSERT_EQ(row.content.size(), std::size_t(query + 1));
                ASSERT_EQ(row.bias.size(), std::size_t(query + 1));
                const Dense::Head& wanted = expected.layers[std::size_t(layer)][std::size_t(head)];
                double without = 0.0;
                const auto content = [&](Index key) { return wanted.query.row(query).dot(wanted.key.row(key)) / root; };
                for (Index key = 0; key <= query; ++key)
                    without += window.sees(query, key) ? std::exp(content(key)) : 0.0;
                for (Index key = 0; key <= query; ++key) {
                    const auto at = std::size_t(key);
                    if (!window.sees(query, key)) {
                        for (const auto* numbers : {&row.content, &row.bias, &row.weights, &row.without})
                            ASSERT_TRUE(std::isnan((*numbers)[at]));
                        continue;
                    }
                    const double bias = wanted.bias(query, key);
                    ASSERT_NEAR(row.content[at], content(key), 3e-4 * (1 + std::abs(content(key))));
                    ASSERT_NEAR(row.bias[at], bias, 3e-4 * (1 + std::abs(bias)));
                    ASSERT_NEAR(row.weights[at], std::exp(content(key) + bias - wanted.logSum[std::size_t(query)]),
                                1e-4);
                    ASSERT_NEAR(row.without[at], std::exp(content(key)) / without, 1e-4);
                }
            }
}

class AttentionRowOf : public testing::TestWithParam<std::string>
{};

INSTANTIATE_TEST_SUITE_P(EveryEncoding, AttentionRowOf,
                         testing::Values("alibi", "sinusoidal", "none", "rotary", "t5", "learned", "kerple", "sandwich",
                                         "fire", "xpos"),
                         [](const auto& each) { return each.param; });

TEST_P(AttentionRowOf, IsThatOfTheDenseModel) { expectRows(randomModel(GetParam())); }

TEST(AttentionRow, KnowsTheWindow)
{
    expectRows(randomModel("alibi").withEncodingOptions({{"attention_window", 6}, {"attention_sinks", 2}}));
}

TEST(AttentionRow, WhatIsNotThereIsASentence)
{
    ThreadPool pool(1);
    const auto trace = forward(randomModel("alibi"), randomTokens(8), pool);
    for (const auto& [layer, head, query] : {std::array<int, 3>{2, 0, 1}, {-1, 0, 1}, {0, 3, 1}, {0, 0, 8}, {0, 0, -1}})
        EXPECT_THROW((void)attentionRow(*trace, layer, head, query), Error);
}

} // namespace
