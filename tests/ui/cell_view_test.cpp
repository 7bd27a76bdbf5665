// SPDX-License-Identifier: GPL-3.0-or-later
// One cell in every column: lock, pin, the sum behind it and its query's row, with real clicks and keys.
#include "core/eval/attention_row.h"
#include "core/eval/cell_sum.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/controls/slope_row.h"
#include "ui/figure/plain_number.h"
#include "ui/panels/cell_panel.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/row_panel.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/sum_view.h"

#include <qcustomplot.h>

#include <algorithm>

namespace ui {
namespace {

class CellViewTest : public MainWindowFixture
{
protected:
    CellPanel& cellPanel() { return *m_window->findChild<CellPanel*>(); }
    RowPanel& rowPanel() { return *m_window->findChild<RowPanel*>(); }
    void click(int c, HeatmapView::Cell cell)
    {
        QTest::mouseClick(&column(c).map(), Qt::LeftButton, {}, column(c).map().cellRect(cell).center());
    }
    const SumContent& sum(std::size_t c) { return cellPanel().sums().at(c)->content(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool saysQuery(std::size_t c, int query)
    {
        return becomes([&] {
            return cellPanel().sums().size() > c && cellPanel().sums()[c]->isVisible() &&
                   sum(c).about.startsWith(QStringLiteral("query %1 ").arg(query));
        });
    }
};

TEST_F(CellViewTest, AClickLocksTheCellInEveryColumn)
{
    ASSERT_TRUE(started());
    click(0, {80, 75});
    EXPECT_EQ(column(0).map().lockedCell(), (HeatmapView::Cell{80, 75}));
    EXPECT_EQ(column(1).map().lockedCell(), (HeatmapView::Cell{80, 75}));
    QTest::mouseMove(&column(1).map(), column(1).map().cellRect({40, 20}).center());
    EXPECT_TRUE(column(1).map().readout().startsWith(QStringLiteral("query 80 ")));
    click(1, {40, 20}); // the lock goes along
    EXPECT_EQ(column(0).map().lockedCell(), (HeatmapView::Cell{40, 20}));
    QTest::keyClick(&column(1).map(), Qt::Key_Escape);
    EXPECT_FALSE(column(0).map().lockedCell());
    EXPECT_FALSE(column(1).map().lockedCell());
}

TEST_F(CellViewTest, TheLossByPositionFollowsAndChoosesQueries)
{
    ASSERT_TRUE(started());
    CurvePlot& loss = m_window->findChild<CurvesPanel*>()->loss();
    ASSERT_TRUE(becomes([&] { return loss.content().curves.size() == 2; }));
    EXPECT_FALSE(loss.cursor());
    click(0, {80, 75});
    EXPECT_EQ(loss.cursor(), 80.0);
    QTest::keyClick(&column(0).map(), Qt::Key_P);
    ASSERT_EQ(loss.content().marks.others.size(), 1);
    EXPECT_EQ(loss.content().marks.others.first().x, 80.0);
    QWidget* canvas = loss.findChild<QCustomPlot*>();
    ASSERT_TRUE(canvas != nullptr && canvas->geometry() == loss.rect());
    QTest::mouseClick(canvas, Qt::LeftButton, {},
                      QPoint(qRound(loss.pixelAt(41.2, 1.0).x()), loss.plotArea().center().toPoint().y()));
    const auto chosen = m_window->selection().chosen(0);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->query, 41);
    const core::AttentionRow row =
        core::attentionRow(*m_window->comparison().column(0).trace, setup().view.layer, setup().view.head, 41);
    EXPECT_EQ(row.weights[std::size_t(chosen->key)], *std::ranges::max_element(row.weights));
    EXPECT_EQ(loss.cursor(), 41.0);
    EXPECT_EQ(column(1).map().lockedCell(), column(0).map().lockedCell());
}

TEST_F(CellViewTest, TheSlopeOfTheShownHeadIsMarked)
{
    ASSERT_TRUE(started());
    const auto marked = [&] {
        QVector<int> heads;
        const auto rows = m_window->findChildren<SlopeRow*>();
        for (int head = 0; head < rows.size(); ++head)
            if (rows[head]->isShown())
                heads.append(head);
        return heads;
    };
    for (const int head : {5, 0}) {
        ASSERT_TRUE(follows(
            [&] { m_window->session().edit(QStringLiteral("head"), [head](core::Setup& e) { e.view.head = head; }); }));
        EXPECT_EQ(marked(), QVector<int>{head});
    }
}

TEST_F(CellViewTest, ShowsTheSumBehindTheCellOfEveryModel)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) {
            e.view.layer = 0;
            e.view.head = 2;
        });
    }));
    click(0, {80, 75});
    ASSERT_TRUE(saysQuery(0, 80));
    ASSERT_TRUE(saysQuery(1, 80));
    for (std::size_t c = 0; c < 2; ++c) {
        const core::CellSum wanted = core::cellSum(*m_window->comparison().column(c).trace, 0, 2, 80, 75);
        const QStringList numbers{plainNumber(wanted.content), plainNumber(wanted.bias), plainNumber(wanted.score),
                                  plainNumber(wanted.rowLogSum), plainNumber(wanted.weight)};
        ASSERT_EQ(sum(c).lines.size(), numbers.size());
        for (qsizetype line = 0; line < numbers.size(); ++line)
            EXPECT_EQ(sum(c).lines[line].text, numbers[line]) << line;
        const auto& strips = sum(c).strips.at(0).strips;
        double content = 0.0;
        for (const double product : strips.at(2).values)
            content += product;
        EXPECT_NEAR(content, wanted.content, 1e-9);
        EXPECT_TRUE(std::is_sorted(strips.at(2).values.rbegin(), strips.at(2).values.rend()));
    }
    EXPECT_TRUE(sum(0).lines[1].how.endsWith(QStringLiteral(" · 5"))) << sum(0).lines[1].how.toStdString();
    EXPECT_TRUE(sum(0).parts.isEmpty());
    ASSERT_EQ(sum(1).parts.size(), 5); // the sinusoidal model's first layer
    double parts = 0.0;
    for (const SumContent::Part& part : sum(1).parts)
        parts += part.value;
    EXPECT_NEAR(parts, core::cellSum(*m_window->comparison().column(1).trace, 0, 2, 80, 75).content, 1e-4);
}

