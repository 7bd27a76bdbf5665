// SPDX-License-Identifier: GPL-3.0-or-later
// What every encoding promises to attention, whatever it does.
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/parameters.h"
#include "core/position/registry.h"
#include "core/position/switches.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace {

using namespace core;

constexpr EncodingContext kContext{24, 3, 8, 140};

Matrix<double> randomMatrix(Index rows, Index cols, std::uint64_t seed)
{
    Matrix<double> m(rows, cols);
    Random random(seed);
    for (double& value : m.reshaped())
        value = 0.3 + 0.4 * random.normal();
    return m;
}

class PositionContract : public testing::TestWithParam<std::string>
{
protected:
    PositionContract()
    {
        for (const TensorSpec& spec : m_encoding->tensors()) {
            m_values.push_back(randomMatrix(spec.rows(), spec.cols(), 20 + m_values.size()));
            m_sums.push_back(Matrix<double>::Zero(spec.rows(), spec.cols()));
        }
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            m_own.push_back(view(std::as_const(m_values[i])));
            m_gradients.push_back(view(m_sums[i]));
        }
    }

    Matrix<double> biasTile(Index keys, Index queries, Index firstQuery, Index firstKey, int head) const
    {
        Matrix<double> tile = Matrix<double>::Zero(keys, queries);
        m_encoding->addBias(view(tile), firstQuery, firstKey, head, m_own);
        return tile;
    }

    std::shared_ptr<const PositionEncoding<double>> m_encoding =
        encodingById<double>(GetParam()).make(kContext, Json::object());
    std::vector<Matrix<double>> m_values;
    std::vector<Matrix<double>> m_sums;
    std::vector<ConstMatrixView<double>> m_own;
    std::vector<MatrixView<double>> m_gradients;
};

TEST_P(PositionContract, ChunksOfASequenceComeOutAsTheWhole)
{
    const Matrix<double> rows = randomMatrix(140, 24, 1);
    for (const auto& apply : std::vector<std::function<void(MatrixView<double>, Index)>>{
             [&](auto x, Index first) { m_encoding->addToEmbedding(x, first, m_own); },
             [&](auto x, Index first) { m_encoding->turn(x, Side::Query, first); },
             [&](auto x, Index first) { m_encoding->turn(x, Side::Key, first); },
             [&](auto x, Index first) { m_encoding->turnBackward(x, Side::Key, first); }}) {
        Matrix<double> whole = rows;
        apply(view(whole), 0);
        Matrix<double> pieces = rows;
        for (const auto& [first, count] : {std::pair<Index, Index>{0, 3}, {3, 64}, {67, 73}})
            apply(rowsOf(pieces, first, count), first);
        EXPECT_EQ(whole, pieces);
    }
}

TEST_P(PositionContract, ATileIsKeysByQueries)
{
    for (const int head : {0, 2})
        for (const auto& [firstQuery, firstKey] :
             {std::pair<Index, Index>{9, 2}, {0, 0}, {130, 60}, {64, 0}, {70, 66}}) {
            const Matrix<double> tile = biasTile(7, 11, firstQuery, firstKey, head);
            EXPECT_TRUE(tile.allFinite());
            for (Index cell = 0; cell < tile.size(); ++cell) {
                const Index key = firstKey + cell / tile.cols();
                const Index query = firstQuery + cell % tile.cols();
                if (key > query)
                    continue; // masked
                EXPECT_NEAR(tile.data()[cell], biasTile(1, 1, query, key, head)(0, 0), 1e-12)
                    << "key " << key << ", query " << query;
            }
        }
    EXPECT_EQ(m_encoding->biases(), biasTile(1, 1, 9, 2, 0)(0, 0) != 0.0);
}

