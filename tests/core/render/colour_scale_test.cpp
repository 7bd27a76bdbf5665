// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/colour_scale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace core::colour_scale_test {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float inf = std::numeric_limits<float>::infinity();
constexpr std::array kScales{Scale::Linear, Scale::Logarithmic, Scale::Percentile, Scale::WithoutFirstKey};
constexpr std::array kStages{Stage::Content, Stage::Bias, Stage::Score, Stage::Weights, Stage::Position};

ReducedMap mapOf(Stage stage, const Matrix<float>& grid, Index firstKey = 0)
{
    ReducedMap map;
    map.request.stage = stage;
    map.request.region = {0, grid.rows(), firstKey, grid.cols()};
    map.grid = grid;
    return map;
}

// Different from cell to cell; NaN above the diagonal.
Matrix<float> random(Index side, float low, float high, unsigned seed = 1)
{
    std::mt19937 numbers(seed);
    Matrix<float> values(side, side);
    for (Index r = 0; r < side; ++r)
        for (Index c = 0; c < side; ++c)
            values(r, c) = c > r ? nan : low + (high - low) * static_cast<float>(numbers()) / 4294967296.0F;
    return values;
}

TEST(ColourScale, EachStageHasTheScalesThatSuitIt)
{
    for (const Stage stage : kStages)
        for (const Scale wanted : kScales) {
            const Scale used = usableScale(wanted, stage);
            EXPECT_TRUE(used == wanted || used == Scale::Linear);
            EXPECT_EQ(colourScale(mapOf(stage, random(9, 0.1F, 0.9F)), wanted).kind(), used);
        }
    EXPECT_EQ(usableScale(Scale::Logarithmic, Stage::Weights), Scale::Logarithmic);
    EXPECT_EQ(usableScale(Scale::Logarithmic, Stage::Score), Scale::Linear);
    EXPECT_EQ(usableScale(Scale::Percentile, Stage::Bias), Scale::Linear);
    EXPECT_EQ(usableScale(Scale::WithoutFirstKey, Stage::Score), Scale::WithoutFirstKey);
    EXPECT_EQ(usableForDifference(Scale::Percentile), Scale::Percentile);
    EXPECT_EQ(usableForDifference(Scale::Logarithmic), Scale::Linear);
}

TEST(ColourScale, PlacesRiseAndValuesComeBack)
{
    for (const Scale kind : kScales) {
        const ColourScale scale = colourScale(mapOf(Stage::Weights, random(60, 1e-4F, 1.0F)), kind);
        double before = -1.0;
        for (double place = 0.0; place <= 1.0; place += 0.01) {
            const double value = scale.valueAt(place);
            EXPECT_GT(value, before);
            EXPECT_NEAR(scale.place(value), place, 1e-6);
            before = value;
        }
        EXPECT_EQ(scale.place(-1.0), 0.0);
        EXPECT_EQ(scale.place(-inf), 0.0);
        EXPECT_EQ(scale.place(inf), 1.0);
        EXPECT_TRUE(std::isnan(scale.place(nan)));
    }
}

TEST(ColourScale, LogarithmicGoesFivePowersDownAtMost)
{
    const Matrix<float> deep{{0.5F, nan}, {0.0F, 1e-9F}};
    const ColourScale scale = colourScale(mapOf(Stage::Weights, deep), Scale::Logarithmic);
    EXPECT_NEAR(scale.ends().high, 0.5, 1e-9);
    EXPECT_NEAR(scale.ends().low, 0.5e-5, 1e-12);
    EXPECT_NEAR(scale.place(0.5e-4), 0.2, 1e-6);
    EXPECT_EQ(scale.place(0.0), 0.0);
    const Matrix<float> shallow{{0.5F, nan}, {0.0F, 0.005F}};
    EXPECT_NEAR(colourScale(mapOf(Stage::Weights, shallow), Scale::Logarithmic).ends().low, 0.005, 1e-9);
    EXPECT_EQ(ColourScale(Scale::Logarithmic, ValueRange{0.0, 2.0}).ends().low, 2e-5); // typed ends
}

TEST(ColourScale, PercentileIsTheShareOfCellsBelow)
{
    const Matrix<float> values = random(128, 0.0F, 1.0F);
    std::vector<float> sorted;
    for (Index i = 0; i < values.size(); ++i)
        if (!std::isnan(values.data()[i]))
            sorted.push_back(values.data()[i] * values.data()[i] * values.data()[i]);
    Matrix<float> skewed = values.array().cube().matrix();
    const ColourScale scale = colourScale(mapOf(Stage::Weights, skewed), Scale::Percentile);
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size(); i += 97)
        EXPECT_NEAR(scale.place(static_cast<double>(sorted[i])),
                    static_cast<double>(i) / static_cast<double>(sorted.size()), 0.005);
}

TEST(ColourScale, CellsThatAreAllZeroHaveNoneBelow)
{
    Matrix<float> values = random(64, 0.1F, 1.0F);
    for (Index i = 0; i < values.size(); ++i)
        if (i % 3 != 0 && !std::isnan(values.data()[i]))
            values.data()[i] = 0.0F;
    const ColourScale scale = colourScale(mapOf(Stage::Weights, values), Scale::Percentile);
    EXPECT_EQ(scale.place(0.0), 0.0);
    EXPECT_GT(scale.place(0.11), 0.6);
}

