// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_left.h"

#include <gtest/gtest.h>

namespace {

using namespace core;
using namespace std::chrono_literals;

TEST(TimeLeft, FollowsFromWhatIsDone)
{
    const TimeLeft::Clock::time_point start{};
    TimeLeft left(start);
    EXPECT_FALSE(left.seconds(0.0, start));
    EXPECT_DOUBLE_EQ(left.seconds(0.25, start + 10s).value(), 30.0);
    EXPECT_DOUBLE_EQ(left.seconds(0.5, start + 10s).value(), 10.0);
    EXPECT_FALSE(left.seconds(1.0, start + 20s));
}

TEST(TimeLeft, OfResumedWorkCountsWhatIsNew)
{
    const TimeLeft::Clock::time_point start{};
    TimeLeft left(start);
    EXPECT_FALSE(left.seconds(0.5, start));
    EXPECT_DOUBLE_EQ(left.seconds(0.75, start + 10s).value(), 10.0);
}

} // namespace
