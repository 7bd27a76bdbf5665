// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/heatmap/heatmap_view_fixture.h"

#include "core/base/error.h"
#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace heatmap_tests {
namespace {

struct PaintCount : QObject
{
    bool eventFilter(QObject*, QEvent* event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int paints = 0;
};

// The picture is made in an event of its own: nobody has to ask for the paint that follows, and whoever looks sooner
// sees the newest map.
TEST_F(HeatmapViewTest, AnotherMapIsPaintedByItself)
{
    show(8, {3, 1});
    QCoreApplication::processEvents();
    PaintCount counter;
    view.installEventFilter(&counter);
    core::Matrix<float> values = core::Matrix<float>::Zero(8, 8);
    values(6, 2) = 1.0F;
    view.setMap(mapOf(values), core::ValueRange{0.0, 1.0}, "viridis");
    EXPECT_EQ(counter.paints, 0);
    EXPECT_TRUE(QTest::qWaitFor([&] { return counter.paints > 0; }));
    EXPECT_EQ(picture().pixel(centre({6, 2})), hotCell);
    view.setMap(mapOf(core::Matrix<float>::Zero(8, 8)), core::ValueRange{0.0, 1.0}, "viridis");
    EXPECT_EQ(picture().pixel(centre({6, 2})), coldCell);
}

TEST_F(HeatmapViewTest, QueryIsTheRowAndZeroIsAtTheTop)
{
    show(5, {3, 1});
    const QImage image = picture();
    const QRect map = view.mapRect();
    EXPECT_EQ(image.pixel(map.left() + map.width() * 3 / 10, map.top() + map.height() * 7 / 10), hotCell);
    EXPECT_EQ(image.pixel(map.left() + map.width() * 7 / 10, map.top() + map.height() * 3 / 10), coldCell);
    EXPECT_EQ(image.pixel(centre({3, 1})), hotCell);
    EXPECT_EQ(image.pixel(centre({1, 3})), coldCell);
}

TEST_F(HeatmapViewTest, SpecialValuesHaveTheirColours)
{
    const float inf = std::numeric_limits<float>::infinity();
    show(2, {1, 0});
    view.setMap(mapOf(core::Matrix<float>{{-inf, std::nanf("")}, {inf, 0.5F}}), core::ValueRange{0.0, 1.0}, "viridis");
    const QImage image = picture();
    EXPECT_EQ(image.pixel(centre({0, 0})), coldCell);
    EXPECT_EQ(image.pixel(centre({0, 1})), ui::toQRgb(core::maskedColour(false)));
    EXPECT_EQ(image.pixel(centre({1, 0})), hotCell);
    EXPECT_EQ(image.pixel(centre({1, 1})), ui::toQRgb(core::colourMap("viridis").at(0.5)));
}

TEST_F(HeatmapViewTest, OneHotCellAmongMillionsIsSeen)
{
    show(4096, {4001, 17}, {320, 300});
    EXPECT_EQ(count(picture(), view.mapRect(), hotCell), 1);
}

TEST_F(HeatmapViewTest, OneByOneMapAndNoMapAreFine)
{
    (void)picture(); // nothing set at all
    show(1, {0, 0});
    EXPECT_EQ(picture().pixel(centre({0, 0})), hotCell);
    view.setMap(nullptr, {}, "viridis");
    EXPECT_EQ(count(picture(), view.mapRect(), hotCell), 0);
    EXPECT_THROW(view.setMap(nullptr, {}, "jet"), core::Error);
}

TEST_F(HeatmapViewTest, HoveringNamesTheCellUnderTheMouse)
{
    show(10, {7, 2});
    QSignalSpy hovered(&view, &ui::HeatmapView::hovered);
    QSignalSpy left(&view, &ui::HeatmapView::hoverLeft);
    QTest::mouseMove(&view, centre({7, 2}));
    ASSERT_EQ(hovered.count(), 1);
    EXPECT_EQ(hovered.last(), (QList<QVariant>{7, 2}));
    QTest::mouseMove(&view, centre({7, 2}) + QPoint(1, 1)); // the same cell
    EXPECT_EQ(hovered.count(), 1);
    QTest::mouseMove(&view, QPoint(2, 2));
    EXPECT_EQ(left.count(), 1);
}

// In a narrow view the colour bar lies below the map, from the lowest value at the left to the highest.
TEST_F(HeatmapViewTest, ANarrowMapHasItsColourBarBelow)
{
    const auto rises = [&](const QRect& map) {
        const QImage image = picture();
        for (int y = map.bottom() + 3; y < image.height(); ++y) {
            int right = 0; // places with the colour of their value
            for (int i = 1; i < 10; ++i) {
                const QColor wanted(ui::toQRgb(core::colourMap("viridis").at(i / 10.0)));
                const QColor seen = image.pixelColor(map.left() + i * map.width() / 10, y);
                right += std::abs(wanted.red() - seen.red()) + std::abs(wanted.green() - seen.green()) +
                             std::abs(wanted.blue() - seen.blue()) <
                         30;
            }
            if (right == 9)
                return true;
        }
        return false;
    };
    show(10, {7, 2}, {250, 420});
    EXPECT_TRUE(rises(view.mapRect()));
    EXPECT_GT(view.mapRect().width(), 150);
    view.resize(600, 320);
    EXPECT_FALSE(rises(view.mapRect()));
}

TEST_F(HeatmapViewTest, AClickLocksUntilEscAndAnotherMovesTheLock)
{
    show(10);
    QSignalSpy clicked(&view, &ui::HeatmapView::cellClicked);
    QSignalSpy released(&view, &ui::HeatmapView::lockReleased);
    QSignalSpy hovered(&view, &ui::HeatmapView::hovered);
    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({4, 2}));
    ASSERT_EQ(clicked.count(), 1);
    EXPECT_EQ(clicked.last(), (QList<QVariant>{4, 2}));
    EXPECT_EQ(view.lockedCell(), (Cell{4, 2}));
    hovered.clear();
    QTest::mouseMove(&view, centre({8, 8}));
    EXPECT_EQ(hovered.count(), 0); // the lock holds
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(released.count(), 1);
    EXPECT_EQ(hovered.count(), 1); // and hovering goes on where the mouse is
    EXPECT_FALSE(view.lockedCell());

    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({1, 1}));
    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({5, 5}));
    EXPECT_EQ(clicked.count(), 3);
    EXPECT_EQ(view.lockedCell(), (Cell{5, 5}));
    EXPECT_EQ(released.count(), 1);
}

