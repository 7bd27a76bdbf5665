// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/figure/kinds.h"
#include "ui/figure/map_figure.h"

#include <QApplication>

#include <gtest/gtest.h>

#include <cmath>

namespace {

ui::FigureNumbers tableOf(const char* name, std::vector<float> values)
{
    ui::FigureNumbers table{QLatin1String(name), QStringLiteral("query"), {QStringLiteral("0 a,b")}, {}, {}};
    table.values.resize(1, static_cast<core::Index>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        table.columns.append(QString::number(i));
        table.values(0, static_cast<core::Index>(i)) = values[i];
    }
    return table;
}

TEST(FigureNumbers, IsRectangularCsvWithHeadersAndNames)
{
    EXPECT_EQ(ui::csvOf({tableOf("one", {0.1F, NAN})}), "query,0,1\n\"0 a,b\",0.1,nan\n");
    EXPECT_EQ(ui::csvOf({tableOf("one", {1.0F}), tableOf("two", {2.0F})}),
              "of,query,0\none,\"0 a,b\",1\ntwo,\"0 a,b\",2\n");
    EXPECT_EQ(ui::csvOf({tableOf("one", {1.0F}), tableOf("two", {2.0F, 3.0F})}),
              "of,query,0\none,\"0 a,b\",1\n\nof,query,0,1\ntwo,\"0 a,b\",2,3\n");
}

TEST(FigureNumbers, IsJsonWithNullForWhatIsNoNumber)
{
    const core::OrderedJson json = ui::jsonOf({tableOf("one", {0.1F, NAN})});
    EXPECT_EQ(json.dump(),
              R"([{"name":"one","rows_name":"query","rows":["0 a,b"],"columns":["0","1"],"values":[[0.1,null]]}])");
}

TEST(FigureNumbers, StacksWhatHasAsManyColumns)
{
    const core::Matrix<float> all = ui::stacked({tableOf("one", {1.0F, 2.0F}), tableOf("two", {3.0F, 4.0F})});
    ASSERT_EQ(all.rows(), 2);
    EXPECT_EQ(all(1, 0), 3.0F);
    EXPECT_THROW(ui::stacked({tableOf("one", {1.0F}), tableOf("two", {3.0F, 4.0F})}), core::Error);
    EXPECT_THROW(ui::stacked({}), core::Error);
}

TEST(FigureNumbers, EveryKindWithNumbersNamesThem)
{
    int kinds = 0;
    for (const ui::FigureKind& kind : ui::figureKinds())
        for (const ui::FigureNumbers& table : kind.example(ui::paperStyle(QApplication::font()))->numbers()) {
            ++kinds;
            EXPECT_EQ(table.columns.size(), table.values.cols()) << kind.id;
            EXPECT_TRUE(table.rows.isEmpty() || table.rows.size() == table.values.rows()) << kind.id;
            EXPECT_FALSE(table.name.isEmpty()) << kind.id;
        }
    EXPECT_GT(kinds, 5);
}

TEST(FigureNumbers, AMapsRowsAreItsQueries)
{
    core::ReducedMap map; // two queries to a row
    map.request.region = {4, 4, 0, 2};
    map.values.resize(2, 2);
    map.values << 1.0F, 2.0F, 3.0F, 4.0F;
    const ui::FigureNumbers table = ui::numbersOf(map, {QStringLiteral("The"), QStringLiteral(" sea")}, {});
    EXPECT_EQ(table.rows, (QStringList{QStringLiteral("4"), QStringLiteral("6")}));
    EXPECT_EQ(table.columns, (QStringList{QStringLiteral("0 The"), QStringLiteral("1  sea")}));
    EXPECT_EQ(table.values(1, 0), 3.0F);
}

} // namespace
