// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_text.h"

#include "ui/figure/plain_number.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

std::optional<double> numberIn(const char* text) { return ui::parseNumber(QString::fromUtf8(text)); }

TEST(NumberText, ReadsEitherMarkAndPowersOfTen)
{
    EXPECT_EQ(numberIn("0.5"), 0.5);
    EXPECT_EQ(numberIn("0,5"), 0.5);
    EXPECT_EQ(numberIn(" 42 "), 42.0);
    EXPECT_EQ(numberIn("1e3"), 1000.0);
    EXPECT_EQ(numberIn("2,5E-1"), 0.25);
    EXPECT_EQ(numberIn("10⁻²"), 0.01);
    EXPECT_DOUBLE_EQ(*numberIn("1.2×10⁻⁵"), 1.2e-5);
    EXPECT_DOUBLE_EQ(*numberIn("1,2·10^-5"), 1.2e-5);
    EXPECT_EQ(numberIn("−3"), -3.0);
    EXPECT_FALSE(std::signbit(*numberIn("-0")));
}

TEST(NumberText, AMarkIsNeverASeparatorOfThousands)
{
    EXPECT_EQ(numberIn("18,419"), 18.419);
    for (const char* text : {"1.000,5", "1,000.5", "1.000.000", "1 000", "1'000"})
        EXPECT_FALSE(numberIn(text)) << text;
}

TEST(NumberText, RefusesWhatIsNoNumber)
{
    for (const char* text :
         {"", " ", "abc", "1e", "nan", "inf", "∞", "–", "1e999", "0x10", "½", "⁻⁵", "1×", "×2", "2^⁻³"})
        EXPECT_FALSE(numberIn(text)) << text;
}

TEST(NumberText, ReadsWhatAxesShow)
{
    for (double value = 1e-12; value < 1e12; value *= 1.7)
        for (const double signedValue : {value, -value}) {
            const auto back = ui::parseNumber(ui::plainNumber(signedValue, 6));
            ASSERT_TRUE(back) << ui::plainNumber(signedValue, 6).toStdString();
            EXPECT_NEAR(*back / signedValue, 1.0, 1e-4) << signedValue;
        }
}

} // namespace
