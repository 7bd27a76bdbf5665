// SPDX-License-Identifier: GPL-3.0-or-later
// Attention maps against a dense (T, T) reference in double, made from queries, keys and the encoding's bias.
#include "core/model/attention_map.h"

#include "core/position/switches.h"
#include "core/render/value_range.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace {

using namespace core;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::array kStages{Stage::Content, Stage::Bias, Stage::Score, Stage::Weights};

// One stage of one head: rows are queries, NaN where the key comes after the query or is outside the window.
Matrix<double> dense(const Trace<float>& trace, int layer, int head, Stage stage)
{
    const HeadInput<float> input = trace.head(layer, head);
    const Index length = trace.length();
    const auto& config = trace.model().config();
    const auto encoding = makeEncoding<double>(config.encoding, config.encodingContext(), config.encodingOptions);
    const AttentionWindow window = encoding->window();
    const Parameters<double> parameters = converted<double>(trace.model().parameters());
    Matrix<double> bias = Matrix<double>::Zero(length, length); // (keys, queries)
    encoding->addBias(view(bias), 0, 0, head, parameters.encodingTensors());
    Matrix<double> result = Matrix<double>::Constant(length, length, kNone);
    for (Index q = 0; q < length; ++q) {
        double sum = 0.0;
        for (Index k = 0; k <= q; ++k) {
            if (!window.sees(q, k))
                continue;
            double content = 0.0;
            for (Index c = 0; c < input.headWidth; ++c)
                content += static_cast<double>(input.query[q * input.stride + c]) *
                           static_cast<double>(input.key[k * input.stride + c]);
            content /= std::sqrt(static_cast<double>(input.headWidth));
            const double score = content + bias(k, q);
            sum += std::exp(score);
            result(q, k) = stage == Stage::Content ? content
                           : stage == Stage::Bias  ? bias(k, q)
                           : stage == Stage::Score ? score
                                                   : std::exp(score);
        }
        if (stage == Stage::Weights)
            result.row(q) /= sum;
    }
    return result;
}

// The documented rule, cell by cell.
Matrix<double> reduced(const Matrix<double>& cells, const Region& region, Index rows, Index cols, Reduction reduction)
{
    Matrix<double> sums = Matrix<double>::Constant(rows, cols, kNone);
    Matrix<double> counts = Matrix<double>::Zero(rows, cols);
    const auto pixelOf = [](Index cell, Index count, Index pixels) {
        for (Index p = 0;; ++p)
            if (cell < (p + 1) * count / pixels)
                return p;
    };
    for (Index q = 0; q < region.queries; ++q)
        for (Index k = 0; k < region.keys; ++k) {
            const double value = cells(region.firstQuery + q, region.firstKey + k);
            if (std::isnan(value))
                continue;
            const Index r = pixelOf(q, region.queries, rows);
            const Index c = pixelOf(k, region.keys, cols);
            double& pixel = sums(r, c);
            ++counts(r, c);
            if (std::isnan(pixel))
                pixel = value;
            else if (reduction == Reduction::Mean)
                pixel += value;
            else if (std::abs(value) > std::abs(pixel))
                pixel = value;
        }
    return reduction == Reduction::Mean ? Matrix<double>((sums.array() / counts.array()).matrix()) : sums;
}

void expectMap(const Matrix<float>& actual, const Matrix<double>& expected, const std::string& what)
{
    ASSERT_EQ(actual.rows(), expected.rows()) << what;
    ASSERT_EQ(actual.cols(), expected.cols()) << what;
    double worst = 0.0;
    for (Index r = 0; r < actual.rows(); ++r)
        for (Index c = 0; c < actual.cols(); ++c) {
            ASSERT_EQ(std::isnan(actual(r, c)), std::isnan(expected(r, c))) << what << " at " << r << ", " << c;
            if (!std::isnan(expected(r, c)))
                worst = std::max(worst, std::abs(static_cast<double>(actual(r, c)) - expected(r, c)) /
                                            (1.0 + std::abs(expected(r, c))));
        }
    EXPECT_LE(worst, 2e-5) << what;
}

// A model by an encoding's id, or with switches.
Transformer<float> modelOf(const std::string& name)
{
    if (name == "windowed")
        return randomModel("alibi").withEncodingOptions({{"attention_window", 20}, {"attention_sinks", 3}});
    if (name == "steep") // most weights are exactly 0
        return randomModel("alibi").withEncodingOptions({{"alibi_slopes", {6.0, 3.0, 0.01}}});
    if (name == "factored")
        return randomModel("alibi").withEncodingOptions({{"bias_factor", 0.3}});
    return randomModel(name);
}

