// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/nice_ticks.h"
#include "ui/plot/plain_number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using Ticks = QVector<double>;

TEST(PlainNumber, IsNeverInComputerNotation)
{
    EXPECT_EQ(ui::plainNumber(4096), QStringLiteral("4096"));
    EXPECT_EQ(ui::plainNumber(1234567), QStringLiteral("1234567"));
    EXPECT_EQ(ui::plainNumber(43.614), QStringLiteral("43.61"));
    EXPECT_EQ(ui::plainNumber(999.96), QStringLiteral("1000"));
    EXPECT_EQ(ui::plainNumber(0.05), QStringLiteral("0.05"));
    EXPECT_EQ(ui::plainNumber(-2.5), QStringLiteral("-2.5"));
    EXPECT_EQ(ui::plainNumber(0), QStringLiteral("0"));
    EXPECT_EQ(ui::plainNumber(1e9), QStringLiteral("10⁹"));
    EXPECT_EQ(ui::plainNumber(1.234e-12), QStringLiteral("1.23×10⁻¹²"));
    EXPECT_EQ(ui::plainNumber(9.9999e9), QStringLiteral("10¹⁰"));
    EXPECT_EQ(ui::plainNumber(std::numeric_limits<double>::infinity()), QStringLiteral("∞"));
    for (double value = 1e-12; value < 1e15; value *= 1.7)
        EXPECT_FALSE(ui::plainNumber(value).contains(QLatin1Char('e'))) << value;
}

TEST(PlainNumber, TicksHaveTheDecimalsTheyNeed)
{
    EXPECT_EQ(ui::plainTick(2.0, 0.5), QStringLiteral("2.0"));
    EXPECT_EQ(ui::plainTick(3.72, 0.02), QStringLiteral("3.72"));
    EXPECT_EQ(ui::plainTick(100, 50), QStringLiteral("100"));
    EXPECT_EQ(ui::plainTick(-1e-17, 0.1), QStringLiteral("0"));
}

TEST(NiceTicks, OctavesAreWholePowersOfTwo)
{
    EXPECT_EQ(ui::octaveTicks(7, 4500, 20), Ticks({8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096}));
    EXPECT_EQ(ui::octaveTicks(7, 4500, 5), Ticks({16, 64, 256, 1024, 4096}));
    EXPECT_EQ(ui::octaveTicks(64, 80, 5), Ticks({65, 70, 75, 80})); // zoomed in
    EXPECT_EQ(ui::octaveTicks(10.2, 12.9, 9), Ticks({11, 12}));     // nothing between whole tokens
}

TEST(NiceTicks, Decades)
{
    EXPECT_EQ(ui::decadeTicks(15, 1200, 10), Ticks({20, 50, 100, 200, 500, 1000}));
    EXPECT_EQ(ui::decadeTicks(15, 12000, 4), Ticks({100, 1000, 10000}));
    EXPECT_EQ(ui::decadeTicks(41, 47, 8), Ticks({41, 42, 43, 44, 45, 46, 47}));
    EXPECT_EQ(ui::decadeTicks(1, 1e12, 5), Ticks({1, 1e3, 1e6, 1e9, 1e12}));
}

TEST(NiceTicks, NeverMoreThanAskedAndAlwaysInside)
{
    for (const double lower : {1e-6, 0.3, 7.0, 1000.0})
        for (const double factor : {1.01, 1.5, 3.0, 10.0, 1e3, 1e9})
            for (const int atMost : {2, 5, 9})
                for (const Ticks& ticks :
                     {ui::linearTicks(lower, lower * factor, atMost, false),
                      ui::octaveTicks(lower, lower * factor, atMost), ui::decadeTicks(lower, lower * factor, atMost)}) {
                    EXPECT_LE(ticks.size(), atMost + 1) << lower << ' ' << factor << ' ' << atMost;
                    for (const double tick : ticks) {
                        EXPECT_GE(tick, lower * (1 - 1e-6));
                        EXPECT_LE(tick, lower * factor * (1 + 1e-6));
                    }
                }
    EXPECT_TRUE(ui::linearTicks(1, 1, 5, false).isEmpty());
    EXPECT_TRUE(ui::linearTicks(0, std::numeric_limits<double>::infinity(), 5, false).isEmpty());
}

} // namespace
