// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/screen_fit.h"

#include <gtest/gtest.h>

namespace {

TEST(ScreenFit, MakesOnlyLargerWindowsSmaller)
{
    const QWidget probe;
    const QSize screen = probe.screen()->availableSize();
    QWidget large;
    large.resize(screen + QSize(100, -200));
    ui::fitToScreen(large);
    EXPECT_EQ(large.size(), QSize(screen.width(), screen.height() - 200));
    large.resize(screen);
    ui::fitToScreen(large);
    EXPECT_LT(large.height(), screen.height()); // its title bar is on the screen, too
    QWidget small;
    small.resize(300, 200);
    ui::fitToScreen(small);
    EXPECT_EQ(small.size(), QSize(300, 200));
}

} // namespace
