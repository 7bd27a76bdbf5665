// SPDX-License-Identifier: GPL-3.0-or-later
// The table of all heads, with real clicks.
#include "ui/panels/heads_panel.h"

#include "core/eval/perplexity.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/plot/scatter_view.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLineF>
#include <QPushButton>
#include <QTableView>

#include <cmath>

namespace ui {
namespace {

class HeadsPanelTest : public MainWindowFixture
{
protected:
    HeadsPanel& panel() { return *m_window->findChild<HeadsPanel*>(); }
    QTableView& table() { return panel().table(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool measured()
    {
        m_window->showView("heads", true);
        return becomes([&] { return panel().model().rowCount() == 64; });
    }
    static int columnOf(const char* id)
    {
        int column = HeadsModel::FirstMeasure;
        for (const HeadMeasure& measure : headMeasureList()) {
            if (std::string(measure.id) == id)
                return column;
            ++column;
        }
        return -1;
    }
    QString cell(int row, int column) { return table().model()->index(row, column).data().toString(); }
    double number(int row, int column)
    {
        return table().model()->index(row, column).data(HeadsModel::kSortRole).toDouble();
    }
    void clickHeader(int column)
    {
        QHeaderView& header = *table().horizontalHeader();
        table().scrollTo(table().model()->index(0, column));
        const int x = header.sectionViewportPosition(column) + header.sectionSize(column) / 2;
        QTest::mouseClick(header.viewport(), Qt::LeftButton, {}, QPoint(x, header.height() / 2));
    }
    void clickRow(int row)
    {
        const QModelIndex index = table().model()->index(row, HeadsModel::Layer);
        table().scrollTo(index);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(index).center());
    }
};

TEST_F(HeadsPanelTest, ThePlotLeavesTheTableTheRoomItNeeds)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    m_window->resize(2200, 900);
    const auto needed = [&] { return table().horizontalHeader()->length(); };
    EXPECT_TRUE(becomes([&] { return table().viewport()->width() >= needed(); }))
        << table().viewport()->width() << " of " << needed();
    m_window->resize(1000, 800);
    settle();
    EXPECT_GT(panel().scatter().width(), 150) << "and keeps some itself";
}

TEST_F(HeadsPanelTest, HasTheMeasuresOfEveryHeadOfEveryColumn)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    for (std::size_t c = 0; c < 2; ++c) {
        const ColumnState& column = m_window->comparison().column(c);
        const auto wanted = core::headMeasures(*column.trace, column.length, {}, m_pool);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const HeadRow& row = panel().model().row(int(c * wanted.size() + i));
            EXPECT_EQ(row.label, column.label);
            EXPECT_EQ(row.measures.layer, wanted[i].layer);
            EXPECT_EQ(row.measures.head, wanted[i].head);
            EXPECT_EQ(row.measures.previous, wanted[i].previous);
            EXPECT_EQ(row.measures.attention.entropy, wanted[i].attention.entropy);
        }
    }
    EXPECT_EQ(panel().model().row(3).slope, 0.0625);
    EXPECT_EQ(cell(3, columnOf("slope")), QStringLiteral("1/16"));
    EXPECT_TRUE(std::isnan(panel().model().row(40).slope)); // the sinusoidal model's
    EXPECT_EQ(cell(40, columnOf("slope")), QString());
    EXPECT_EQ(cell(40, columnOf("bias_mean_distance")), QString()) << "it adds nothing to the scores";
    EXPECT_FALSE(cell(3, columnOf("bias_mean_distance")).isEmpty());
}

TEST_F(HeadsPanelTest, TheShownHeadIsInSightWhenTheViewOpensAndWhenItGrowsLow)
{
    ASSERT_TRUE(started());
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) {
        e.view.layer = 3;
        e.view.head = 6;
    });
    ASSERT_TRUE(measured());
    const auto inSight = [&] {
        const QRect place = table().visualRect(table().currentIndex());
        return table().currentIndex().row() == 30 && table().viewport()->rect().contains(place.center());
    };
    EXPECT_TRUE(becomes(inSight));
    m_window->resize(1200, 640);
    settle();
    EXPECT_TRUE(inSight());
}

