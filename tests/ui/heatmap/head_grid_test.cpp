// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/head_grid.h"

#include "core/base/error.h"
#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

const QRgb hot = ui::toQRgb(core::colourMap("viridis").at(1.0));
const QRgb cold = ui::toQRgb(core::colourMap("viridis").at(0.0));

class HeadGridTest : public testing::Test
{
protected:
    void show(int layers, int heads, QSize size = {400, 240})
    {
        grid.resize(size);
        grid.setShape(layers, heads);
        grid.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&grid));
        QTest::mouseMove(&grid, QPoint(0, grid.height() - 1));
    }
    void fill(int layer, int head, const core::Matrix<float>& values)
    {
        auto map = std::make_shared<core::ReducedMap>();
        map->request.region = {0, values.rows(), 0, values.cols()};
        map->values = values;
        grid.setThumbnail(layer, head, map, core::ValueRange{0.0, 1.0}, "viridis");
    }
    QPoint centre(int layer, int head) const { return grid.thumbnailRect(layer, head).center(); }
    QImage picture() { return grid.grab().toImage(); }

    ui::HeadGrid grid;
};

TEST_F(HeadGridTest, LayersAreRowsAndHeadsAreColumns)
{
    show(3, 5);
    for (int layer = 0; layer < 3; ++layer)
        for (int head = 0; head < 5; ++head)
            fill(layer, head, core::Matrix<float>::Constant(4, 4, layer == 2 && head == 1 ? 1.0F : 0.0F));
    const QImage image = picture();
    EXPECT_EQ(image.pixel(centre(2, 1)), hot);
    EXPECT_EQ(image.pixel(centre(1, 2)), cold);
    EXPECT_GT(centre(2, 1).y(), centre(1, 1).y());
    EXPECT_GT(centre(2, 2).x(), centre(2, 1).x());
}

TEST_F(HeadGridTest, EverythingFitsAndStaysSquareAtAnySize)
{
    show(4, 8);
    for (const QSize size :
         {grid.minimumSizeHint(), QSize(90, 60), QSize(200, 400), QSize(900, 90), QSize(1500, 1200)}) {
        grid.resize(size);
        const QRect first = grid.thumbnailRect(0, 0);
        EXPECT_GE(first.width(), 1);
        EXPECT_EQ(first.width(), first.height());
        EXPECT_TRUE(grid.rect().contains(first)) << size.width();
        EXPECT_TRUE(grid.rect().contains(grid.thumbnailRect(3, 7))) << size.width();
        EXPECT_EQ(grid.thumbnailPixelSize(), first.size() * grid.devicePixelRatioF());
        (void)picture();
    }
}

// Where the room is wide and low, layers stand side by side: none is hidden or covered, and each is found where it is.
TEST_F(HeadGridTest, LayersStandSideBySideInLowRoom)
{
    show(4, 8, {520, 24});
    EXPECT_GE(grid.thumbnailRect(0, 0).width(), 10);
    std::vector<QRect> seen;
    QSignalSpy hovered(&grid, &ui::HeadGrid::headHovered);
    for (int layer = 0; layer < 4; ++layer)
        for (int head = 0; head < 8; ++head) {
            const QRect box = grid.thumbnailRect(layer, head);
            EXPECT_TRUE(grid.rect().contains(box)) << layer << " " << head;
            for (const QRect& other : seen)
                EXPECT_FALSE(box.intersects(other)) << layer << " " << head;
            seen.push_back(box);
            QTest::mouseMove(&grid, box.center());
            ASSERT_FALSE(hovered.isEmpty());
            EXPECT_EQ(hovered.last(), (QList<QVariant>{layer, head}));
        }
    EXPECT_GT(centre(1, 0).x(), centre(0, 7).x());
    EXPECT_EQ(centre(1, 0).y(), centre(0, 0).y());
    const int between = (grid.thumbnailRect(0, 7).right() + grid.thumbnailRect(1, 0).left()) / 2;
    QTest::mouseMove(&grid, QPoint(between, centre(0, 0).y()));
    EXPECT_TRUE(grid.toolTip().isEmpty()) << "the name of a layer is no head";
}