// With every factor and growth that there are; ALiBi's slopes may be negative.
TEST_P(PositionContract, NoBiasIsAboveItsBound)
{
    std::vector<Json> options{Json::object()};
    if (m_encoding->biases())
        for (const double factor : {0.5, 0.0, -2.0})
            options.push_back({{"bias_factor", factor}});
    if (GetParam() == "alibi")
        for (const char* growth : {"linear", "exponential"})
            options.push_back({{"alibi_slopes", {2.0, -0.5, 0.0}}, {"alibi_growth", growth}});
    for (const Json& changed : options) {
        const auto encoding = makeEncoding<double>(GetParam(), kContext, changed);
        for (int head = 0; head < 3; ++head)
            for (Index distance = 0, before = 0; distance < 140; before = distance++) {
                EXPECT_LE(encoding->largestBias(distance, head), encoding->largestBias(before, head));
                Matrix<double> bias = Matrix<double>::Zero(1, 1);
                encoding->addBias(view(bias), 139, 139 - distance, head, m_own);
                EXPECT_LE(bias(0, 0), encoding->largestBias(distance, head) + 1e-9)
                    << changed << ", head " << head << ", distance " << distance;
            }
    }
}

TEST_P(PositionContract, TurningBackIsTheTransposeOfTurning)
{
    const Matrix<double> x = randomMatrix(5, 24, 2);
    const Matrix<double> y = randomMatrix(5, 24, 3);
    for (const Side side : {Side::Query, Side::Key}) {
        Matrix<double> turned = x;
        Matrix<double> back = y;
        m_encoding->turn(view(turned), side, 61);
        m_encoding->turnBackward(view(back), side, 61);
        EXPECT_NEAR(turned.cwiseProduct(y).sum(), x.cwiseProduct(back).sum(), 1e-12);
    }
    Matrix<double> turned = x;
    m_encoding->turn(view(turned), Side::Query, 61);
    EXPECT_EQ(m_encoding->turns(), turned != x);
}

TEST_P(PositionContract, SaysWhereItsPositionsGo)
{
    const Matrix<double> x = randomMatrix(2, 24, 5);
    Matrix<double> added = x;
    m_encoding->addToEmbedding(view(added), 7, m_own);
    EXPECT_EQ(m_encoding->addsToEmbedding(), added != x);
    // A pair that is turned together and nothing else: only these two dimensions of each head change.
    const std::vector<TurnedPair> pairs = m_encoding->turnedPairs();
    EXPECT_EQ(m_encoding->turns(), !pairs.empty());
    std::vector<int> seen(static_cast<std::size_t>(kContext.headWidth), 0);
    for (const TurnedPair& pair : pairs) {
        ++seen[static_cast<std::size_t>(pair.first)];
        ++seen[static_cast<std::size_t>(pair.second)];
        Matrix<double> one = Matrix<double>::Zero(1, 24);
        one(0, pair.first) = 1.0;
        m_encoding->turn(view(one), Side::Query, 3);
        EXPECT_GT(std::abs(one(0, pair.second)), 0.0);
        EXPECT_NEAR(std::atan2(one(0, pair.second), one(0, pair.first)),
                    std::remainder(3 * pair.frequency, 2 * std::numbers::pi), 1e-9);
        one(0, pair.first) = one(0, pair.second) = 0.0;
        EXPECT_EQ(one.cwiseAbs().maxCoeff(), 0.0);
    }
    EXPECT_TRUE(pairs.empty() || std::ranges::all_of(seen, [](int times) { return times == 1; }));
}

TEST_P(PositionContract, TheBiasGradientOfAnOblongTileMatchesCentralDifferences)
{
    const Index firstQuery = 33;
    const Index firstKey = 28; // the last keys come after the first queries
    Matrix<double> weights = randomMatrix(9, 6, 4);
    for (Index k = 0; k < 9; ++k)
        for (Index q = 0; q < 6; ++q)
            if (firstKey + k > firstQuery + q)
                weights(k, q) = 0.0;
    m_encoding->addBiasBackward(view(std::as_const(weights)), firstQuery, firstKey, 1, m_own, m_gradients);
    for (std::size_t i = 0; i < m_values.size(); ++i)
        for (Index j = 0; m_encoding->biases() && j < m_values[i].size(); ++j) {
            double& value = m_values[i].data()[j];
            const double before = value;
            const auto lossAt = [&](double moved) {
                value = moved;
                return biasTile(9, 6, firstQuery, firstKey, 1).cwiseProduct(weights).sum();
            };
            const double difference = (lossAt(before + 1e-6) - lossAt(before - 1e-6)) / 2e-6;
            value = before;
            EXPECT_NEAR(m_sums[i].data()[j], difference, 2e-7) << "tensor " << i << ", number " << j;
        }
}