TEST_F(HeadsPanelTest, AClickOnAHeaderSortsTheLargestFirstAndOneOnARowShowsTheHead)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    const int previous = columnOf("previous_token");
    clickHeader(previous);
    for (int row = 1; row < 64; ++row)
        ASSERT_GE(number(row - 1, previous), number(row, previous)) << row;
    EXPECT_TRUE(becomes([&] { return table().rowAt(1) == 0; })) << "the largest is out of sight";
    int sinusoidal = 0; // the first row of the second column
    while (cell(sinusoidal, HeadsModel::Model) != m_window->comparison().column(1).label)
        ++sinusoidal;
    clickRow(sinusoidal);
    EXPECT_EQ(setup().view.layer, cell(sinusoidal, HeadsModel::Layer).toInt());
    EXPECT_EQ(setup().view.head, cell(sinusoidal, HeadsModel::Head).toInt());
    EXPECT_EQ(m_window->session().chosenColumn(), 1U);
    EXPECT_EQ(table().currentIndex().row(), sinusoidal);
    ASSERT_TRUE(follows([&] { QTest::keyClick(m_window.get(), Qt::Key_Right); })); // the table follows
    EXPECT_EQ(cell(table().currentIndex().row(), HeadsModel::Head).toInt(), setup().view.head);
}

// Tables look for rows that begin with a letter; here letters are the window's.
TEST_F(HeadsPanelTest, KeysOfTheWindowWorkInTheTable)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    clickRow(4);
    table().setFocus();
    ASSERT_TRUE(setup().columns[0].options.empty());
    QTest::keyClick(&table(), Qt::Key_O);
    EXPECT_TRUE(becomes([&] { return setup().columns[0].options.contains("heads_off"); }));
}

// A head switched off for a look must not cost what was measured for it.
TEST_F(HeadsPanelTest, WhatWasMeasuredComesBackWithTheHeads)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    const HeadRow before = panel().model().row(63); // above the layer of the head that goes
    const auto switchHead = [&](bool off) {
        return follows([&] {
            m_window->session().edit(QStringLiteral("off"), [off](core::Setup& e) {
                e.columns[1].options["heads_off"] = off ? core::Json{{0, 7}} : core::Json();
                if (!off)
                    e.columns[1].options.erase("heads_off");
            });
        });
    };
    ASSERT_TRUE(switchHead(true));
    ASSERT_TRUE(becomes([&] {
        return panel().model().rowCount() == 64 &&
               panel().model().row(63).measures.previous != before.measures.previous;
    }));
    ASSERT_TRUE(switchHead(false));
    EXPECT_TRUE(becomes([&] {
        return panel().model().rowCount() == 64 &&
               panel().model().row(63).measures.previous == before.measures.previous;
    }));
}

// The same sign for the same model, in whatever order the table is.
TEST_F(HeadsPanelTest, SortingChangesNoSign)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    const auto series = [&] {
        QStringList labels;
        for (const ScatterContent::Series& one : panel().scatter().content().series)
            labels.append(one.label);
        return labels;
    };
    const QStringList before = series();
    ASSERT_EQ(before.size(), 2);
    table().sortByColumn(HeadsModel::Model, Qt::DescendingOrder);
    settle();
    ASSERT_EQ(cell(0, HeadsModel::Model), m_window->comparison().column(1).label);
    EXPECT_EQ(series(), before);
}

TEST_F(HeadsPanelTest, AFilterLeavesTheModelsThatHaveItsWords)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    QTest::keyClicks(panel().findChild<QLineEdit*>(), QStringLiteral("sinus"));
    EXPECT_EQ(table().model()->rowCount(), 32);
    QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 33);
    EXPECT_TRUE(lines[1].startsWith(QStringLiteral("Sinusoidal-64\t0\t0\t"))) << lines[1].toStdString();
}

