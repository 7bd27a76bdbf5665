// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/token_text.h"

#include <gtest/gtest.h>

namespace {

TEST(TokenText, IsOneVisibleLine)
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