TEST_F(HeatmapViewTest, AClickOnTheLockedCellPinsItAndGoesOnPointing)
{
    show(10);
    QSignalSpy pins(&view, &ui::HeatmapView::pinWanted);
    QSignalSpy unpins(&view, &ui::HeatmapView::unpinWanted);
    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({4, 2}));
    EXPECT_EQ(pins.count(), 0);
    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({4, 2}));
    ASSERT_EQ(pins.count(), 1);
    EXPECT_EQ(pins.last(), (QList<QVariant>{4, 2}));
    EXPECT_FALSE(view.lockedCell());
    const QImage before = view.grab().toImage();
    view.setPinned(Cell{7, 3}); // elsewhere, so that the crosshair is not in its way
    const QImage after = view.grab().toImage();
    const QPoint cell = centre({7, 3});
    EXPECT_EQ(after.pixelColor(cell), before.pixelColor(cell)) << "the pin hides the colour it marks";
    const QRect around = view.cellRect({7, 3}).adjusted(-8, -8, 8, 8);
    EXPECT_NE(after.copy(around), before.copy(around));
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(unpins.count(), 1);
}

TEST_F(HeatmapViewTest, ALockFromElsewhereHoldsAndIsNotSaidAgain)
{
    show(10);
    QSignalSpy clicked(&view, &ui::HeatmapView::cellClicked);
    QSignalSpy released(&view, &ui::HeatmapView::lockReleased);
    view.setLocked(Cell{6, 1});
    QTest::mouseMove(&view, centre({8, 8}));
    EXPECT_EQ(view.crosshair(), (Cell{6, 1}));
    view.setLocked(Cell{10, 1}); // there is none
    EXPECT_FALSE(view.lockedCell());
    EXPECT_EQ(clicked.count() + released.count(), 0);
}

