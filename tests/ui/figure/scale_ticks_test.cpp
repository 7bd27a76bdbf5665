// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/scale_ticks.h"

#include <gtest/gtest.h>

#include <vector>

namespace {

QStringList textsOf(const QVector<ui::ScaleTick>& ticks)
{
    QStringList texts;
    for (const ui::ScaleTick& tick : ticks)
        texts.append(tick.text);
    return texts;
}

TEST(ScaleTicks, LogarithmicOnesArePowersOfTen)
{
    const core::ColourScale scale(core::Scale::Logarithmic, {1e-4, 1.0});
    const auto ticks = ui::scaleTicks(scale, 6, false);
    EXPECT_EQ(textsOf(ticks), QStringList({QStringLiteral("0.0001"), QStringLiteral("0.001"), QStringLiteral("0.01"),
                                           QStringLiteral("0.1"), QStringLiteral("1")}));
    for (qsizetype i = 0; i < ticks.size(); ++i)
        EXPECT_NEAR(ticks[i].place, 0.25 * double(i), 1e-9);
}

TEST(ScaleTicks, RanksStandWithTheirValues)
{
    const core::ColourScale scale = core::ColourScale::ofRanks({0.0F, 0.0F, 0.001F, 0.25F, 1.0F});
    EXPECT_EQ(textsOf(ui::scaleTicks(scale, 7, false)),
              QStringList({QStringLiteral("0 %  0"), QStringLiteral("25 %  0"), QStringLiteral("50 %  0.001"),
                           QStringLiteral("75 %  0.25"), QStringLiteral("100 %  1")}));
    EXPECT_EQ(textsOf(ui::scaleTicks(scale, 4, true)),
              QStringList({QStringLiteral("0"), QStringLiteral("0.001"), QStringLiteral("1")}));
    const core::ColourScale twoSided = core::ColourScale::ofRanks({-8.0F, -1.0F, 0.0F, 1.0F, 8.0F});
    EXPECT_EQ(textsOf(ui::scaleTicks(twoSided, 7, false)),
              QStringList({QStringLiteral("100 %  −8"), QStringLiteral("50 %  −1"), QStringLiteral("0 %  0"),
                           QStringLiteral("50 %  1"), QStringLiteral("100 %  8")}));
}

TEST(ScaleTicks, LinearOnesAreRoundAndInPlace)
{
    const auto ticks = ui::scaleTicks(core::ValueRange{0.0, 0.5}, 6, false);
    EXPECT_EQ(textsOf(ticks), QStringList({QStringLiteral("0"), QStringLiteral("0.1"), QStringLiteral("0.2"),
                                           QStringLiteral("0.3"), QStringLiteral("0.4"), QStringLiteral("0.5")}));
    EXPECT_NEAR(ticks[1].place, 0.2, 1e-9);
}

} // namespace