class MapOf : public testing::TestWithParam<std::tuple<std::string, int>>
{
protected:
    std::shared_ptr<const Trace<float>> m_trace = forward(
        modelOf(std::get<0>(GetParam())), randomTokens(static_cast<std::size_t>(std::get<1>(GetParam()))), m_pool);
    Index m_length = m_trace->length();
    Region m_all{0, m_length, 0, m_length};

    void compare(int layer, int head, const Region& region, Index rows, Index cols)
    {
        for (const Stage stage : kStages) {
            const Matrix<double> cells = dense(*m_trace, layer, head, stage);
            for (const Reduction reduction : {Reduction::Peak, Reduction::Mean}) {
                const ReducedMap map =
                    attentionMap(*m_trace, {layer, head, stage, region, rows, cols, reduction}, m_pool);
                const Index gotRows = std::min(rows, region.queries);
                const Index gotCols = std::min(cols, region.keys);
                EXPECT_EQ(map.request, (MapRequest{layer, head, stage, region, gotRows, gotCols, reduction}));
                expectMap(map.values, reduced(cells, region, gotRows, gotCols, reduction),
                          fmt::format("stage {}, {} x {} of {}+{} x {}+{}, {}", static_cast<int>(stage), rows, cols,
                                      region.firstQuery, region.queries, region.firstKey, region.keys,
                                      reduction == Reduction::Mean ? "mean" : "peak"));
            }
        }
    }

private:
    static inline ThreadPool m_pool{2};
};

TEST_P(MapOf, EveryStageAtFullResolution)
{
    for (const int layer : {0, 1})
        for (const int head : {0, 1, 2})
            compare(layer, head, m_all, m_length, m_length);
}

TEST_P(MapOf, ReducedToOddSizes)
{
    compare(1, 2, m_all, 1, 1);
    compare(1, 2, m_all, 5, 3);
    compare(0, 1, m_all, 7, 61);
    compare(0, 1, m_all, 63, 1);
    compare(0, 0, m_all, 1, m_length);
    compare(0, 0, m_all, 10 * m_length, 10 * m_length); // clamped
}

TEST_P(MapOf, PartsOfIt)
{
    const Index half = m_length / 2;
    compare(1, 0, {half, m_length - half, 0, half + 1}, 9, 4);
    compare(1, 1, {half, m_length - half, half, m_length - half}, 1000, 1000);
    compare(1, 1, {m_length / 3, half - m_length / 3 + 1, m_length / 4, half - m_length / 4 + 1}, 5, 7);
    compare(0, 2, {m_length - 1, 1, 0, m_length}, 1, 3);
    compare(0, 2, {0, 1, 0, m_length}, 1, m_length);
}

INSTANTIATE_TEST_SUITE_P(Dense, MapOf,
                         testing::Combine(testing::Values("alibi", "none", "windowed", "steep", "factored"),
                                          testing::Values(1, 7, 64, 65, 130)),
                         [](const auto& test) {
                             return fmt::format("{}{}", std::get<0>(test.param), std::get<1>(test.param));
                         });

class AttentionMap : public testing::Test
{
protected:
    ThreadPool m_pool{2};
    std::shared_ptr<const Trace<float>> m_trace = forward(randomModel("alibi"), randomTokens(130), m_pool);

    Matrix<float> map(Stage stage, const Region& region, Index rows, Index cols, Reduction reduction = Reduction::Peak)
    {
        return attentionMap(*m_trace, {0, 0, stage, region, rows, cols, reduction}, m_pool).values;
    }
};

// With ALiBi's first slope of three heads, 2^-4: the value says where it stands.
TEST_F(AttentionMap, RowsAreQueriesAndColumnsKeys)
{
    const Matrix<float> bias = map(Stage::Bias, {0, 130, 0, 130}, 130, 130);
    EXPECT_FLOAT_EQ(bias(129, 0), -129.0F * 0.0625F);
    EXPECT_FLOAT_EQ(bias(100, 90), -10.0F * 0.0625F);
    EXPECT_TRUE(std::isnan(bias(0, 129)));
    EXPECT_TRUE(std::isnan(bias(64, 65)));
    EXPECT_EQ(bias(64, 64), 0.0F);
}

TEST_F(AttentionMap, IsNothingAboveTheDiagonal)
{
    for (const Stage stage : kStages)
        for (const Reduction reduction : {Reduction::Peak, Reduction::Mean})
            EXPECT_TRUE(map(stage, {0, 60, 60, 70}, 7, 9, reduction).array().isNaN().all());
}