TEST_F(HeadsPanelTest, AFilterThatNothingMatchesSaysSo)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    auto* filter = panel().findChild<QLineEdit*>();
    QTest::keyClicks(filter, QStringLiteral("rotary"));
    EXPECT_EQ(table().model()->rowCount(), 0);
    QLabel* said = nullptr;
    for (auto* label : table().findChildren<QLabel*>())
        if (label->isVisible())
            said = label;
    ASSERT_NE(said, nullptr);
    EXPECT_EQ(said->text(), QStringLiteral("No head matches “rotary”."));
    EXPECT_EQ(panel().scatter().content().message, said->text());
    EXPECT_TRUE(panel().scatter().content().points.isEmpty());
    filter->clear();
    EXPECT_FALSE(said->isVisible());
    EXPECT_EQ(panel().scatter().figure().drawn(), 64);
}

TEST_F(HeadsPanelTest, TheScatterHasTheTablesHeadsAndItsChoice)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    ScatterView& scatter = panel().scatter();
    ASSERT_EQ(scatter.content().points.size(), 64);
    // How far over how sharply; the training length is a line where an axis is a distance.
    for (const int row : {0, 13, 63}) {
        EXPECT_EQ(scatter.content().points[row].x, panel().model().row(row).measures.attention.entropy);
        EXPECT_EQ(scatter.content().points[row].y, panel().model().row(row).measures.attention.meanDistance);
        EXPECT_EQ(scatter.content().points[row].value, 100.0 * panel().model().row(row).measures.previous);
        EXPECT_EQ(scatter.content().points[row].series, row / 32);
    }
    EXPECT_FALSE(scatter.content().x.logarithmic);
    EXPECT_TRUE(scatter.content().y.logarithmic);
    EXPECT_TRUE(scatter.content().x.trainingLengths.isEmpty());
    EXPECT_EQ(scatter.content().y.trainingLengths, QVector<double>{64});
    EXPECT_EQ(scatter.content().series[1].colour, m_window->comparison().column(1).colour);
    // What the table has chosen is marked, and the other way round.
    clickRow(9);
    EXPECT_EQ(scatter.chosen(), 9);
    int apart = -1; // a point that no other covers
    for (int point = 0; point < 64 && apart < 0; ++point) {
        bool alone = true;
        for (int other = 0; other < 64; ++other)
            alone = alone && (other == point ||
                              QLineF(scatter.figure().pixelOf(point), scatter.figure().pixelOf(other)).length() > 1.0);
        if (alone && point != 9)
            apart = point;
    }
    ASSERT_GE(apart, 0);
    const HeadRow row = panel().model().row(apart);
    QTest::mouseMove(&scatter, scatter.figure().pixelOf(apart).toPoint());
    EXPECT_TRUE(scatter.toolTip().startsWith(
        QStringLiteral("%1, layer %2, head %3").arg(row.label).arg(row.measures.layer).arg(row.measures.head)))
        << scatter.toolTip().toStdString();
    EXPECT_TRUE(scatter.toolTip().contains(QStringLiteral("entropy: ")));
    QTest::mouseClick(&scatter, Qt::LeftButton, {}, scatter.figure().pixelOf(apart).toPoint());
    EXPECT_EQ(table().currentIndex().row(), apart);
    EXPECT_EQ(setup().view.layer, row.measures.layer);
    EXPECT_EQ(setup().view.head, row.measures.head);
    EXPECT_EQ(m_window->session().setup().columns[m_window->session().chosenColumn()].id, row.column);
    // Sorted, it is the same head.
    clickHeader(columnOf("entropy"));
    ASSERT_TRUE(scatter.chosen().has_value());
    EXPECT_EQ(scatter.content().points[*scatter.chosen()].x, row.measures.attention.entropy);
    QTest::keyClick(&scatter, Qt::Key_Up);
    EXPECT_EQ(scatter.chosen(), table().currentIndex().row());
}