TEST_F(CellViewTest, APinnedCellStandsBesideAnother)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    click(0, {80, 75});
    ASSERT_TRUE(saysQuery(0, 80));
    const SumContent first = sum(0);
    click(0, {80, 75}); // pins
    click(0, {60, 10});
    ASSERT_TRUE(saysQuery(0, 60));
    EXPECT_EQ(sum(0).besideTitle, QStringLiteral("pinned"));
    EXPECT_TRUE(sum(0).about.contains(QStringLiteral("pinned: query 80 "))) << sum(0).about.toStdString();
    for (qsizetype line = 0; line < first.lines.size(); ++line)
        EXPECT_EQ(sum(0).lines[line].beside, first.lines[line].text) << line;
    for (const SumView* view : cellPanel().sums()) // nothing of it is cut
        EXPECT_TRUE(becomes([&] { return view->height() >= view->heightForWidth(view->width()); }))
            << view->height() << " of " << view->heightForWidth(view->width());
    QTest::keyClick(&column(0).map(), Qt::Key_Escape); // the lock, then what the mouse points at, then the pin
    QTest::mouseMove(&column(0).map(), QPoint(1, 1));
    QTest::keyClick(&column(0).map(), Qt::Key_Escape);
    QTest::mouseMove(&column(0).map(), column(0).map().cellRect({50, 10}).center());
    ASSERT_TRUE(saysQuery(0, 50));
    EXPECT_TRUE(sum(0).besideTitle.isEmpty());
    column(0).map().setFocus();
    QTest::keyClick(&column(0).map(), Qt::Key_P);
    QTest::mouseMove(&column(0).map(), column(0).map().cellRect({55, 10}).center());
    ASSERT_TRUE(saysQuery(0, 55));
    EXPECT_TRUE(sum(0).about.contains(QStringLiteral("pinned: query 50 "))) << sum(0).about.toStdString();
}

TEST_F(CellViewTest, APinnedCellIsShownWhileNothingElseIs)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    click(0, {80, 75});
    click(0, {80, 75}); // pinned, and no longer locked
    m_window->selection().stopPointing();
    ASSERT_TRUE(saysQuery(0, 80));
    m_window->selection().point(0, {40, 20});
    ASSERT_TRUE(saysQuery(0, 40));
    m_window->selection().stopPointing();
    ASSERT_TRUE(saysQuery(0, 80));
    m_window->selection().unpin();
    EXPECT_TRUE(becomes([&] { return cellPanel().sums().empty() || !cellPanel().sums()[0]->isVisible(); }));
}

TEST_F(CellViewTest, SaysWhyAMaskedCellHasNoSum)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    click(0, {40, 60});
    ASSERT_TRUE(saysQuery(0, 40));
    EXPECT_TRUE(sum(0).about.contains(QStringLiteral("masked")));
    EXPECT_TRUE(sum(0).lines.isEmpty());
    EXPECT_TRUE(sum(0).strips.isEmpty());
}

