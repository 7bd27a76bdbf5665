// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/labels.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

TEST(Labels, NiceTicksAreRoundAndInside)
{
    EXPECT_EQ(ui::niceTicks(0.0, 1.0, 5), (std::vector<double>{0.0, 0.2, 0.4, 0.2 * 3, 0.8, 1.0}));
    EXPECT_EQ(ui::niceTicks(-31.5, 0.0, 4), (std::vector<double>{-30.0, -20.0, -10.0, 0.0}));
    EXPECT_TRUE(ui::niceTicks(1.0, 1.0, 5).empty());
    EXPECT_TRUE(ui::niceTicks(0.0, std::numeric_limits<double>::infinity(), 5).empty());
    EXPECT_LE(ui::niceTicks(0.0, 1e-30, 6).size(), 8U);
    EXPECT_LE(ui::niceTicks(-3e38, 3e38, 6).size(), 8U);
    EXPECT_FALSE(ui::niceTicks(0.0, 1.0, 0).empty());
}

TEST(Labels, NiceStepLeavesAtMostThatManyParts)
{
    EXPECT_EQ(ui::niceStep(8, 10), 1);
    EXPECT_EQ(ui::niceStep(64, 10), 10);
    EXPECT_EQ(ui::niceStep(4096, 8), 1000);
    EXPECT_EQ(ui::niceStep(4096, 0), 5000);
}

TEST(Labels, NumbersAreShortWithARealMinus)
{
    EXPECT_EQ(ui::numberText(-0.05), QStringLiteral("−0.05"));
    EXPECT_EQ(ui::numberText(0.1 * 3), QStringLiteral("0.3"));
    EXPECT_EQ(ui::numberText(-0.0), QStringLiteral("0"));
    EXPECT_EQ(ui::numberText(2e-7), QStringLiteral("2e−07"));
}

TEST(Labels, TokensBecomeOneVisibleLine)
{
    EXPECT_EQ(ui::oneLine(QStringLiteral("the")), QStringLiteral("the"));
    EXPECT_EQ(ui::oneLine(QStringLiteral("a\nb\tc")), QStringLiteral("a↵b⇥c"));
    EXPECT_EQ(ui::oneLine(QString(QChar(0))), QStringLiteral("·"));
    EXPECT_EQ(ui::oneLine(QString(QChar(0x202E))), QStringLiteral("·")); // would turn the rest of the line around
    EXPECT_EQ(ui::oneLine(QStringLiteral("  ")), QStringLiteral("␣␣"));
    EXPECT_FALSE(ui::oneLine(QString()).isEmpty());
    EXPECT_EQ(ui::oneLine(QString(1000, QLatin1Char('x'))).size(), 49);
}

} // namespace
