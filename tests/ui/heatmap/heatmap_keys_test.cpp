// SPDX-License-Identifier: GPL-3.0-or-later
// A map's cells by keyboard and for screen readers.
#include "ui/heatmap/heatmap_view.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using core::Index;
using core::Region;
using Cell = ui::HeatmapView::Cell;

// A shown view of an n × n causal map; cell (q, k) holds q + k / 1000.
class HeatmapKeysTest : public testing::Test
{
protected:
    void show(int n, Index values = 0)
    {
        values = values == 0 ? n : values;
        view = new ui::HeatmapView(&window);
        other = new QLineEdit(&window);
        auto* layout = new QVBoxLayout(&window);
        layout->addWidget(view, 1);
        layout->addWidget(other);
        QStringList tokens;
        for (int i = 0; i < n; ++i)
            tokens << QStringLiteral("t%1").arg(i);
        view->setTokens(tokens);
        auto map = std::make_shared<core::ReducedMap>();
        map->request.region = {0, n, 0, n};
        map->values.resize(values, values);
        for (Index q = 0; q < values; ++q)
            for (Index k = 0; k < values; ++k)
                map->values(q, k) = k > q ? std::nanf("") : float(q) + float(k) / 1000.0F;
        view->setMap(map, core::ValueRange{0.0, double(n)}, "viridis");
        window.resize(420, 440);
        window.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        view->setFocus();
        QTest::mouseMove(&window, QPoint(1, 1));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(view, key, modifiers); }
    bool isForParent(Qt::Key key)
    {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(view, &event);
        return !event.isAccepted();
    }
    std::optional<Cell> at() { return view->crosshair(); }
    QAccessibleInterface* interface() { return QAccessible::queryAccessibleInterface(view); }
    QAccessibleTableInterface* table() { return interface()->tableInterface(); }

    QWidget window;
    ui::HeatmapView* view = nullptr;
    QLineEdit* other = nullptr;
};

TEST_F(HeatmapKeysTest, ArrowsMoveACellAndTellAsHoveringDoes)
{
    show(20);
    QSignalSpy hovered(view, &ui::HeatmapView::hovered);
    press(Qt::Key_Down); // appears in the middle
    EXPECT_EQ(at(), (Cell{10, 10}));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Up);
    EXPECT_EQ(at(), (Cell{9, 8}));
    ASSERT_EQ(hovered.count(), 4);
    EXPECT_EQ(hovered.last(), (QList<QVariant>{9, 8}));
    for (int i = 0; i < 30; ++i)
        press(Qt::Key_Down);
    EXPECT_EQ(at(), (Cell{19, 8})); // stays inside
}

TEST_F(HeatmapKeysTest, FarKeysGoFarOnceThereIsACell)
{
    show(80);
    for (const auto key : {Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_End, Qt::Key_Escape, Qt::Key_Return})
        EXPECT_TRUE(isForParent(key)) << key; // the window's, as long as nobody points at a cell
    press(Qt::Key_Down);
    press(Qt::Key_Home);
    EXPECT_EQ(at(), (Cell{40, 0}));
    press(Qt::Key_PageDown);
    EXPECT_EQ(at(), (Cell{50, 0}));
    press(Qt::Key_End); // its own position: it sees no more
    EXPECT_EQ(at(), (Cell{50, 50}));
    press(Qt::Key_PageUp);
    EXPECT_EQ(at(), (Cell{40, 50}));
    press(Qt::Key_End, Qt::ControlModifier);
    EXPECT_EQ(at(), (Cell{79, 79}));
    press(Qt::Key_Home, Qt::ControlModifier);
    EXPECT_EQ(at(), (Cell{0, 0}));
}

TEST_F(HeatmapKeysTest, EnterLocksAndEscapeReleasesThenHides)
{
    show(20);
    QSignalSpy clicked(view, &ui::HeatmapView::cellClicked);
    QSignalSpy released(view, &ui::HeatmapView::lockReleased);
    QSignalSpy left(view, &ui::HeatmapView::hoverLeft);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    EXPECT_EQ(view->lockedCell(), (Cell{10, 10}));
    EXPECT_EQ(clicked.count(), 1);
    press(Qt::Key_Left); // the lock goes along
    EXPECT_EQ(view->lockedCell(), (Cell{10, 9}));
    EXPECT_EQ(clicked.last(), (QList<QVariant>{10, 9}));
    press(Qt::Key_Escape);
    EXPECT_EQ(released.count(), 1);
    EXPECT_FALSE(view->lockedCell());
    EXPECT_EQ(at(), (Cell{10, 9}));
    press(Qt::Key_Escape);
    EXPECT_FALSE(at());
    EXPECT_GE(left.count(), 1);
    EXPECT_TRUE(isForParent(Qt::Key_Escape));
}

TEST_F(HeatmapKeysTest, TheViewFollowsTheCell)
{
    show(100);
    view->setRegion({40, 16, 40, 16});
    press(Qt::Key_Down);
    QSignalSpy asked(view, &ui::HeatmapView::regionRequested);
    for (int i = 0; i < 8; ++i)
        press(Qt::Key_Down);
    EXPECT_EQ(at(), (Cell{56, 48}));
    EXPECT_EQ(view->region(), (Region{41, 16, 40, 16}));
    EXPECT_EQ(asked.count(), 1);
    press(Qt::Key_Home);
    EXPECT_EQ(view->region(), (Region{41, 16, 0, 16}));
}

