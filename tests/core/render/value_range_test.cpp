// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/value_range.h"

#include "core/render/colour_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using core::Limits;
using core::Matrix;
using core::Stage;
using core::ValueRange;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float inf = std::numeric_limits<float>::infinity();

Matrix<float> matrix(std::initializer_list<std::initializer_list<float>> rows) { return Matrix<float>(rows); }

TEST(ValueRange, EachStageHasItsRule)
{
    const auto values = matrix({{-3.0F, nan}, {0.5F, 2.0F}});
    EXPECT_EQ(core::valueRange(Stage::Weights, matrix({{0.25F, nan}, {0.0F, 0.75F}})), (ValueRange{0.0, 0.75}));
    EXPECT_EQ(core::valueRange(Stage::Content, values), (ValueRange{-3.0, 3.0}));
    EXPECT_EQ(core::valueRange(Stage::Score, values), (ValueRange{-3.0, 3.0}));
    EXPECT_EQ(core::valueRange(Stage::Bias, matrix({{0.0F, nan}, {-31.5F, 0.0F}})), (ValueRange{-31.5, 0.0}));
    EXPECT_EQ(core::symmetricRange(values), (ValueRange{-3.0, 3.0}));
}

TEST(ValueRange, ABiasThatCanBePositiveIsShownAboutZero)
{
    const ValueRange range = core::valueRange(Stage::Bias, matrix({{-1.0F, 4.0F}}));
    EXPECT_EQ(range, (ValueRange{-4.0, 4.0}));
    EXPECT_EQ(core::defaultColourMapId(Stage::Bias, range), "diverging");
    EXPECT_EQ(core::defaultColourMapId(Stage::Bias, ValueRange{-4.0, 0.0}), "bias");
}

TEST(ValueRange, EveryMapGivesARangeThatCanBeDrawn)
{
    const std::vector<Matrix<float>> maps{Matrix<float>(),
                                          Matrix<float>::Zero(2, 2),
                                          Matrix<float>::Constant(3, 3, nan),
                                          Matrix<float>::Constant(3, 3, inf),
                                          Matrix<float>::Constant(3, 3, -inf),
                                          Matrix<float>::Constant(3, 3, 7.0F),
                                          Matrix<float>::Constant(3, 3, -7.0F),
                                          Matrix<float>::Constant(1, 1, std::numeric_limits<float>::denorm_min()),
                                          Matrix<float>::Constant(1, 1, std::numeric_limits<float>::max())};
    for (const auto& map : maps)
        for (const Stage stage : {Stage::Content, Stage::Bias, Stage::Score, Stage::Weights})
            for (const Limits limits : {Limits::Full, Limits::Robust}) {
                const ValueRange range = core::valueRange(stage, map, limits);
                EXPECT_TRUE(std::isfinite(range.low) && std::isfinite(range.high));
                EXPECT_LT(range.low, range.high);
                EXPECT_LE(range.low, 0.0);
                EXPECT_GE(range.high, 0.0);
                EXPECT_NO_THROW((void)core::colourMap(core::defaultColourMapId(stage, range)));
            }
}

TEST(ValueRange, RobustContentLeavesOutliersBeyondTheEnds)
{
    Matrix<float> values = Matrix<float>::Constant(100, 100, 2.0F);
    values(17, 3) = -5000.0F;
    EXPECT_EQ(core::valueRange(Stage::Content, values, Limits::Robust), (ValueRange{-2.0, 2.0}));
    EXPECT_EQ(core::valueRange(Stage::Content, values), (ValueRange{-5000.0, 5000.0}));
}

TEST(ValueRange, RobustKeepsASingleHotCellAmongZeros)
{
    Matrix<float> values = Matrix<float>::Zero(100, 100);
    values(50, 50) = 3.0F;
    EXPECT_EQ(core::valueRange(Stage::Content, values, Limits::Robust), (ValueRange{-3.0, 3.0}));
}

// By sorting everything.
double quantileOfMagnitudes(const Matrix<float>& values)
{
    std::vector<float> magnitudes;
    for (const float v : values.reshaped())
        if (std::isfinite(v))
            magnitudes.push_back(std::abs(v));
    std::ranges::sort(magnitudes);
    const float at = magnitudes[static_cast<std::size_t>(std::lround(0.995 * double(magnitudes.size() - 1)))];
    return at > 0.0F ? at : magnitudes.back();
}

