// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/comparison.h"

#include <gtest/gtest.h>

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

TEST(PerplexityLengths, PowersOfTwoAndTheTrainingLength)
{
    EXPECT_EQ(ui::perplexityLengths(100, {64, 48}), (std::vector<core::Index>{8, 16, 32, 48, 64}));
    EXPECT_EQ(ui::perplexityLengths(8, {64}), (std::vector<core::Index>{}));
    EXPECT_EQ(ui::perplexityLengths(4097, {64}).back(), 4096);
}

} // namespace
