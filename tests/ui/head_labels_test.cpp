// SPDX-License-Identifier: GPL-3.0-or-later
// Labels on thumbnails: what each head does, with the number that earned it.
#include "ui/view_models/head_labels.h"

#include "tests/ui/main_window_fixture.h"
#include "ui/figure/style.h"
#include "ui/heatmap/head_grid.h"
#include "ui/settings/preferences.h"

#include <QAccessible>
#include <QFontMetrics>

namespace ui {
namespace {

class HeadLabelsTest : public MainWindowFixture
{
protected:
    // What the thumbnail says, as screen readers and tooltips have it.
    QString said(int c, int layer, int head)
    {
        QAccessibleInterface* grid = QAccessible::queryAccessibleInterface(&column(c).grid());
        return grid->tableInterface()->cellAt(layer, head)->text(QAccessible::Description);
    }
    int labelled(int c)
    {
        int count = 0;
        for (int layer = 0; layer < column(c).grid().layers(); ++layer)
            for (int head = 0; head < column(c).grid().heads(); ++head)
                count += said(c, layer, head).isEmpty() ? 0 : 1;
        return count;
    }
    template <typename Condition>
    bool becomes(Condition condition)
    {
        return QTest::qWaitFor(condition, kPatience);
    }
    // What the header's lines come to, measured here.
    QString expected(std::size_t c, int layer, int head)
    {
        const ColumnState& state = m_window->comparison().column(c);
        const auto measures = core::headMeasures(*state.trace, state.length, {}, m_pool);
        const auto behaviour = core::behaviourOf(measures[std::size_t(layer * state.heads + head)]);
        return behaviour ? behaviourText(*behaviour) : QString();
    }
};

TEST_F(HeadLabelsTest, AppearWhenTheyAreAskedForAndFollowWhatIsRead)
{
    ASSERT_TRUE(started());
    EXPECT_EQ(labelled(0) + labelled(1), 0);
    const QImage plain = column(0).grid().grab().toImage();
    QTest::keyClick(m_window.get(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(becomes([&] { return labelled(0) > 0 && labelled(1) > 0; }));
    EXPECT_NE(column(0).grid().grab().toImage(), plain);
    for (const auto& [layer, head] : {std::pair(0, 0), {0, 1}, {1, 3}, {3, 7}})
        for (const int c : {0, 1})
            EXPECT_EQ(said(c, layer, head), expected(std::size_t(c), layer, head)) << c << layer << head;
    EXPECT_TRUE(said(0, 0, 0).startsWith(QStringLiteral("Local: "))) << said(0, 0, 0).toStdString(); // slope 1/2
    // Another slope: what was measured of the old one is gone at once, the new one follows.
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) {
            e.columns[0].slopes = {-100.0, 0.25, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
        });
    }));
    EXPECT_FALSE(said(0, 0, 0).startsWith(QStringLiteral("Local: ")));
    ASSERT_TRUE(becomes([&] { return said(0, 0, 0).startsWith(QStringLiteral("First token: ")); }));
    EXPECT_TRUE(said(0, 0, 0).contains(QStringLiteral("100.0 %"))) << said(0, 0, 0).toStdString();
    QTest::keyClick(m_window.get(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(labelled(0) + labelled(1), 0);
}

TEST_F(HeadLabelsTest, AreRemembered)
{
    m_window->preferences().setLabelsHeads(true);
    ASSERT_TRUE(started());
    ASSERT_TRUE(becomes([&] { return labelled(0) > 0; }));
    EXPECT_FALSE(Preferences().labelsHeads());
}

TEST_F(HeadLabelsTest, AHeadThatIsOffSaysThatInstead)
{
    m_window->preferences().setLabelsHeads(true);
    ASSERT_TRUE(started());
    ASSERT_TRUE(becomes([&] { return !said(0, 0, 0).isEmpty(); }));
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("off"), [](core::Setup& e) {
            e.columns[0].options["heads_off"] = core::Json::parse("[[0, 0]]");
        });
    }));
    ASSERT_TRUE(becomes([&] { return said(0, 0, 0).startsWith(QStringLiteral("Switched off")); }));
    EXPECT_TRUE(becomes([&] { return said(0, 0, 1).startsWith(QStringLiteral("Local")); }));
}

// In the smallest window that lessons are given in, every head has room for a label, and the map stays large.
TEST_F(HeadLabelsTest, FitAt1280By720)
{
    m_window->resize(1280, 720);
    ASSERT_TRUE(started());
    const int before = column(0).map().mapPixelSize().height();
    m_window->preferences().setLabelsHeads(true);
    ASSERT_TRUE(becomes([&] { return labelled(0) > 0 && labelled(1) > 0; }));
    for (const int c : {0, 1}) {
        const HeadGrid& grid = column(c).grid();
        const QFontMetrics metrics(scaledFont(grid.font(), 0.8));
        for (int layer = 0; layer < grid.layers(); ++layer)
            for (int head = 0; head < grid.heads(); ++head) {
                const QRect room = grid.labelRect(layer, head);
                EXPECT_TRUE(grid.rect().contains(room));
                EXPECT_TRUE(grid.rect().contains(grid.thumbnailRect(layer, head)));
                for (const QString& label : shortestLabels())
                    EXPECT_LE(metrics.horizontalAdvance(label) + 4, room.width()) << label.toStdString();
                EXPECT_LE(metrics.height(), room.height());
                if (head > 0) {
                    EXPECT_FALSE(grid.labelRect(layer, head - 1).intersects(grid.thumbnailRect(layer, head)));
                }
            }
    }
    EXPECT_GE(4 * column(0).map().mapPixelSize().height(), 3 * before);
    m_window->preferences().setLabelsHeads(false);
    EXPECT_TRUE(becomes([&] { return column(0).map().mapPixelSize().height() == before; }));
}

// Words get shorter, never without the number.
TEST(HeadLabels, GetShorterAndKeepTheirNumber)
{
    using core::Behaviour;
    for (const Behaviour what : {Behaviour::Previous, Behaviour::First, Behaviour::Induction, Behaviour::Same,
                                 Behaviour::Far, Behaviour::Local}) {
        const bool distance = what == Behaviour::Local;
        const QStringList labels = behaviourLabels({what, distance ? 2.345 : 0.834});
        ASSERT_GE(labels.size(), 2);
        for (qsizetype i = 0; i < labels.size(); ++i) {
            EXPECT_TRUE(labels[i].endsWith(distance ? QStringLiteral("2.3") : QStringLiteral(".83")))
                << labels[i].toStdString();
            if (i > 0) {
                EXPECT_LT(labels[i].size(), labels[i - 1].size());
            }
        }
    }
    EXPECT_EQ(behaviourLabels({Behaviour::Previous, 0.834}).front(), QStringLiteral("previous 0.83"));
    EXPECT_EQ(behaviourLabels({Behaviour::First, 1.0}).back(), QStringLiteral("1st 1.00"));
    EXPECT_TRUE(behaviourText({Behaviour::Previous, 0.834}).contains(QStringLiteral("83")));
}

} // namespace
} // namespace ui
