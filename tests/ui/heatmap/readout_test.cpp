// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/heatmap/heatmap_view_fixture.h"

namespace heatmap_tests {
namespace {

TEST_F(HeatmapViewTest, CrosshairAndReadoutLeaveTheCellsColour)
{
    show(10, {7, 2});
    const QImage before = picture();
    QTest::mouseMove(&view, centre({7, 2}));
    const QImage crosshair = picture();
    EXPECT_EQ(crosshair.pixel(centre({7, 2})), hotCell);
    EXPECT_NE(crosshair.copy(view.mapRect()), before.copy(view.mapRect()));
    view.setReadout(QStringLiteral("1.25 − 0.50 = 0.75 → 0.12"));
    EXPECT_NE(picture(), crosshair);
    QTest::mouseMove(&view, QPoint(2, 2));
    EXPECT_EQ(picture(), before);
}

// Text that would hide much of the map stands where masked cells are, wherever the mouse is.
TEST_F(HeatmapViewTest, ALargeReadoutHidesMaskedCellsOnly)
{
    show(10, {7, 2});
    view.setReadout(QStringLiteral("query 7 “t7” → key 2 “t2”: content 1.25 + bias −0.50 = score 0.75 → weight 0.12"));
    const QRect map = view.mapRect();
    for (const Cell cell : {Cell{7, 2}, Cell{9, 9}, Cell{5, 0}}) {
        QTest::mouseMove(&view, centre(cell));
        const QImage image = picture();
        const QColor box = view.palette().color(QPalette::ToolTipBase);
        EXPECT_EQ(image.pixelColor(map.right() - 8, map.top() + 6), box);
        EXPECT_EQ(count(image, map.adjusted(0, map.height() / 2, 0, 0), box.rgb()), 0);
    }
}

TEST_F(HeatmapViewTest, ASmallMapHasABriefReadout)
{
    show(10);
    const auto boxPixels = [&](const QString& brief) {
        view.setReadout(QStringLiteral("query 4 “the” looks at key 2 “sea”\ndistance 2\ncontent 1 + bias 2 = 3\n→ 0.5"),
                        brief);
        view.setLocked(Cell{9, 0}); // far from the masked corner
        const QImage image = view.grab().toImage();
        const QRgb box = view.palette().color(QPalette::ToolTipBase).rgb();
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixel(x, y) == box ? 1 : 0;
        return count;
    };
    view.resize(240, 240);
    EXPECT_LT(3 * boxPixels(QStringLiteral("→ 0.5")), boxPixels({}));
    view.resize(900, 900);
    EXPECT_EQ(boxPixels(QStringLiteral("→ 0.5")), boxPixels({}));
}

// At the lower edge the box goes up, so that the keys' labels and the chip of the key pointed at stay readable.
TEST_F(HeatmapViewTest, AReadoutLeavesTheKeysLabelsFree)
{
    show(10, {7, 2}, {700, 700});
    const QRect map = view.mapRect();
    for (const Cell cell : {Cell{9, 1}, Cell{9, 8}, Cell{8, 4}}) {
        view.setReadout({});
        QTest::mouseMove(&view, centre(cell));
        const QRect below(0, map.bottom() + 1, view.width(), view.height() - map.bottom() - 1);
        const QImage before = picture();
        view.setReadout(QStringLiteral("content 1.25 + bias −0.50\n= score 0.75\n→ weight 0.12"));
        const QImage after = picture();
        EXPECT_NE(after, before);
        EXPECT_EQ(after.copy(below), before.copy(below)) << cell.query << " " << cell.key;
    }
}

} // namespace
} // namespace heatmap_tests