TEST_F(HeatmapViewTest, AShorterTextLetsGoOfALockItDoesNotReach)
{
    show(10);
    QTest::mouseClick(&view, Qt::LeftButton, {}, centre({9, 2}));
    ASSERT_TRUE(view.lockedCell());
    view.setTokens(tokens(9));
    EXPECT_FALSE(view.lockedCell());
}

TEST_F(HeatmapViewTest, WheelZoomsAboutTheCursorInsideTheMatrix)
{
    show(100);
    QSignalSpy asked(&view, &ui::HeatmapView::regionRequested);
    const QPoint corner = view.mapRect().bottomRight() - QPoint(1, 1);
    wheel(corner, 120);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_EQ(asked.last().first().value<Region>(), (Region{20, 80, 20, 80}));
    EXPECT_EQ(view.region(), (Region{20, 80, 20, 80}));
    for (int i = 0; i < 40; ++i)
        wheel(corner, 120);
    EXPECT_EQ(view.region(), (Region{92, 8, 92, 8}));
    const int before = asked.count();
    wheel(corner, 120);
    EXPECT_EQ(asked.count(), before); // nothing smaller to ask for
    for (int i = 0; i < 80; ++i)
        wheel(view.mapRect().center(), -120);
    EXPECT_EQ(view.region(), (Region{0, 100, 0, 100}));
}

TEST_F(HeatmapViewTest, TouchPadSteppingAddsUp)
{
    show(100);
    for (int i = 0; i < 8; ++i)
        wheel(view.mapRect().center(), 15);
    EXPECT_NEAR(double(view.region().keys), 80.0, 3.0);
}

TEST_F(HeatmapViewTest, WhileTheNewMapIsAwaitedTheOldOneIsShownScaled)
{
    show(100, {50, 50});
    view.setRegion({46, 8, 46, 8});
    QImage image = picture();
    EXPECT_EQ(image.pixel(centre({50, 50})), hotCell);
    EXPECT_EQ(image.pixel(centre({47, 50})), coldCell);
    EXPECT_GT(count(image, view.mapRect(), hotCell), 500);
    // An answer to an older question does not move the view...
    view.setMap(mapOf(core::Matrix<float>::Zero(100, 100)), core::ValueRange{0.0, 1.0}, "viridis");
    EXPECT_EQ(view.region(), (Region{46, 8, 46, 8}));
    // ... the awaited one is shown, and afterwards the view follows its maps again.
    view.setMap(mapOf(core::Matrix<float>::Ones(8, 8), {46, 8, 46, 8}), core::ValueRange{0.0, 1.0}, "viridis");
    EXPECT_EQ(picture().pixel(centre({47, 50})), hotCell);
    // Zooming out: the middle from the last map, the rest from the last whole one, nothing blank.
    view.setRegion({0, 100, 0, 100});
    image = picture();
    EXPECT_EQ(image.pixel(centre({50, 50})), hotCell);
    EXPECT_EQ(image.pixel(centre({90, 10})), coldCell);
}

TEST_F(HeatmapViewTest, DragPansAndIsNoClick)
{
    show(100);
    view.setRegion({40, 20, 40, 20});
    QSignalSpy clicked(&view, &ui::HeatmapView::cellClicked);
    const QPoint from = view.mapRect().center();
    const int fiveCells = view.mapRect().width() / 4;
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&view, from + QPoint(fiveCells, 0));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(fiveCells, 0));
    EXPECT_EQ(view.region(), (Region{40, 20, 35, 20})); // the picture goes with the hand
    EXPECT_EQ(clicked.count(), 0);
}

