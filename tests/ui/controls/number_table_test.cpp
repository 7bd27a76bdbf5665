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
// Where only numbers change the cells stay: nothing of what they were may stay with them.
TEST(NumberTable, CellsThatStayKeepNothingOfBefore)
{
    NumberTable table;
    table.setContent({QStringLiteral("a"), QStringLiteral("b")}, {}, {{QStringLiteral("x"), QStringLiteral("1")}});
    QTableWidgetItem* cell = table.item(0, 1);
    cell->setToolTip(QStringLiteral("about one"));
    table.tint(0, 1, 0.5);
    table.setContent({QStringLiteral("a"), QStringLiteral("b")}, {},
                     {{QStringLiteral("x"), QStringLiteral("234567890")}});
    EXPECT_EQ(table.item(0, 1), cell);
    EXPECT_EQ(cell->text(), QStringLiteral("234567890"));
    EXPECT_TRUE(cell->toolTip().isEmpty());
    EXPECT_EQ(cell->background().style(), Qt::NoBrush);
    EXPECT_GE(table.columnWidth(1), table.fontMetrics().horizontalAdvance(cell->text())) << "it has grown";
}

} // namespace ui
