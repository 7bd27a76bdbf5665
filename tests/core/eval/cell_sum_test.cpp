// SPDX-License-Identifier: GPL-3.0-or-later
// The sum behind a cell against the whole model worked out densely in double.
#include "core/eval/cell_sum.h"

#include "core/base/error.h"
#include "tests/core/eval/dense_model.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr Index kReadTokens = 21; // past the training length of 16, as far as the learned table allows

class CellSumOf : public testing::TestWithParam<std::string>
{
protected:
    static Transformer<float> model()
    {
        if (GetParam() == "windowed")
            return randomModel("sinusoidal").withEncodingOptions({{"attention_window", 6}, {"attention_sinks", 2}});
        if (GetParam() == "interleaved")
            return Transformer<float>(randomParameters([] {
                ModelConfig config = randomModelConfig("rotary");
                config.encodingOptions = {{"rotary_layout", "interleaved"}};
                return config;
            }()));
        return randomModel(GetParam());
    }
    ThreadPool m_pool{2};
    Transformer<float> m_model = model();
    Index m_length = std::min<Index>(kReadTokens, m_model.encoding().longestInput());
    std::vector<int> m_tokens = randomTokens(static_cast<std::size_t>(m_length));
    std::shared_ptr<const Trace<float>> m_trace = forward(m_model, m_tokens, m_pool);
};

INSTANTIATE_TEST_SUITE_P(EveryEncoding, CellSumOf,
                         testing::Values("alibi", "sinusoidal", "none", "rotary", "t5", "learned", "kerple", "sandwich",
                                         "fire", "xpos", "windowed", "interleaved"),
                         [](const auto& each) { return each.param; });

TEST_P(CellSumOf, EveryNumberIsThatOfTheDenseModel)
{
    const Dense expected = dense(m_trace->model(), m_tokens);
    const ModelConfig& config = m_model.config();
    const double root = std::sqrt(double(config.headWidth()));
    const AttentionWindow window = m_model.encoding().window();
    const auto near = [](double actual, double wanted) {
        return std::abs(actual - wanted) <= 3e-4 * (1 + std::abs(wanted));
    };
    for (int layer = 0; layer < config.layers; ++layer)
        for (int head = 0; head < config.heads; ++head)
            for (Index query = 0; query < m_length; ++query)
                for (Index key = 0; key <= query; ++key) {
                    if (!window.sees(query, key)) {
                        EXPECT_THROW((void)cellSum(*m_trace, layer, head, query, key), Error);
                        continue;
                    }
                    const CellSum sum = cellSum(*m_trace, layer, head, query, key);
                    const Dense::Head& wanted = expected.layers[std::size_t(layer)][std::size_t(head)];
                    double products = 0.0;
                    for (int i = 0; i < config.headWidth(); ++i) {
                        ASSERT_TRUE(near(sum.queryVector[std::size_t(i)], wanted.query(query, i)));
                        ASSERT_TRUE(near(sum.keyVector[std::size_t(i)], wanted.key(key, i)));
                        products += sum.products[std::size_t(i)];
                    }
                    const double content = wanted.query.row(query).dot(wanted.key.row(key)) / root;
                    const double logSum = wanted.logSum[std::size_t(query)];
                    ASSERT_NEAR(sum.content, products / root, 1e-9);
                    ASSERT_TRUE(near(sum.content, content)) << sum.content << " and " << content;
                    ASSERT_TRUE(near(sum.bias, wanted.bias(query, key))) << sum.bias;
                    ASSERT_NEAR(sum.score, sum.content + sum.bias, 1e-12);
                    ASSERT_TRUE(near(sum.rowLogSum, logSum));
                    ASSERT_NEAR(sum.weight, std::exp(content + wanted.bias(query, key) - logSum), 1e-4);
                    ASSERT_EQ(sum.parts.has_value(), layer == 0 && m_model.encoding().addsToEmbedding());
                    ASSERT_EQ(!sum.byFrequency.empty(), m_model.encoding().turns());
                    double shares = 0.0;
                    for (const PairShare& pair : sum.byFrequency)
                        shares += pair.content;
                    const double tolerance = 1e-5 * (1.0 + std::abs(sum.content));
                    ASSERT_NEAR(sum.byFrequency.empty() ? sum.content : shares, sum.content, tolerance);
                    ASSERT_NEAR(sum.parts ? sum.parts->sum() : sum.content, sum.content, tolerance);
                }
}

// Each part by changing what it is made of: a model whose positions are 0 has only what tokens bring.
TEST_P(CellSumOf, PartsAreWhatTokensAndPositionsBring)
{
    if (!m_model.encoding().addsToEmbedding())
        return;
    const Dense whole = dense(m_trace->model(), m_tokens);
    const ModelConfig& config = m_model.config();
    const Parameters<double> parameters = converted<double>(m_model.parameters());
    const ParameterLayout::Layer& at = parameters.layout().layers[0];
    const auto weight = parameters.at(at.queryKeyValueWeight, 3 * config.width, config.width);
    const auto normWeight = parameters.at(at.attentionNormWeight, 1, config.width);
    const int width = config.headWidth();
    // What a part of a row becomes behind norm and projection, the deviation being the whole row's.
    const auto through = [&](const Matrix<double>& part, Index t, Index first) {
        const Eigen::RowVectorXd row = whole.tokens.row(t) + whole.positions.row(t);
        const double deviation = std::sqrt((row.array() - row.mean()).square().mean() + 1e-5);
        Eigen::RowVectorXd out(width);
        for (int i = 0; i < width; ++i) {
            double sum = 0.0;
            for (Index c = 0; c < config.width; ++c)
                sum += weight(first + i, c) * normWeight(0, c) * (part(t, c) - part.row(t).mean()) / deviation;
            out[i] = sum;
        }
        return out;
    };
    for (const auto& [query, key] : {std::pair<Index, Index>{5, 1}, {5, 5}, {m_length - 1, m_length - 3}})
        for (int head = 0; head < config.heads; ++head) {
            if (!m_model.encoding().window().sees(query, key))
                continue;
            const ContentParts parts = *cellSum(*m_trace, 0, head, query, key).parts;
            const auto product = [&](const Matrix<double>& ofQuery, const Matrix<double>& ofKey) {
                return through(ofQuery, query, head * width).dot(through(ofKey, key, config.width + head * width)) /
                       std::sqrt(double(width));
            };
            EXPECT_NEAR(parts.contentContent, product(whole.tokens, whole.tokens), 1e-4);
            EXPECT_NEAR(parts.contentPosition, product(whole.tokens, whole.positions), 1e-4);
            EXPECT_NEAR(parts.positionContent, product(whole.positions, whole.tokens), 1e-4);
            EXPECT_NEAR(parts.positionPosition, product(whole.positions, whole.positions), 1e-4);
        }
}

TEST(CellSum, WhatIsNotThereIsASentence)
{
    ThreadPool pool(1);
    const auto trace = forward(randomModel("alibi"), randomTokens(8), pool);
    for (const auto& [layer, head, query, key] :
         {std::array<int, 4>{2, 0, 1, 0}, {-1, 0, 1, 0}, {0, 3, 1, 0}, {0, 0, 8, 0}, {0, 0, 3, -1}, {0, 0, 3, 4}})
        EXPECT_THROW((void)cellSum(*trace, layer, head, query, key), Error);
}

} // namespace