TEST_F(HeatmapViewTest, KeysPanZoomAndReset)
{
    show(100);
    view.setRegion({40, 16, 40, 16});
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(view.region(), (Region{40, 16, 42, 16}));
    QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_EQ(view.region(), (Region{38, 16, 42, 16}));
    QTest::keyClick(&view, Qt::Key_Minus);
    EXPECT_EQ(view.region().keys, 20);
    for (const auto key : {Qt::Key_Home, Qt::Key_0}) {
        view.setRegion({40, 16, 40, 16});
        QTest::keyClick(&view, key);
        EXPECT_EQ(view.region(), (Region{0, 100, 0, 100}));
    }
    view.setRegion({40, 16, 40, 16});
    QTest::mouseDClick(&view, Qt::LeftButton, {}, view.mapRect().center());
    EXPECT_EQ(view.region(), (Region{0, 100, 0, 100}));
    EXPECT_FALSE(view.lockedCell());
}

TEST_F(HeatmapViewTest, MapSizeIsSquareAndChangesAreTold)
{
    show(64);
    QSignalSpy changed(&view, &ui::HeatmapView::mapSizeChanged);
    const QSize before = view.mapPixelSize();
    EXPECT_EQ(before.width(), before.height());
    EXPECT_EQ(before, view.mapRect().size() * view.devicePixelRatioF());
    view.resize(600, 560);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_GT(view.mapPixelSize().width(), before.width());
    view.setMap(mapOf(core::Matrix<float>::Zero(64, 64)), core::ValueRange{-2000.0, 0.0}, "bias");
    EXPECT_EQ(changed.count(), 1); // values do not move the layout
    for (const QSize size : {QSize(1, 1), QSize(30, 200), QSize(120, 110), QSize(220, 150), QSize(2000, 120)}) {
        view.resize(size);
        EXPECT_FALSE(view.mapPixelSize().isEmpty());
        (void)picture();
    }
}

TEST_F(HeatmapViewTest, TokensAreShownWhereTheyFit)
{
    show(200, {3, 1}, {500, 480});
    EXPECT_FALSE(view.showsTokens());
    view.setRegion({0, 12, 0, 12});
    EXPECT_TRUE(view.showsTokens());
}

TEST_F(HeatmapViewTest, OddTokensNeitherBreakNorTakeTheWholeWidget)
{
    show(8, {3, 1}, {500, 480});
    QStringList odd{QString(100000, QLatin1Char('W')),
                    QString(),
                    QStringLiteral("\n"),
                    QStringLiteral("שלום"),
                    QString(QChar(0xD83D)),
                    QStringLiteral("日本語"),
                    QString(QChar(0)),
                    QString(400, QChar(0x0301))};
    view.setTokens(odd);
    EXPECT_TRUE(view.showsTokens());
    EXPECT_GT(view.mapRect().width(), 200);
    (void)picture();
    QTest::mouseMove(&view, centre({0, 3}));
    (void)picture();
}

TEST_F(HeatmapViewTest, TrainingLengthIsALineWhereItIsInside)
{
    show(16);
    const QRect map = view.mapRect();
    const auto blackInColumn = [&](int key) {
        const int x = view.cellRect({0, key}).left();
        return count(picture(), QRect(x - 2, map.top(), 4, map.height()), qRgb(0, 0, 0));
    };
    EXPECT_EQ(blackInColumn(8), 0);
    view.setTrainingLength(8);
    EXPECT_GT(blackInColumn(8), map.height() / 4);
    EXPECT_LT(blackInColumn(4), 10); // only the horizontal one crosses there
    view.setTrainingLength(16);
    EXPECT_EQ(blackInColumn(8), 0);
}