// A model that is read anew has no tokens for a moment, and so no such cell.
TEST_F(CellViewTest, AnotherModelKeepsTheCell)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    click(0, {80, 75});
    ASSERT_TRUE(saysQuery(1, 80));
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("model"), [](core::Setup& e) { e.columns[1].model = "builtin:t5-64"; });
    }));
    for (int c = 0; c < 2; ++c)
        EXPECT_EQ(column(c).map().lockedCell(), (HeatmapView::Cell{80, 75})) << c;
    ASSERT_TRUE(becomes([&] { return sum(1).title.startsWith(QStringLiteral("T5")); }));
    ASSERT_TRUE(saysQuery(0, 80));
    ASSERT_TRUE(saysQuery(1, 80));
}

TEST_F(CellViewTest, EscapeLetsGoWhereverTheFocusIs)
{
    ASSERT_TRUE(started());
    click(0, {80, 75});
    click(0, {80, 75}); // pinned
    click(0, {60, 10});
    m_window->setFocus();
    QTest::mouseMove(&column(0).map(), QPoint(1, 1));
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    EXPECT_FALSE(column(0).map().lockedCell());
    EXPECT_FALSE(column(1).map().lockedCell());
    const QImage pinned = column(1).map().grab().toImage();
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    EXPECT_NE(column(1).map().grab().toImage(), pinned) << "the pin is still there";
}

// The mouse may have left the map long before.
TEST_F(CellViewTest, EscapeLeavesNoCrosshairWhereTheMouseWas)
{
    ASSERT_TRUE(started());
    click(0, {80, 75});
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&column(0).map(), &leave);
    m_window->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    for (int c = 0; c < 2; ++c)
        EXPECT_FALSE(column(c).map().crosshair()) << c;
}

// Maps that moved under the mouse would show another cell than the one pointed at.
TEST_F(CellViewTest, NothingMovesWhenTheRowAppears)
{
    ASSERT_TRUE(started());
    m_window->resize(1200, 700);
    m_window->showView("row", true);
    settle();
    const QRect before = column(0).map().mapRect();
    const int height = column(0).map().height();
    click(0, {80, 75});
    ASSERT_TRUE(becomes([&] { return rowPanel().weights().isVisible(); }));
    settle();
    EXPECT_EQ(column(0).map().mapRect(), before);
    EXPECT_EQ(column(0).map().height(), height);
}

TEST_F(CellViewTest, FollowsSlopesHeadsAndLengths)
{
    ASSERT_TRUE(started());
    m_window->showView("cell", true);
    click(0, {80, 75});
    ASSERT_TRUE(saysQuery(0, 80));
    const QString bias = sum(0).lines[1].text;
    ASSERT_TRUE(follows([&] { QTest::keyClick(m_window.get(), Qt::Key_Right); }));
    EXPECT_TRUE(becomes([&] { return sum(0).lines[1].text != bias; }));
    ASSERT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 64; }); }));
    QTest::mouseMove(&column(0).map(), QPoint(1, 1));
    EXPECT_TRUE(becomes([&] { return !cellPanel().sums()[0]->isVisible(); })) << "there is no such cell any more";
}

TEST_F(CellViewTest, TheRowOfTheQueryIsThatOfTheModelAndItsKeysCanBeClicked)
{
    ASSERT_TRUE(started());
    m_window->showView("row", true);
    click(0, {80, 75});
    ASSERT_TRUE(becomes([&] { return rowPanel().weights().isVisible(); }));
    const core::MapView view = m_window->session().shownView(0);
    const auto row = core::attentionRow(*m_window->comparison().column(0).trace, view.layer, view.head, 80);
    const auto expectCurve = [](CurvePlot& plot, qsizetype at, const std::vector<double>& wanted) {
        const CurvesContent content = plot.content();
        ASSERT_GT(content.curves.size(), at);
        ASSERT_EQ(content.curves[at].y.size(), qsizetype(wanted.size()));
        for (std::size_t key = 0; key < wanted.size(); ++key)
            ASSERT_EQ(content.curves[at].y[qsizetype(key)], wanted[key]) << key;
    };
    expectCurve(rowPanel().content(), 0, row.content);
    expectCurve(rowPanel().bias(), 0, row.bias);
    expectCurve(rowPanel().weights(), 0, row.weights);
    expectCurve(rowPanel().weights(), 1, row.without);
    CurvePlot& plot = rowPanel().bias();
    auto* inside = plot.childAt(plot.pixelAt(30.0, 0.0).toPoint());
    ASSERT_NE(inside, nullptr);
    const QPoint at(plot.pixelAt(30.0, 0.0).toPoint().x(), plot.plotArea().center().toPoint().y());
    QTest::mouseClick(inside, Qt::LeftButton, {}, inside->mapFrom(&plot, at));
    EXPECT_TRUE(becomes([&] {
        const auto cell = column(1).map().lockedCell();
        return cell && cell->query == 80 && std::abs(cell->key - 30) <= 1;
    }));
}

} // namespace
} // namespace ui