TEST_F(AttentionMap, OneVisibleCellIsAPixelsMeanAndPeak)
{
    for (const Reduction reduction : {Reduction::Peak, Reduction::Mean})
        EXPECT_FLOAT_EQ(map(Stage::Weights, {70, 10, 79, 30}, 1, 1, reduction)(0, 0),
                        attentionCell(*m_trace, 0, 0, 79, 79).weight);
}

TEST_F(AttentionMap, CellsAgreeWithTheMaps)
{
    for (const auto& [query, key] :
         std::map<Index, Index>{{0, 0}, {63, 63}, {64, 63}, {65, 0}, {129, 128}, {100, 37}}) {
        const AttentionCell cell = attentionCell(*m_trace, 0, 0, query, key);
        const Region all{0, 130, 0, 130};
        EXPECT_NEAR(cell.content, map(Stage::Content, all, 130, 130)(query, key), 1e-5);
        EXPECT_NEAR(cell.bias, map(Stage::Bias, all, 130, 130)(query, key), 1e-6);
        EXPECT_NEAR(cell.score, map(Stage::Score, all, 130, 130)(query, key), 1e-5);
        EXPECT_NEAR(cell.weight, map(Stage::Weights, all, 130, 130)(query, key), 1e-6);
        EXPECT_NEAR(cell.content + cell.bias, cell.score, 1e-5);
    }
}

TEST_F(AttentionMap, WeightsOfARowSumToOne)
{
    const Matrix<float> weights = map(Stage::Weights, {0, 130, 0, 130}, 130, 130);
    for (Index q = 0; q < 130; ++q)
        EXPECT_NEAR(weights.row(q).head(q + 1).sum(), 1.0F, 1e-5F);
}

TEST_F(AttentionMap, AWindowHidesCellsAndKeepsTheSums)
{
    m_trace = forward(modelOf("windowed"), randomTokens(300), m_pool);
    const Region all{0, 300, 0, 300};
    const Matrix<float> weights = map(Stage::Weights, all, 300, 300);
    for (Index q = 0; q < 300; ++q) {
        float sum = 0.0F;
        for (Index k = 0; k < 300; ++k) {
            const bool visible = k <= q && (q - k < 20 || k < 3);
            ASSERT_EQ(std::isnan(weights(q, k)), !visible) << q << ", " << k;
            sum += visible ? weights(q, k) : 0.0F;
        }
        EXPECT_NEAR(sum, 1.0F, 1e-5F) << q;
    }
    EXPECT_TRUE(map(Stage::Weights, {200, 100, 10, 100}, 3, 3, Reduction::Mean).array().isNaN().all());
    EXPECT_TRUE(std::isnan(attentionCell(*m_trace, 0, 0, 250, 100).weight));
    EXPECT_FALSE(std::isnan(attentionCell(*m_trace, 0, 0, 250, 2).weight));
}

// What colour scales come from: the documented grid, whatever the picture's size.
TEST_F(AttentionMap, TheGridKnowsNoPixels)
{
    m_trace = forward(modelOf("alibi"), randomTokens(300), m_pool);
    const auto partOf = [](Index cell, Index cells, Index parts) {
        Index part = 0;
        while (cell >= (part + 1) * cells / parts)
            ++part;
        return part;
    };
    for (const Stage stage : kStages)
        for (const Reduction reduction : {Reduction::Peak, Reduction::Mean}) {
            const Matrix<double> cells = dense(*m_trace, 1, 2, stage);
            const bool peak = reduction == Reduction::Peak || stage == Stage::Bias;
            Matrix<double> expected = Matrix<double>::Constant(kScaleGrid, kScaleGrid, kNone);
            Matrix<double> counts = Matrix<double>::Zero(kScaleGrid, kScaleGrid);
            for (Index q = 0; q < 300; ++q)
                for (Index k = 0; k <= q; ++k) {
                    const Index column = k == 0 ? 0 : 1 + partOf(k - 1, 299, kScaleGrid - 1); // the first key alone
                    double& part = expected(partOf(q, 300, kScaleGrid), column);
                    const double value = cells(q, k);
                    if (std::isnan(part))
                        part = value;
                    else if (!peak)
                        part += value;
                    else if (std::abs(value) > std::abs(part))
                        part = value;
                    ++counts(partOf(q, 300, kScaleGrid), column);
                }
            if (!peak)
                expected.array() /= counts.array();
            std::optional<Matrix<float>> first;
            for (const auto& [rows, cols] :
                 {std::pair<Index, Index>{300, 300}, {kScaleGrid, kScaleGrid}, {37, 61}, {211, 9}, {1, 1}}) {
                const ReducedMap map =
                    attentionMap(*m_trace, {1, 2, stage, {0, 300, 0, 300}, rows, cols, reduction}, m_pool);
                if (!first)
                    first = map.grid;
                expectMap(map.grid, expected, fmt::format("stage {}, {} x {}", static_cast<int>(stage), rows, cols));
                EXPECT_TRUE((map.grid.array() == first->array() || first->array().isNaN()).all()) << rows; // to the bit
                EXPECT_EQ(valueRange(stage, map.grid, Limits::Robust), valueRange(stage, *first, Limits::Robust));
            }
        }
}