// Half a number would be another one.
TEST_F(HeatmapViewTest, ASmallMapNamesTheWholeQuery)
{
    show(300);
    view.resize(92, 92);
    view.setCrosshair(Cell{108, 40});
    const QImage small = picture();
    const QRgb chip = view.palette().color(QPalette::Highlight).rgb();
    const int y = view.cellRect({108, 40}).center().y() + view.fontMetrics().ascent() / 2; // below the letters' middle
    int first = small.width();
    int last = -1;
    for (int x = 0; x < small.width(); ++x)
        if (small.pixel(x, y) == chip) {
            first = std::min(first, x);
            last = x;
        }
    EXPECT_GT(last - first, view.fontMetrics().horizontalAdvance(QStringLiteral("108")));
    EXPECT_LT(last, small.width());
}

TEST_F(HeatmapViewTest, MessageCoversTheMiddleOnly)
{
    show(16, {15, 15});
    view.setMessage(QStringLiteral("This encoding adds nothing to the scores"));
    const QImage image = picture();
    EXPECT_NE(image.pixel(view.mapRect().center()), coldCell);
    EXPECT_EQ(image.pixel(centre({15, 15})), hotCell);
}

TEST_F(HeatmapViewTest, FollowsADarkPalette)
{
    show(16);
    view.setMap(mapOf(core::Matrix<float>::Constant(16, 16, std::nanf(""))), core::ValueRange{0.0, 1.0}, "viridis");
    const auto mostDifferentFromGround = [&] {
        const QImage image = picture();
        const int ground = qGray(image.pixel(1, image.height() - 2));
        int most = 0;
        for (int y = view.mapRect().bottom() + 4; y < image.height(); ++y) // the key axis
            for (int x = view.mapRect().left(); x < view.mapRect().right(); ++x)
                most = std::max(most, std::abs(qGray(image.pixel(x, y)) - ground));
        return most;
    };
    EXPECT_GT(mostDifferentFromGround(), 120);
    QPalette dark;
    dark.setColor(QPalette::Window, QColor(30, 30, 30));
    dark.setColor(QPalette::WindowText, QColor(230, 230, 230));
    view.setPalette(dark);
    EXPECT_GT(mostDifferentFromGround(), 120);
    EXPECT_EQ(picture().pixel(centre({5, 5})), ui::toQRgb(core::maskedColour(true)));
    // Saved for paper all the same, unless asked otherwise.
    const auto groundIn = [&](const ui::FigureStyle& style) {
        return ui::pictureOf(ui::MapFigure(view.content(), {400, 400}, style), 1.0).pixel(1, 1);
    };
    EXPECT_EQ(groundIn(ui::paperStyle(view.font())), qRgb(255, 255, 255));
    EXPECT_EQ(groundIn(ui::darkStyle(view.font())), qRgb(30, 30, 30));
}

TEST_F(HeatmapViewTest, BusySignAppearsOnlyAfterAWhile)
{
    show(16);
    const QImage before = picture();
    view.setBusy(true);
    EXPECT_EQ(picture(), before);
    EXPECT_TRUE(QTest::qWaitFor([&] { return picture() != before; }, 5000));
    view.setBusy(false);
    EXPECT_EQ(picture(), before);
}

TEST_F(HeatmapViewTest, FractionalScalesDoNotSmoothEither)
{
    show(16, {15, 15});
    for (const double scale : {1.25, 1.5, 2.0, 3.0}) {
        const ui::FigureStyle style{view.font(), view.palette()};
        const QImage image = ui::pictureOf(ui::MapFigure(view.content(), view.size(), style), scale);
        const QRect map = view.mapRect(); // the same size as on screen, so the same layout
        const QRect inside(QPoint(int(map.left() * scale) + 1, int(map.top() * scale) + 1),
                           QSize(int(map.width() * scale) - 2, int(map.height() * scale) - 2));
        EXPECT_EQ(count(image, inside, hotCell) + count(image, inside, coldCell), inside.width() * inside.height())
            << scale;
    }
}

TEST_F(HeatmapViewTest, SaysWhatItIsToAScreenReader)
{
    show(16);
    EXPECT_FALSE(view.accessibleName().isEmpty());
    EXPECT_TRUE(view.accessibleDescription().contains(QStringLiteral("layer 0")));
}

} // namespace
} // namespace heatmap_tests
