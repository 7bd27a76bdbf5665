// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/view_range.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

TEST(ViewRange, LeavesRoomOnBothSides)
{
    const auto [left, right] = ui::roomyView(10, 20, false, 0.1);
    EXPECT_DOUBLE_EQ(left, 9);
    EXPECT_DOUBLE_EQ(right, 21);
    const auto [low, high] = ui::roomyView(1, 100, true, 0.5);
    EXPECT_NEAR(low, 0.1, 1e-9);
    EXPECT_NEAR(high, 1000, 1e-9);
}

TEST(ViewRange, IsNeverEmptyAndAlwaysSane)
{
    for (const bool logarithmic : {true, false})
        for (const bool whole : {true, false}) {
            for (const double value : {1e-9, 0.5, 1.0, 64.0, 1e9})
                EXPECT_TRUE(ui::isSaneView(ui::roomyView(value, value, logarithmic, 0.02), logarithmic, whole))
                    << value;
            const double none = std::numeric_limits<double>::infinity();
            EXPECT_TRUE(ui::isSaneView(ui::roomyView(none, -none, logarithmic, 0.02), logarithmic, whole));
        }
    EXPECT_TRUE(ui::isSaneView(ui::roomyView(0, 0, false, 0.02), false, true));
    EXPECT_TRUE(ui::isSaneView(ui::roomyView(0, 1, false, 0.02), false, true));
}

TEST(ViewRange, RefusesWhatCannotBeDrawn)
{
    EXPECT_FALSE(ui::isSaneView({1, 1}, false, false));
    EXPECT_FALSE(ui::isSaneView({2, 1}, true, false));
    EXPECT_FALSE(ui::isSaneView({0, 10}, true, false));
    EXPECT_FALSE(ui::isSaneView({5.1, 5.2}, false, true)); // between two tokens
    EXPECT_TRUE(ui::isSaneView({5.1, 5.2}, false, false));
    EXPECT_FALSE(ui::isSaneView({1, std::numeric_limits<double>::infinity()}, false, false));
    EXPECT_FALSE(ui::isSaneView({std::numeric_limits<double>::quiet_NaN(), 1}, false, false));
}

TEST(ViewRange, AMovedViewStaysInside)
{
    using View = std::pair<double, double>;
    EXPECT_EQ(ui::boundedView({2, 5}, {0, 10}, false), View(2, 5));
    EXPECT_EQ(ui::boundedView({-3, 1}, {0, 10}, false), View(0, 4));
    EXPECT_EQ(ui::boundedView({8, 12}, {0, 10}, false), View(6, 10));
    EXPECT_EQ(ui::boundedView({-5, 20}, {0, 10}, false), View(0, 10));
    const View left = ui::boundedView({1, 16}, {8, 4096}, true);
    EXPECT_NEAR(left.first, 8, 1e-9);
    EXPECT_NEAR(left.second, 128, 1e-6);
    EXPECT_EQ(ui::boundedView({-1, 5}, {8, 4096}, true), View(8, 4096)); // no place on a logarithmic axis
}

// Rounding once left a moved view a hair outside, and it was put back for ever.
TEST(ViewRange, OneThatIsInsideStaysAsItIs)
{
    for (const bool logarithmic : {false, true})
        for (int i = 1; i < 2000; ++i) {
            const std::pair<double, double> full{0.1 + 0.37 / i, 3.7 + i / 7.0};
            const double size = (full.second - full.first) / (1.0 + i / 3.0);
            for (const double from : {full.first - size / 3.0, full.second - size / 3.0}) {
                const auto once = ui::boundedView({std::max(from, 0.01), from + size}, full, logarithmic);
                ASSERT_EQ(ui::boundedView(once, full, logarithmic), once) << i;
                ASSERT_GE(once.first, full.first);
                ASSERT_LE(once.second, full.second);
            }
        }
}

} // namespace