TEST_F(AttentionMap, TheGridOfAFewTokensIsEveryCell)
{
    const Region part{20, 100, 3, 90};
    const Matrix<float> all = map(Stage::Weights, part, 100, 90);
    const Matrix<float> grid =
        attentionMap(*m_trace, {0, 0, Stage::Weights, part, 7, 11, Reduction::Peak}, m_pool).grid;
    ASSERT_EQ(grid.rows(), 100);
    ASSERT_EQ(grid.cols(), 90);
    EXPECT_TRUE((grid.array() == all.array() || all.array().isNaN()).all());
}

TEST_F(AttentionMap, AreTheSameOnAnyNumberOfThreads)
{
    m_trace = forward(modelOf("none"), randomTokens(300), m_pool);
    ThreadPool alone(1);
    ThreadPool many(5);
    for (const Reduction reduction : {Reduction::Peak, Reduction::Mean})
        for (const Index side : {Index{3}, Index{50}, Index{300}}) {
            const MapRequest request{1, 1, Stage::Weights, {0, 300, 0, 300}, side, side, reduction};
            const ReducedMap one = attentionMap(*m_trace, request, alone);
            const ReducedMap other = attentionMap(*m_trace, request, many);
            EXPECT_TRUE((one.values.array() == other.values.array() || one.values.array().isNaN()).all()) << side;
            EXPECT_TRUE((one.grid.array() == other.grid.array() || one.grid.array().isNaN()).all()) << side;
        }
}

TEST_F(AttentionMap, RefusesWhatIsNotThere)
{
    const Region all{0, 130, 0, 130};
    const auto refusal = [&](const MapRequest& request) {
        return messageOf<Error>([&] { attentionMap(*m_trace, request, m_pool); });
    };
    const auto of = [](int layer, int head, const Region& region, Index rows = 8, Index cols = 8) {
        return MapRequest{layer, head, Stage::Score, region, rows, cols, Reduction::Peak};
    };
    EXPECT_NE(refusal(of(2, 0, all)).find("Layer 2"), std::string::npos);
    EXPECT_NE(refusal(of(-1, 0, all)).find("Layer -1"), std::string::npos);
    EXPECT_NE(refusal(of(0, 3, all)).find("Head 3"), std::string::npos);
    EXPECT_NE(refusal(of(0, -1, all)).find("Head -1"), std::string::npos);
    constexpr Index huge = std::numeric_limits<Index>::max();
    for (const Region& region :
         {Region{0, 131, 0, 130}, Region{0, 130, 0, 131}, Region{-1, 5, 0, 5}, Region{0, 5, -1, 5}, Region{0, 0, 0, 5},
          Region{0, 5, 0, 0}, Region{130, 1, 0, 1}, Region{0, 1, 130, 1}, Region{huge, 1, 0, 1}, Region{1, huge, 0, 1},
          Region{0, 1, 1, huge}, Region{0, -1, 0, 1}})
        EXPECT_NE(refusal(of(0, 0, region)).find("130"), std::string::npos);
    EXPECT_NE(refusal(of(0, 0, all, 0, 8)).find("130"), std::string::npos);
    EXPECT_NE(refusal(of(0, 0, all, 8, -1)).find("130"), std::string::npos);
}

TEST_F(AttentionMap, RefusesCellsThatAreNotThere)
{
    EXPECT_THROW(attentionCell(*m_trace, 0, 0, 130, 0), Error);
    EXPECT_THROW(attentionCell(*m_trace, 0, 0, 5, -1), Error);
    EXPECT_THROW(attentionCell(*m_trace, 9, 0, 5, 1), Error);
}

TEST_F(AttentionMap, EndsWhenCancelled)
{
    EXPECT_THROW(attentionMap(*m_trace, {0, 0, Stage::Weights, {0, 130, 0, 130}, 130, 130, Reduction::Peak}, m_pool,
                              [] { return true; }),
                 Cancelled);
}

} // namespace