TEST(ValueRange, RobustEndsAtTheQuantileWhateverTheOrderOfTheValues)
{
    std::mt19937 random(5);
    for (const core::Index side : {1, 2, 7, 16, 33, 150, 301}) {
        std::vector<Matrix<float>> maps(6, Matrix<float>::Zero(side, side));
        for (core::Index q = 0; q < side; ++q)
            for (core::Index k = 0; k < side; ++k) {
                const float value = std::normal_distribution<float>()(random);
                maps[0](q, k) = value;
                maps[1](q, k) = k > q ? nan : value;
                maps[2](q, k) = float(q * side + k);                        // ascending
                maps[3](q, k) = std::round(value);                          // many alike
                maps[4](q, k) = (q * side + k) % 64 == 32 ? 100.0F : value; // a sample of every 64th misleads
                maps[5](q, k) = k % 5 == 0 ? inf : k % 5 == 1 ? -inf : std::abs(value) < 2.7F ? 0.0F : value;
            }
        for (std::size_t i = 0; i < maps.size(); ++i) {
            if (i == 5 && side <= 2)
                continue; // nothing finite
            const double limit = quantileOfMagnitudes(maps[i]);
            const double expected = limit > 0.0 ? limit : 1.0;
            EXPECT_EQ(core::symmetricRange(maps[i], Limits::Robust).high, expected) << "map " << i << ", side " << side;
        }
    }
}

TEST(ValueRange, FullHoldsTheFarthestValueWhereverItStands)
{
    for (core::Index side : {1, 3, 4, 5, 17})
        for (core::Index at = 0; at < side * side; ++at) {
            Matrix<float> values = Matrix<float>::Constant(side, side, nan);
            values(at / side, at % side) = -9.0F;
            EXPECT_EQ(core::symmetricRange(values), (ValueRange{-9.0, 9.0}));
            EXPECT_EQ(core::valueRange(Stage::Bias, values), (ValueRange{-9.0, 0.0}));
        }
}

TEST(ValueRange, RobustScoreIsNotFlattenedByAlibi)
{
    const core::Index n = 512;
    Matrix<float> values = Matrix<float>::Constant(n, n, nan);
    for (core::Index q = 0; q < n; ++q)
        for (core::Index k = 0; k <= q; ++k)
            values(q, k) = 1.5F - 4.0F * float(q - k); // down to -2042
    const ValueRange range = core::valueRange(Stage::Score, values, Limits::Robust);
    EXPECT_GE(range.high, 1.5);
    EXPECT_LE(range.high, 16.0);
    EXPECT_EQ(range.low, -range.high);
}

TEST(ValueRange, FractionClampsAndKeepsNan)
{
    const ValueRange range{-2.0, 6.0};
    EXPECT_DOUBLE_EQ(range.fraction(-2.0), 0.0);
    EXPECT_DOUBLE_EQ(range.fraction(2.0), 0.5);
    EXPECT_DOUBLE_EQ(range.fraction(7.0), 1.0);
    EXPECT_DOUBLE_EQ(range.fraction(1e30), 1.0);
    EXPECT_DOUBLE_EQ(range.fraction(inf), 1.0);
    EXPECT_DOUBLE_EQ(range.fraction(-inf), 0.0);
    EXPECT_TRUE(std::isnan(range.fraction(nan)));
}

TEST(ValueRange, JoinedHoldsBoth)
{
    EXPECT_EQ(core::joined({0.0, 0.5}, {0.0, 0.25}), (ValueRange{0.0, 0.5}));
    EXPECT_EQ(core::joined({-8.0, 0.0}, {-1.0, 0.0}), (ValueRange{-8.0, 0.0}));
    // With both signs they are symmetric, which the diverging map needs: 0 is its middle.
    EXPECT_EQ(core::joined({-8.0, 0.0}, {-1.0, 1.0}), (ValueRange{-8.0, 8.0}));
    EXPECT_EQ(core::joined({-8.0, 8.0}, {-1.0, 1.0}), (ValueRange{-8.0, 8.0}));
}

} // namespace