TEST_P(PositionContract, OptionsInForceMakeTheSameEncodingAgain)
{
    const Json options = m_encoding->options();
    EXPECT_EQ(encodingById<double>(GetParam()).make(kContext, options)->options(), options);
}

INSTANTIATE_TEST_SUITE_P(All, PositionContract, testing::ValuesIn([] {
                             std::vector<std::string> ids;
                             for (const auto& entry : encodings<double>())
                                 ids.emplace_back(entry.id);
                             return ids;
                         }()),
                         [](const auto& test) { return test.param; });

struct BadOption
{
    const char* encoding;
    Json options;
    const char* named; // what the message must name
};

TEST(EncodingOptions, WhatIsWrongIsNamed)
{
    const auto scaling = [](const char* text) { return Json{{"rope_scaling", Json::parse(text)}}; };
    const std::vector<BadOption> all{
        {"rotary", {{"rotary_base", "x"}}, "rotary_base"},
        {"rotary", {{"rotary_base", 0}}, "rotary_base"},
        {"rotary", {{"rotary_base", NAN}}, "rotary_base"},
        {"rotary", {{"rope_theta", 500000.0}}, "rotary_base"},
        {"rotary", {{"rotary_layout", "spiral"}}, "rotary_layout"},
        {"rotary", {{"rotary_layout", 3}}, "rotary_layout"},
        {"rotary", {{"rope_scaling", 2}}, "rope_scaling"},
        {"rotary", {{"rope_scaling", nullptr}}, "rope_scaling"},
        {"rotary", scaling(R"({"factor": 2})"), "rope_type"},
        {"rotary", scaling(R"({"rope_type": "wide", "factor": 2})"), "rope_type"},
        {"rotary", scaling(R"({"rope_type": "linear"})"), "factor"},
        {"rotary", scaling(R"({"rope_type": "linear", "factor": 0.5})"), "factor"},
        {"rotary", scaling(R"({"rope_type": "ntk", "factor": "2"})"), "factor"},
        {"rotary", scaling(R"({"rope_type": "ntk", "factor": 2, "beta_fast": 3})"), "beta_fast"},
        {"rotary", {{"rope_scaling", {{"rope_type", "yarn"}, {"factor", NAN}}}}, "factor"},
        {"rotary", scaling(R"({"rope_type": "yarn", "factor": 2, "beta_fast": 1, "beta_slow": 1})"), "beta_slow"},
        {"rotary", scaling(R"({"rope_type": "yarn", "factor": 2, "beta_slow": -1})"), "beta_slow"},
        {"rotary", scaling(R"({"rope_type": "yarn", "factor": 2, "original_max_position_embeddings": 0})"),
         "original_max_position_embeddings"},
        {"rotary", scaling(R"({"rope_type": "yarn", "factor": 2, "mscale": 1})"), "mscale"},
        {"t5", {{"t5_num_buckets", 1}}, "t5_num_buckets"},
        {"t5", {{"t5_num_buckets", 1e9}}, "t5_num_buckets"},
        {"t5", {{"t5_num_buckets", 12.5}}, "t5_num_buckets"},
        {"t5", {{"t5_max_distance", 16}}, "t5_max_distance"},
        {"t5", {{"t5_max_distance", true}}, "t5_max_distance"},
        {"t5", {{"t5_max_distance", 18446744073709551615U}}, "t5_max_distance"},
        {"sandwich", {{"sandwich_dimension", 7}}, "sandwich_dimension"},
        {"sandwich", {{"sandwich_dimension", 0}}, "sandwich_dimension"},
        {"sandwich", {{"sandwich_dimension", "64"}}, "sandwich_dimension"},
        {"fire", {{"fire_width", 0}}, "fire_width"},
        {"fire", {{"fire_width", 1 << 20}}, "fire_width"},
        {"fire", {{"fire_threshold", -1}}, "fire_threshold"},
        {"fire", {{"fire_threshold", NAN}}, "fire_threshold"},
        {"xpos", {{"xpos_gamma", 0}}, "xpos_gamma"},
        {"xpos", {{"xpos_gamma", nullptr}}, "xpos_gamma"},
        {"xpos", {{"xpos_scale_base", NAN}}, "xpos_scale_base"},
        {"xpos", {{"xpos_scale_base", {1}}}, "xpos_scale_base"},
    };
    for (const BadOption& bad : all)
        try {
            encodingById<float>(bad.encoding).make(kContext, bad.options);
            ADD_FAILURE() << bad.options.dump() << " was accepted";
        } catch (const Error& problem) {
            EXPECT_NE(std::string(problem.what()).find(fmt::format("\"{}\"", bad.named)), std::string::npos)
                << problem.what();
        }
    for (const char* turning : {"rotary", "xpos"})
        EXPECT_THROW(encodingById<float>(turning).make({21, 3, 7, 64}, Json::object()), Error);
    EXPECT_THROW(encodingById<float>("rotary").make({6, 3, 2, 64},
                                                    Json{{"rope_scaling", {{"rope_type", "ntk"}, {"factor", 2}}}}),
                 Error);
}

