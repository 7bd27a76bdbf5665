// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_table.h"

#include "ui/figure/series_colours.h"

#include <QPalette>

#include <gtest/gtest.h>

namespace ui {
namespace {

TEST(NumberTableTints, StayLegibleWhenTheThemeChanges)
{
    NumberTable table;
    table.setContent({QStringLiteral("A"), QStringLiteral("B")}, {}, {{QStringLiteral("1"), QStringLiteral("2")}});
    table.tint(0, 1, 0.5);
    for (const bool dark : {true, false}) {
        QPalette palette;
        palette.setColor(QPalette::Base, dark ? QColor(0x1b, 0x1c, 0x1f) : QColor(Qt::white));
        palette.setColor(QPalette::Text, dark ? QColor(Qt::white) : QColor(Qt::black));
        table.setPalette(palette);
        EXPECT_EQ(table.item(0, 1)->background().color(), tableTint(palette.color(QPalette::Base), 0.5)) << dark;
        EXPECT_GE(contrastRatio(table.item(0, 1)->background().color(), palette.color(QPalette::Text)), 4.5) << dark;
        EXPECT_EQ(table.item(0, 0)->background().style(), Qt::NoBrush);
    }
}

} // namespace
} // namespace ui
