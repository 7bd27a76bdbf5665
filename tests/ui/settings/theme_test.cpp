// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/theme.h"

#include <QPalette>

#include <gtest/gtest.h>

#include <cmath>

namespace {

double luminanceOf(const QColor& colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrastOf(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminanceOf(a), luminanceOf(b)}); // by value
    return (high + 0.05) / (low + 0.05);
}

// WCAG 2.1, 1.4.6 and 1.4.11. Frames that are made from the window's colour disappear in a dark window.
TEST(Theme, LettersAndFramesAreSeenOnBothGrounds)
{
    for (const QPalette& palette : {ui::lightPalette(), ui::darkPalette()}) {
        const QColor ground = palette.color(QPalette::Window);
        EXPECT_GE(contrastOf(palette.color(QPalette::WindowText), ground), 7.0) << ground.name().toStdString();
        EXPECT_GE(contrastOf(palette.color(QPalette::Mid), ground), 3.0) << ground.name().toStdString();
    }
}

} // namespace