TEST_F(HeatmapKeysTest, TheMouseTakesOverAndLeavingEndsIt)
{
    show(20);
    press(Qt::Key_Down);
    QSignalSpy hovered(view, &ui::HeatmapView::hovered);
    QTest::mouseMove(view, view->cellRect({15, 3}).center());
    EXPECT_EQ(at(), (Cell{15, 3}));
    EXPECT_EQ(hovered.last(), (QList<QVariant>{15, 3}));
    press(Qt::Key_Right); // on from where the mouse is
    EXPECT_EQ(at(), (Cell{15, 4}));
    other->setFocus();
    EXPECT_EQ(at(), (Cell{15, 3})); // the mouse still is there
    view->setFocus();
    press(Qt::Key_Right);
    press(Qt::Key_Return);
    other->setFocus();
    EXPECT_EQ(view->lockedCell(), (Cell{15, 4})); // a lock stays
}

TEST_F(HeatmapKeysTest, ScreenReadersFindATable)
{
    show(20);
    ASSERT_NE(table(), nullptr);
    EXPECT_EQ(interface()->role(), QAccessible::Table);
    EXPECT_EQ(table()->rowCount(), 20);
    EXPECT_EQ(table()->columnCount(), 20);
    EXPECT_EQ(table()->rowDescription(7), QStringLiteral("query 7 “t7”"));
    EXPECT_EQ(table()->columnDescription(3), QStringLiteral("key 3 “t3”"));
    QAccessibleInterface* cell = table()->cellAt(7, 3);
    ASSERT_NE(cell, nullptr);
    EXPECT_EQ(cell->text(QAccessible::Name), QStringLiteral("query 7 “t7”, key 3 “t3”: 7.003"));
    EXPECT_EQ(cell->text(QAccessible::Value), QStringLiteral("7.003"));
    EXPECT_EQ(table()->cellAt(3, 7)->text(QAccessible::Value), QStringLiteral("masked"));
    EXPECT_EQ(cell->parent(), interface());
    EXPECT_EQ(cell->tableCellInterface()->rowIndex(), 7);
    EXPECT_EQ(cell->tableCellInterface()->columnIndex(), 3);
    const QRect box = view->cellRect({7, 3});
    EXPECT_EQ(cell->rect(), QRect(view->mapToGlobal(box.topLeft()), box.size()));
    EXPECT_EQ(interface()->childAt(cell->rect().center().x(), cell->rect().center().y()), cell);
    EXPECT_EQ(interface()->indexOfChild(cell), 7 * 20 + 3);
    EXPECT_EQ(interface()->child(7 * 20 + 3), cell);
    EXPECT_EQ(table()->cellAt(20, 0), nullptr);
    EXPECT_EQ(table()->cellAt(0, -1), nullptr);
}

TEST_F(HeatmapKeysTest, ScreenReadersFollowTheKeyboard)
{
    show(20);
    press(Qt::Key_Down);
    press(Qt::Key_Left);
    view->setReadout(QStringLiteral("content + bias = score"));
    QAccessibleInterface* cell = interface()->focusChild();
    ASSERT_NE(cell, nullptr);
    EXPECT_EQ(cell, table()->cellAt(10, 9));
    EXPECT_TRUE(cell->state().focused);
    EXPECT_FALSE(cell->state().selected);
    EXPECT_EQ(cell->text(QAccessible::Description), QStringLiteral("content + bias = score"));
    EXPECT_EQ(table()->selectedCellCount(), 0);
    press(Qt::Key_Return);
    EXPECT_TRUE(cell->state().selected);
    EXPECT_EQ(table()->selectedCells(), QList<QAccessibleInterface*>{cell});
    // And they can lock a cell themselves.
    table()->cellAt(4, 2)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(view->lockedCell(), (Cell{4, 2}));
}

TEST_F(HeatmapKeysTest, AHugeMapCostsNothingUntilACellIsAsked)
{
    show(16384, 256);
    QElapsedTimer timer;
    timer.start();
    EXPECT_EQ(interface()->childCount(), 16384 * 16384);
    EXPECT_TRUE(table()->cellAt(16383, 5)->text(QAccessible::Value).contains(QStringLiteral("peak")));
    for (int row = 0; row < 2000; ++row) // more than are kept
        ASSERT_TRUE(table()->cellAt(row, 0)->isValid());
    EXPECT_LT(timer.elapsed(), 2000);
    QAccessibleInterface* cell = table()->cellAt(1999, 0);
    view->setTokens({QStringLiteral("a"), QStringLiteral("b")}); // a shorter text: it is gone
    EXPECT_FALSE(cell->isValid());
    EXPECT_TRUE(cell->state().invalid);
}

TEST_F(HeatmapKeysTest, AMapIsOneTabStop)
{
    show(20);
    press(Qt::Key_Down);
    QTest::keyClick(view, Qt::Key_Tab);
    EXPECT_TRUE(other->hasFocus());
}

} // namespace