// Models that differ in their encoding only must start from the same numbers.
TEST(EncodingTensors, LeaveTheOtherInitialValuesAlone)
{
    ModelConfig config;
    config.vocabularySize = 7;
    config.width = 24;
    config.layers = 1;
    config.heads = 3;
    config.feedForwardWidth = 8;
    config.encoding = "alibi";
    config.trainingLength = 16;
    Parameters<float> plain(std::make_shared<const ParameterLayout>(config));
    initialise(plain, 5);
    for (const auto& entry : encodings<float>()) {
        config.encoding = entry.id;
        Parameters<float> other(std::make_shared<const ParameterLayout>(config));
        initialise(other, 5);
        const ParameterLayout& layout = other.layout();
        const auto first = static_cast<std::size_t>(layout.offset(layout.firstEncodingTensor + layout.encodingTensors));
        const auto rest = other.values().subspan(first);
        const auto plainRest = plain.values().last(rest.size());
        EXPECT_TRUE(std::equal(rest.begin(), rest.end(), plainRest.begin())) << entry.id;
        EXPECT_EQ(other.values().front(), plain.values().front()) << entry.id;
    }
}

TEST(EncodingTensors, UniformStartsStayWithinTheirSpread)
{
    ModelConfig config;
    config.vocabularySize = 7;
    config.width = 1024;
    config.layers = 1;
    config.heads = 1024;
    config.feedForwardWidth = 8;
    config.encoding = "kerple";
    config.trainingLength = 16;
    Parameters<float> parameters(std::make_shared<const ParameterLayout>(config));
    initialise(parameters, 1);
    const auto own = std::as_const(parameters).encodingTensors();
    for (const auto& [tensor, largest] : {std::pair{own[0], 2.0F}, {own[1], 1.0F}}) {
        EXPECT_GE(tensor.minCoeff(), 0.0F);
        EXPECT_LT(tensor.minCoeff(), 0.02F * largest);
        EXPECT_LT(tensor.maxCoeff(), largest);
        EXPECT_GT(tensor.maxCoeff(), 0.98F * largest);
        EXPECT_NEAR(tensor.mean(), largest / 2, 0.05F * largest);
    }
}

} // namespace
