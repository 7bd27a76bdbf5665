// SPDX-License-Identifier: GPL-3.0-or-later
// The position stage against the parts of the sum behind each cell, which are tested against a dense model.
#include "core/model/position_part.h"

#include "core/eval/cell_sum.h"
#include "core/model/attention_map.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr Index kPlacedTokens = 21;

class PositionStage : public testing::Test
{
protected:
    std::shared_ptr<const Trace<float>> trace(const Transformer<float>& model)
    {
        const Index length = std::min<Index>(kPlacedTokens, model.encoding().longestInput());
        return forward(model, randomTokens(static_cast<std::size_t>(length)), m_pool);
    }
    Matrix<float> map(const Trace<float>& trace, int layer, int head, Stage stage, const Region& region)
    {
        return attentionMap(trace, {layer, head, stage, region, region.queries, region.keys, Reduction::Peak}, m_pool)
            .values;
    }
    ThreadPool m_pool{2};
};

TEST_F(PositionStage, IsPositionTimesPositionWhereTheEncodingAddsToTheEmbeddings)
{
    for (const char* encoding : {"sinusoidal", "learned"})
        for (const Json& options : {Json::object(), Json{{"attention_window", 6}, {"attention_sinks", 2}}}) {
            const Transformer<float> model = randomModel(encoding).withEncodingOptions(options);
            const auto traced = trace(model);
            const Region part{3, traced->length() - 3, 1, traced->length() - 4}; // neither square nor from 0
            for (int head = 0; head < model.config().heads; ++head) {
                const Matrix<float> values = map(*traced, 0, head, Stage::Position, part);
                for (Index q = 0; q < part.queries; ++q)
                    for (Index k = 0; k < part.keys; ++k) {
                        const Index query = part.firstQuery + q;
                        const Index key = part.firstKey + k;
                        if (key > query || !model.encoding().window().sees(query, key)) {
                            ASSERT_TRUE(std::isnan(values(q, k)));
                            continue;
                        }
                        const double wanted = cellSum(*traced, 0, head, query, key).parts->positionPosition;
                        ASSERT_NEAR(double(values(q, k)), wanted, 1e-5 * (1.0 + std::abs(wanted)));
                    }
            }
        }
}

TEST_F(PositionStage, IsTheBiasWhereOneIsAdded)
{
    for (const char* encoding : {"alibi", "t5", "kerple", "sandwich", "fire", "none"}) {
        const Transformer<float> model = randomModel(encoding);
        const auto traced = trace(model);
        const Region all{0, traced->length(), 0, traced->length()};
        for (int layer = 0; layer < model.config().layers; ++layer) {
            const Matrix<float> bias = map(*traced, layer, 1, Stage::Bias, all);
            const Matrix<float> position = map(*traced, layer, 1, Stage::Position, all);
            for (Index query = 0; query < all.queries; ++query)
                for (Index key = 0; key <= query; ++key)
                    ASSERT_EQ(position(query, key), bias(query, key)) << encoding;
            ASSERT_TRUE(std::isnan(position(0, 1)));
        }
    }
}

TEST_F(PositionStage, IsMaskedWhereItCannotBeToldApart)
{
    for (const auto& [encoding, layer] : {std::pair<const char*, int>{"sinusoidal", 1}, {"rotary", 0}, {"xpos", 0}}) {
        const auto traced = trace(randomModel(encoding));
        EXPECT_FALSE(positionsStandApart(traced->model().encoding(), layer)) << encoding;
        const Region all{0, traced->length(), 0, traced->length()};
        EXPECT_TRUE(map(*traced, layer, 0, Stage::Position, all).array().isNaN().all()) << encoding;
    }
}

} // namespace