TEST_F(HeadsPanelTest, TheAxesOfTheScatterAreAnyMeasures)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    ScatterView& scatter = panel().scatter();
    const auto choose = [&](const QString& which, const QString& measure) {
        for (auto* box : panel().findChildren<QComboBox*>())
            if (box->accessibleName() == which) {
                QTest::keyClick(box, Qt::Key_Home);
                for (int step = 0; step < box->count() && box->currentText() != measure; ++step)
                    QTest::keyClick(box, Qt::Key_Down);
                EXPECT_EQ(box->currentText(), measure);
                return;
            }
        ADD_FAILURE() << which.toStdString();
    };
    choose(QStringLiteral("What the scatter shows across"), QStringLiteral("by the bias"));
    EXPECT_EQ(scatter.content().points[5].x, panel().model().row(5).measures.bias.meanDistance);
    EXPECT_EQ(scatter.content().x.trainingLengths, QVector<double>{64});
    choose(QStringLiteral("What the scatter shows across"), QStringLiteral("slope"));
    EXPECT_EQ(scatter.figure().drawn(), 32); // ALiBi's
    EXPECT_TRUE(scatter.content().x.trainingLengths.isEmpty());
    EXPECT_TRUE(scatter.content().x.logarithmic);
    EXPECT_EQ(scatter.content().note, QStringLiteral("Heads without both numbers: 32"));
    choose(QStringLiteral("What the scatter shows upwards"), QStringLiteral("first"));
    EXPECT_EQ(scatter.content().y.label, QStringLiteral("first (%)"));
    EXPECT_EQ(scatter.content().points[5].y, 100.0 * panel().model().row(5).measures.first);
    choose(QStringLiteral("What the colours inside the points stand for"), QStringLiteral("the column"));
    EXPECT_TRUE(scatter.content().colours.label.isEmpty());
    choose(QStringLiteral("What the scatter shows upwards"), QStringLiteral("ppl without"));
    EXPECT_EQ(scatter.figure().drawn(), 0);
    EXPECT_EQ(scatter.content().message, QStringLiteral("No head has both: slope and ppl without."));
}

TEST_F(HeadsPanelTest, FollowsSlopesAndLengths)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(measured());
    const double before = panel().model().row(0).measures.attention.meanDistance;
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) {
            e.columns[0].slopes = {0.001, 0.25, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
        });
    }));
    ASSERT_TRUE(becomes([&] {
        return panel().model().rowCount() == 64 && panel().model().row(0).measures.attention.meanDistance > before + 1;
    }));
    EXPECT_EQ(panel().model().row(0).slope, 0.001);
    ASSERT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 32; }); }));
    ASSERT_TRUE(becomes([&] {
        return panel().model().rowCount() == 64 && panel().model().row(63).measures.attention.meanDistance < 32;
    }));
}

TEST_F(HeadsPanelTest, MeasuresPerplexityWithoutEachHeadOnDemand)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("text"), [](core::Setup& e) {
            e.text = {core::TextKind::Typed, std::string("The lamp was lit and the sea was calm again.")};
        });
    }));
    ASSERT_TRUE(measured());
    EXPECT_TRUE(std::isnan(panel().model().row(5).without));
    QTest::mouseClick(panel().findChild<QPushButton*>(), Qt::LeftButton);
    ASSERT_TRUE(becomes([&] { return !std::isnan(panel().model().row(63).without); }));
    const ColumnState& column = m_window->comparison().column(0);
    core::EvaluationOptions options;
    options.length = column.length;
    const auto& model = column.trace->model();
    EXPECT_EQ(panel().model().row(13).without,
              core::evaluate(core::withoutHead(model, 1, 5), *column.tokens, options, m_pool).perplexity);
    EXPECT_EQ(panel().model().row(13).whole, core::evaluate(model, *column.tokens, options, m_pool).perplexity);
}

} // namespace
} // namespace ui