TEST_F(HeadGridTest, HoverPreviewsAndClickLocks)
{
    show(4, 8);
    QSignalSpy hovered(&grid, &ui::HeadGrid::headHovered);
    QSignalSpy left(&grid, &ui::HeadGrid::headHoverLeft);
    QSignalSpy selected(&grid, &ui::HeadGrid::headSelected);
    QTest::mouseMove(&grid, centre(1, 3));
    ASSERT_EQ(hovered.count(), 1);
    EXPECT_EQ(hovered.last(), (QList<QVariant>{1, 3}));
    EXPECT_EQ(grid.toolTip(), QStringLiteral("layer 1, head 3: hover to view, click to lock"));
    EXPECT_EQ(grid.selectedLayer(), 0);
    QTest::mouseClick(&grid, Qt::LeftButton, {}, centre(1, 3));
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(selected.last(), (QList<QVariant>{1, 3}));
    EXPECT_EQ(grid.selectedLayer(), 1);
    EXPECT_EQ(grid.selectedHead(), 3);
    QTest::mouseMove(&grid, QPoint(1, 1));
    EXPECT_TRUE(QTest::qWaitFor([&] { return left.count() == 1; }));
}

TEST_F(HeadGridTest, ArrowsMoveTheSelectionAndStopAtTheEdges)
{
    show(2, 2);
    QSignalSpy selected(&grid, &ui::HeadGrid::headSelected);
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Down);
    EXPECT_EQ(selected.last(), (QList<QVariant>{1, 1}));
    QTest::keyClick(&grid, Qt::Key_Right);
    EXPECT_EQ(selected.count(), 2);
    QTest::keyClick(&grid, Qt::Key_Left);
    EXPECT_EQ(selected.last(), (QList<QVariant>{1, 0}));
}

TEST_F(HeadGridTest, SelectionSetFromOutsideIsSilentAndVisible)
{
    show(2, 4);
    QSignalSpy selected(&grid, &ui::HeadGrid::headSelected);
    grid.setAccent(QColor(255, 0, 255));
    grid.setSelected(1, 2);
    EXPECT_EQ(selected.count(), 0);
    const QRect box = grid.thumbnailRect(1, 2);
    EXPECT_EQ(picture().pixel(box.center().x(), box.top() - 2), qRgb(255, 0, 255));
    const QRect other = grid.thumbnailRect(0, 0);
    EXPECT_NE(picture().pixel(other.center().x(), other.top() - 2), qRgb(255, 0, 255));
    grid.setSelected(7, 7);
    EXPECT_EQ(grid.selectedLayer(), 1);
    grid.setShape(1, 4); // layer 1 is gone
    EXPECT_EQ(grid.selectedLayer(), 0);
    EXPECT_EQ(grid.selectedHead(), 0);
}

TEST_F(HeadGridTest, WrongCellsAndShapesAreHarmless)
{
    show(2, 2);
    fill(5, 5, core::Matrix<float>::Ones(2, 2));
    fill(-1, 0, core::Matrix<float>::Ones(2, 2));
    fill(0, 0, core::Matrix<float>());
    EXPECT_THROW(grid.setThumbnail(0, 0, nullptr, {}, "jet"), core::Error);
    grid.setThumbnail(0, 1, nullptr, {}, "viridis");
    (void)picture();
    for (const auto& [layers, heads] : {std::pair{0, 0}, {-3, 4}, {4, 0}}) {
        grid.setShape(layers, heads);
        EXPECT_EQ(grid.layers(), 0);
        QTest::mouseMove(&grid, QPoint(60, 60));
        QTest::mouseClick(&grid, Qt::LeftButton, {}, QPoint(50, 50));
        QTest::keyClick(&grid, Qt::Key_Right);
        (void)picture();
    }
}

TEST_F(HeadGridTest, CaptionsReplaceHeadNumbers)
{
    show(2, 4);
    const QImage numbers = picture();
    grid.setHeadCaptions({QStringLiteral("1/2"), QStringLiteral("1/4"), QStringLiteral("1/8"), QStringLiteral("1/16")});
    const QImage captions = picture();
    const QRect header(0, 0, numbers.width(), grid.thumbnailRect(0, 0).top() - 4);
    EXPECT_NE(captions.copy(header), numbers.copy(header));
    grid.setHeadCaptions({});
    EXPECT_EQ(picture(), numbers);
}

