// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_text.h"

#include <gtest/gtest.h>

#include <cmath>

using ui::formatSlope;
using ui::parseSlope;

namespace {

std::optional<double> parsed(const char* text) { return parseSlope(QString::fromUtf8(text)); }

TEST(SlopeText, WritesPowersOfTwoAsFractions)
{
    EXPECT_EQ(formatSlope(0.5), QStringLiteral("1/2"));
    EXPECT_EQ(formatSlope(0.00390625), QStringLiteral("1/256"));
    EXPECT_EQ(formatSlope(1.0), QStringLiteral("1"));
    EXPECT_EQ(formatSlope(4.0), QStringLiteral("4"));
    EXPECT_EQ(formatSlope(-0.25), QStringLiteral("−1/4"));
    EXPECT_EQ(formatSlope(std::exp2(-20)), QStringLiteral("2^−20"));
    EXPECT_EQ(formatSlope(std::exp2(-3) * (1 + 1e-8)), QStringLiteral("1/8")); // what is left of a float computation
}

TEST(SlopeText, WritesOtherNumbersPlainly)
{
    EXPECT_EQ(formatSlope(0.0), QStringLiteral("0"));
    EXPECT_EQ(formatSlope(-0.0), QStringLiteral("0"));
    EXPECT_EQ(formatSlope(std::exp2(-1.5)), QStringLiteral("0.3536"));
    EXPECT_EQ(formatSlope(0.3), QStringLiteral("0.3"));
    EXPECT_EQ(formatSlope(12.34567), QStringLiteral("12.35"));
    EXPECT_EQ(formatSlope(1e-5), QStringLiteral("2^−16.61"));
    for (double slope = 1e-9; slope < 6e4; slope *= 1.37)
        EXPECT_FALSE(formatSlope(slope).contains(QLatin1Char('e'))) << formatSlope(slope).toStdString();
}

TEST(SlopeText, ReadsNumbersFractionsAndPowers)
{
    EXPECT_EQ(parsed("0.25"), 0.25);
    EXPECT_EQ(parsed(" 1/4 "), 0.25);
    EXPECT_EQ(parsed("1 / 4"), 0.25);
    EXPECT_EQ(parsed("2^-2"), 0.25);
    EXPECT_EQ(parsed("0,25"), 0.25);
    EXPECT_EQ(parsed(".25"), 0.25);
    EXPECT_EQ(parsed("2.5e-1"), 0.25);
    EXPECT_EQ(parsed("1/2^2"), 0.25);
    EXPECT_EQ(parsed("2^(-16/8)"), 0.25);
    EXPECT_EQ(parsed("−1/4"), -0.25); // U+2212
    EXPECT_EQ(parsed("-2^2"), -4.0);
    EXPECT_EQ(parsed("0"), 0.0);
    EXPECT_FALSE(std::signbit(*parsed("-0")));
}

TEST(SlopeText, RefusesWhatIsNoSlope)
{
    for (const char* text :
         {"",     " ",    "abc", "1/",  "/2",    "1/0",   "0/0",     "2^",       "^2", "1//2", "1 2",  "0.1.2",
          "(1/2", "1/2)", "nan", "inf", "1e999", "65537", "2^99999", "(-1)^0.5", "1e", "--",   "0x10", "½"})
        EXPECT_FALSE(parsed(text)) << text;
    EXPECT_FALSE(parseSlope(QString(100000, QLatin1Char('(')))); // must not exhaust the stack
    EXPECT_FALSE(parseSlope(QString(64, QLatin1Char('-'))));
}

TEST(SlopeText, ReadsBackWhatItWrites)
{
    for (double slope = 1e-7; slope < 6e4; slope *= 1.23) {
        const auto back = parseSlope(formatSlope(slope));
        ASSERT_TRUE(back) << slope;
        EXPECT_NEAR(*back / slope, 1.0, 6e-4) << slope;
    }
}

TEST(SlopeText, ReadsListsAsTheyStandInPapersTablesAndPrograms)
{
    const auto list = [](const char* text) { return ui::parseSlopes(QString::fromUtf8(text)); };
    const QVector<double> both{0.5, 0.25};
    for (const char* text : {"0.5 0.25", "0.5,0.25", "0.5, 0.25", "0,5 0,25", "0,5; 0,25", "[0.5, 0.25]", "1/2,1/4",
                             "1/2 , 1/4", "2^-1\n2^-2\n", "2^(-1) 2^−2,", " {0.5\t.25} "}) {
        EXPECT_EQ(list(text).slopes, both) << text;
        EXPECT_EQ(list(text).wrong, QString()) << text;
    }
    EXPECT_EQ(list("1,2,3").slopes, (QVector<double>{1, 2, 3}));
    EXPECT_EQ(list("-1 0").slopes, (QVector<double>{-1, 0}));
    EXPECT_TRUE(list(" ").slopes.isEmpty());
    EXPECT_EQ(list("0.5 half 2").wrong, QStringLiteral("half"));
    EXPECT_EQ(list("0.5,,2").wrong, QStringLiteral(","));
    EXPECT_EQ(list("1e9").wrong, QStringLiteral("1e9"));
}

} // namespace
