// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

TEST(Binned, TakesMeansOfNeighboursAndPlacesThemInTheMiddle)
{
    const std::vector<float> losses{1, 3, 5, 7, 9};
    const ui::Curve curve = ui::binned(losses, 2);
    EXPECT_EQ(curve.x, (QVector<double>{0.5, 2.5, 4.0}));
    EXPECT_EQ(curve.y, (QVector<double>{2.0, 6.0, 9.0}));
    EXPECT_TRUE(ui::binned({}, 3).x.isEmpty());
}

TEST(DifferenceOf, SubtractsPixelByPixelAndKeepsTheMask)
{
    core::ReducedMap a{{0, 0, core::Stage::Weights, {0, 2, 0, 2}, 2, 2, core::Reduction::Peak},
                       core::Matrix<float>(2, 2)};
    core::ReducedMap b = a;
    const float masked = std::numeric_limits<float>::quiet_NaN();
    a.values << 1.0F, masked, 0.75F, 0.25F;
    b.values << 1.0F, masked, 0.5F, 0.5F;
    const auto difference = ui::differenceOf(a, b);
    ASSERT_NE(difference, nullptr);
    EXPECT_EQ(difference->values(0, 0), 0.0F);
    EXPECT_TRUE(std::isnan(difference->values(0, 1)));
    EXPECT_EQ(difference->values(1, 0), 0.25F);
    EXPECT_EQ(difference->values(1, 1), -0.25F);
    b.request.head = 1; // models of other shapes show other heads
    EXPECT_NE(ui::differenceOf(a, b), nullptr);
    b.request.stage = core::Stage::Bias;
    EXPECT_EQ(ui::differenceOf(a, b), nullptr);
}

TEST(PerplexityLengths, PowersOfTwoAndTheTrainingLength)
{
    EXPECT_EQ(ui::perplexityLengths(100, {64, 48}), (std::vector<core::Index>{8, 16, 32, 48, 64}));
    EXPECT_EQ(ui::perplexityLengths(8, {64}), (std::vector<core::Index>{}));
    EXPECT_EQ(ui::perplexityLengths(4097, {64}).back(), 4096);
}

} // namespace