TEST_F(HeadGridTest, MarksAreLaidOverThePictureInTheLongestWordsThatFit)
{
    show(1, 2, {400, 240});
    for (int head = 0; head < 2; ++head)
        fill(0, head, core::Matrix<float>::Ones(4, 4));
    const QRect box = grid.thumbnailRect(0, 0);
    const QRect beside = grid.thumbnailRect(0, 1);
    const QImage plain = picture();
    // The plate of a label that nothing could be written in, in the lower left corner.
    const auto plate = [&](const QImage& image) {
        int wide = 0;
        while (wide < box.width() && image.pixel(box.left() + wide, box.bottom()) != hot)
            ++wide;
        return wide;
    };
    EXPECT_EQ(plate(plain), 0);
    const QString tooLong(400, QLatin1Char('w'));
    grid.setMarks(
        {{false, {tooLong, QStringLiteral("previous"), QStringLiteral("p")}, QStringLiteral("It looks back.")}, {}});
    const QImage labelled = picture();
    const int usual = plate(labelled);
    EXPECT_GT(usual, 10);
    EXPECT_EQ(labelled.copy(beside), plain.copy(beside));
    EXPECT_EQ(labelled.pixel(box.center().x(), box.top() + 4), hot); // the map stays as it is
    grid.setMarks({{false, {tooLong, QStringLiteral("p")}, {}}, {}});
    EXPECT_LT(plate(picture()), usual);
    grid.setMarks({{false, {tooLong}, {}}, {}});
    EXPECT_EQ(picture(), plain);
    // Off: everything is paler, and a line goes across.
    grid.setMarks({{true, {}, QStringLiteral("Switched off.")}, {}});
    const QImage off = picture();
    const auto distance = [&](const QImage& image, QPoint at) {
        const QColor ground = grid.palette().color(QPalette::Window);
        const QColor there = image.pixelColor(at);
        return std::abs(ground.red() - there.red()) + std::abs(ground.blue() - there.blue());
    };
    const QPoint aside(box.left() + box.width() / 4, box.top() + box.height() / 4);
    EXPECT_LT(2 * distance(off, aside), distance(plain, aside));
    EXPECT_NE(off.pixel(box.center()), off.pixel(aside));
    EXPECT_EQ(off.copy(beside), plain.copy(beside));
    QTest::mouseMove(&grid, box.center());
    EXPECT_TRUE(grid.toolTip().endsWith(QStringLiteral("Switched off."))) << grid.toolTip().toStdString();
    grid.setMarks({});
    EXPECT_FALSE(grid.toolTip().contains(QStringLiteral("Switched off."))); // the mouse is still there
    EXPECT_EQ(picture().copy(beside), plain.copy(beside));
}

TEST_F(HeadGridTest, AMenuIsAskedForWithMouseAndKeyboard)
{
    show(2, 4);
    QSignalSpy wanted(&grid, &ui::HeadGrid::menuWanted);
    QContextMenuEvent mouse(QContextMenuEvent::Mouse, centre(1, 2), grid.mapToGlobal(centre(1, 2)));
    QCoreApplication::sendEvent(&grid, &mouse);
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.last(), (QList<QVariant>{1, 2, grid.mapToGlobal(centre(1, 2))}));
    grid.setSelected(0, 3);
    QContextMenuEvent key(QContextMenuEvent::Keyboard, {0, 0}, grid.mapToGlobal(QPoint(0, 0)));
    QCoreApplication::sendEvent(&grid, &key);
    EXPECT_EQ(wanted.last(), (QList<QVariant>{0, 3, grid.mapToGlobal(centre(0, 3))}));
    const QPoint below(0, grid.height() - 1);
    QContextMenuEvent beside(QContextMenuEvent::Mouse, below, grid.mapToGlobal(below));
    QCoreApplication::sendEvent(&grid, &beside);
    EXPECT_EQ(wanted.count(), 2);
}

TEST_F(HeadGridTest, ScreenReadersFindATableAndFollowTheArrows)
{
    show(2, 4);
    grid.setFocus();
    grid.setHeadCaptions({QStringLiteral("1/2"), QStringLiteral("1/4"), QStringLiteral("1/8"), QStringLiteral("1/16")});
    QAccessibleInterface* found = QAccessible::queryAccessibleInterface(&grid);
    QAccessibleTableInterface* table = found->tableInterface();
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->rowCount(), 2);
    EXPECT_EQ(table->columnCount(), 4);
    EXPECT_EQ(table->cellAt(1, 2)->text(QAccessible::Name), QStringLiteral("layer 1, head 2: 1/8"));
    EXPECT_TRUE(table->cellAt(0, 0)->state().selected);
    QTest::keyClick(&grid, Qt::Key_Right);
    EXPECT_EQ(found->focusChild(), table->cellAt(0, 1));
    EXPECT_TRUE(table->cellAt(0, 1)->state().selected);
    EXPECT_FALSE(table->cellAt(0, 0)->state().selected);
    QSignalSpy selected(&grid, &ui::HeadGrid::headSelected);
    table->cellAt(1, 3)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(selected.last(), (QList<QVariant>{1, 3}));
    grid.setShape(0, 0);
    EXPECT_EQ(found->childCount(), 0);
    EXPECT_EQ(table->cellAt(0, 0), nullptr);
}

} // namespace
