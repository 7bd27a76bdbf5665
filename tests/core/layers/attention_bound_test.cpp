// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that attention leaves out because their weights are known to be 0 beforehand.
#include "core/layers/attention.h"

#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr Index kLength = 900;
constexpr Index kWidth = 16;

// A linear bias that counts the tiles it is asked for.
class CountingBias final : public PositionEncoding<float>
{
public:
    explicit CountingBias(float slope)
        : m_slope(slope)
    {}

    bool biases() const override { return true; }
    void addBias(MatrixView<float> scores, Index firstQuery, Index firstKey, int /*head*/, Own /*own*/) const override
    {
        ++tiles;
        for (Index k = 0; k < scores.rows(); ++k)
            for (Index q = 0; q < scores.cols(); ++q)
                scores(k, q) -= m_slope * static_cast<float>(firstQuery + q - firstKey - k);
    }
    float largestBias(Index distance, int /*head*/) const override { return -m_slope * static_cast<float>(distance); }

    mutable int tiles = 0;

private:
    float m_slope;
};

class AttentionBound : public testing::Test
{
protected:
    struct Result
    {
        Matrix<float> out{kLength, kWidth}, rowMax{kLength, 1}, rowLogSum{kLength, 1};
        int tiles = 0;
        bool operator==(const Result& other) const
        {
            return out == other.out && rowMax == other.rowMax && rowLogSum == other.rowLogSum;
        }
    };

    HeadInput<float> head(bool normKnown) const
    {
        HeadInput<float> input{query.data(), key.data(), value.data(), kWidth, kWidth};
        if (normKnown)
            input.keyNorm = largestKeyNorm(input, 0, kLength);
        return input;
    }

    Result run(float slope, bool normKnown) const
    {
        const CountingBias encoding(slope);
        Result result;
        for (const auto& [first, rows] : {std::pair<Index, Index>{0, 64}, {64, 700}, {764, 1}, {765, 135}})
            attentionForward<float>(head(normKnown), {&encoding, {}, 0}, first, rows, &result.out(first, 0), kWidth,
                                    &result.rowMax(first, 0), &result.rowLogSum(first, 0), 1);
        result.tiles = encoding.tiles;
        return result;
    }

    Random random{5};
    Matrix<float> query = randomMatrix<float>(kLength, kWidth, random);
    Matrix<float> key = randomMatrix<float>(kLength, kWidth, random);
    Matrix<float> value = randomMatrix<float>(kLength, kWidth, random);
};

TEST_F(AttentionBound, LeavesOutFarTilesWithoutChangingABit)
{
    for (const float slope : {0.3F, 1.0F, 4.0F}) {
        const Result all = run(slope, false);
        const Result fewer = run(slope, true);
        EXPECT_EQ(all, fewer) << slope;
        EXPECT_LT(fewer.tiles, all.tiles * 3 / 4) << slope;
    }
    EXPECT_LT(run(4.0F, true).tiles, run(1.0F, true).tiles);
    EXPECT_EQ(run(0.01F, true).tiles, run(0.01F, false).tiles);
}

// The first key is so long that late queries look at it across the whole distance.
TEST_F(AttentionBound, KeepsAFarKeyThatOutweighsItsBias)
{
    query.row(850) *= 1000.0F;
    key.row(0) = query.row(850);
    value.row(0).setConstant(77.0F);
    const Result fewer = run(1.0F, true);
    EXPECT_EQ(fewer, run(1.0F, false));
    EXPECT_NEAR(fewer.out(850, 3), 77.0F, 1e-3F);
}

TEST_F(AttentionBound, IsAboveEveryProduct)
{
    key.row(123) = 3.0F * query.row(400); // where |q · k| = |q| |k|
    float bounds[kQueryTile];
    const HeadInput<float> input = head(true);
    for (Index first = 0; first < kLength; first += kQueryTile) {
        const Index queries = std::min(kQueryTile, kLength - first);
        contentBounds(input, first, queries, bounds);
        for (Index q = 0; q < queries; ++q) {
            const float largest = (key * query.row(first + q).transpose()).maxCoeff() / 4.0F;
            EXPECT_GE(bounds[q], largest);
            EXPECT_LE(bounds[q], 1.01F * query.row(first + q).norm() * input.keyNorm / 4.0F);
        }
    }
    EXPECT_EQ(largestKeyNorm(input, 7, 0), 0.0F);
}

} // namespace
