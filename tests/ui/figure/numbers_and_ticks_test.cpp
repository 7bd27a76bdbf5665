// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/plain_number.h"
#include "ui/figure/ticks.h"

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
    EXPECT_EQ(ui::plainNumber(-2.5), QStringLiteral("−2.5"));
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

TEST(PlainNumber, HasARealMinusAndNoMinusZero)
{
    EXPECT_EQ(ui::plainNumber(-0.05), QStringLiteral("−0.05"));
    EXPECT_EQ(ui::plainNumber(-2e-7), QStringLiteral("−2×10⁻⁷"));
    EXPECT_EQ(ui::plainNumber(-0.0), QStringLiteral("0"));
    EXPECT_EQ(ui::plainTick(-1.5, 0.5), QStringLiteral("−1.5"));
    EXPECT_EQ(ui::fixedNumber(-0.001, 2), QStringLiteral("0.00"));
    EXPECT_EQ(ui::fixedNumber(12.345, 1), QStringLiteral("12.3"));
    EXPECT_EQ(ui::fixedNumber(std::nan(""), 1), QStringLiteral("–"));
    EXPECT_EQ(ui::percentText(0.125), QStringLiteral("12.5 %"));
}

TEST(NiceTicks, StepsAreRound)
{
    EXPECT_EQ(ui::roundStep(0.21), 0.5);
    EXPECT_EQ(ui::roundStep(1.0), 1.0);
    EXPECT_EQ(ui::roundStep(5.1), 10.0);
    EXPECT_EQ(ui::positionStep(8, 10), 1);
    EXPECT_EQ(ui::positionStep(64, 10), 10);
    EXPECT_EQ(ui::positionStep(4096, 8), 1000);
    EXPECT_EQ(ui::positionStep(4096, 0), 5000);
}

TEST(NiceTicks, OneAloneIsNotEnough)
{
    // Loss and perplexity as they are, in plots of a few lines' height.
    for (const auto& [lower, upper] : {std::pair(25.0, 39.0),
                                       {22.0, 61.0},
                                       {15.0, 300.0},
                                       {28.0, 150.0},
                                       {3.1, 3.9},
                                       {0.93, 1.04},
                                       {2.4e-5, 3.8e-5},
                                       {31.2, 31.9},
                                       {99.0, 101.5},
                                       {9.0, 91.0}})
        for (const int atMost : {2, 3, 4, 7}) {
            EXPECT_GE(ui::decadeTicks(lower, upper, atMost).size(), 2) << lower << ' ' << upper << ' ' << atMost;
            EXPECT_GE(ui::linearTicks(lower, upper, atMost, false).size(), 2) << lower << ' ' << upper << ' ' << atMost;
        }
    for (const auto& [lower, upper] : {std::pair(7.0, 33.0), {9.0, 130.0}, {60.0, 80.0}, {5.0, 70.0}, {63.5, 66.5}})
        EXPECT_GE(ui::octaveTicks(lower, upper, 2).size(), 2) << lower << ' ' << upper;
}

TEST(NiceTicks, AFinerStepIsRoundTooWhereItFindsRoom)
{
    EXPECT_EQ(ui::linearTicks(1.8, 8.3, 3, false), Ticks({2, 4, 6, 8}));
}

TEST(NiceTicks, LabelsOfALogarithmicAxisStandApart)
{
    for (double upper = 12.0; upper < 1e4; upper *= 1.13)
        for (const int atMost : {3, 5, 8}) {
            const Ticks ticks = ui::decadeTicks(10.0, upper, atMost);
            for (qsizetype i = 1; i < ticks.size(); ++i)
                EXPECT_GE(std::log(ticks[i] / ticks[i - 1]), 0.55 * std::log(upper / 10.0) / atMost) << upper;
        }
}

TEST(NiceTicks, TextsTellNeighboursApart)
{
    EXPECT_EQ(ui::tickTexts({1.0, 1.5, 2.0}, false),
              QStringList({QStringLiteral("1.0"), QStringLiteral("1.5"), QStringLiteral("2.0")}));
    EXPECT_EQ(ui::tickTexts({20, 50, 100}, true),
              QStringList({QStringLiteral("20"), QStringLiteral("50"), QStringLiteral("100")}));
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