TEST(ColourScale, WithBothSignsTheMiddleIsZero)
{
    for (const ColourScale& scale :
         {colourScale(mapOf(Stage::Score, random(64, -3.0F, 1.0F)), Scale::Percentile),
          differenceScale(mapOf(Stage::Weights, random(64, -0.2F, 0.7F)), Scale::Percentile),
          differenceScale(mapOf(Stage::Weights, random(64, -0.2F, 0.7F)), Scale::WithoutFirstKey)}) {
        EXPECT_DOUBLE_EQ(scale.place(0.0), 0.5);
        EXPECT_DOUBLE_EQ(scale.ends().low, -scale.ends().high);
        for (const double value : {0.01, 0.1, 0.4})
            EXPECT_NEAR(scale.place(value) + scale.place(-value), 1.0, 1e-6);
    }
}

TEST(ColourScale, TheFirstKeyIsLeftOut)
{
    Matrix<float> sink = random(64, 0.0F, 0.1F);
    sink.col(0).setConstant(0.9F);
    EXPECT_GT(colourScale(mapOf(Stage::Weights, sink), Scale::Linear).ends().high, 0.8);
    EXPECT_LT(colourScale(mapOf(Stage::Weights, sink), Scale::WithoutFirstKey).ends().high, 0.11);
    EXPECT_GT(colourScale(mapOf(Stage::Weights, sink, 5), Scale::WithoutFirstKey).ends().high, 0.8)
        << "a part of the map that begins later does not have it";
    EXPECT_LT(differenceScale(mapOf(Stage::Weights, sink), Scale::WithoutFirstKey).ends().high, 0.11);
    const Matrix<float> alone{{1.0F}};
    EXPECT_EQ(colourScale(mapOf(Stage::Weights, alone), Scale::WithoutFirstKey).ends().high, 1.0);
}

// A diagonal is in as many of the grid's parts however long the text is, but in ever fewer of its cells.
TEST(ColourScale, ThickPartsLetMoreOfThemLieBeyond)
{
    EXPECT_DOUBLE_EQ(beyondOfParts(1.0), 0.005);
    EXPECT_DOUBLE_EQ(beyondOfParts(1.5), 0.0075);
    EXPECT_DOUBLE_EQ(beyondOfParts(32.0), 0.01);
    ReducedMap map = mapOf(Stage::Weights, random(128, 0.0F, 1.0F));
    const double cells = colourScale(map, Scale::Linear).ends().high;
    EXPECT_NEAR(cells, 0.995, 0.003);
    map.request.region = {0, 512, 0, 512};
    EXPECT_NEAR(colourScale(map, Scale::Linear).ends().high, 0.99, 0.003);
}

TEST(ColourScale, OneForSeveralMapsWhateverTheirOrder)
{
    for (const Scale kind : kScales) {
        std::vector<ColourScale> scales;
        for (const float high : {0.2F, 0.9F, 0.5F})
            scales.push_back(colourScale(mapOf(Stage::Weights, random(64, 1e-3F, high, unsigned(100 * high))), kind));
        const ColourScale one = joined(scales);
        std::ranges::reverse(scales);
        EXPECT_EQ(joined(scales), one);
        EXPECT_EQ(one.kind(), kind);
        for (const ColourScale& scale : scales) {
            EXPECT_LE(one.ends().low, scale.ends().low);
            EXPECT_GE(one.ends().high, scale.ends().high);
        }
        // A third each: 0.35 is above all of the first, 0.35/0.9 and 0.35/0.5 of the others.
        if (kind == Scale::Percentile) {
            EXPECT_NEAR(one.place(0.35), (1.0 + 0.35 / 0.9 + 0.35 / 0.5) / 3.0, 0.02);
        }
    }
}

TEST(ColourScale, EveryMapGivesOneThatCanBeDrawn)
{
    for (const auto& values :
         {Matrix<float>(), Matrix<float>(Matrix<float>::Zero(2, 2)), Matrix<float>(Matrix<float>::Constant(3, 3, nan)),
          Matrix<float>(Matrix<float>::Constant(3, 3, inf)), Matrix<float>(Matrix<float>::Constant(3, 3, 7.0F)),
          Matrix<float>(Matrix<float>::Constant(3, 3, -7.0F))})
        for (const Stage stage : kStages)
            for (const Scale wanted : kScales)
                for (const ColourScale& scale :
                     {colourScale(mapOf(stage, values), wanted), differenceScale(mapOf(stage, values), wanted)})
                    for (const double value : {-8.0, 0.0, 1e-9, 7.0, 1e9}) {
                        EXPECT_GE(scale.place(value), 0.0);
                        EXPECT_LE(scale.place(value), 1.0);
                        EXPECT_TRUE(std::isfinite(scale.valueAt(0.3)));
                    }
}

} // namespace
} // namespace core::colour_scale_test
