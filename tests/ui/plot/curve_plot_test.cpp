// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/series_colours.h"
#include "ui/plot/curve_plot.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QStyleHints>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>

using ui::Curve;
using ui::CurvePlot;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
const QColor kBlue(0x00, 0x72, 0xb2);
const QColor kRed(0xd5, 0x5e, 0x00);

Curve curve(QVector<double> x, QVector<double> y, const QColor& colour = kBlue)
{
    return {QStringLiteral("id"), QStringLiteral("label"), colour, std::move(x), std::move(y), false, false};
}

bool isNear(const QColor& a, const QColor& b) // as letters are, whose edges are smooth
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 100;
}

class CurvePlotTest : public testing::Test
{
protected:
    CurvePlotTest()
    {
        QPalette light;
        light.setColor(QPalette::Base, Qt::white);
        light.setColor(QPalette::Text, Qt::black);
        plot.setPalette(light);
        plot.resize(600, 300);
        plot.setAxes(QStringLiteral("length"), QStringLiteral("perplexity"), true, true);
        plot.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&plot));
        for (QWidget* child : plot.findChildren<QWidget*>())
            if (child->inherits("QCustomPlot"))
                canvas = child;
    }

    QImage picture()
    {
        QTest::qWait(30); // drawn once per event loop
        return plot.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

    // Pixels of just this colour inside the axes between two x.
    int count(const QColor& colour, double fromX = 0.0, double toX = kInf)
    {
        const QImage image = picture();
        const QRect area = plot.plotArea().toRect();
        int found = 0;
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int x = area.left(); x <= area.right(); ++x) {
                const bool inside = fromX == 0.0 || (x > plot.pixelAt(fromX, 1).x() && x < plot.pixelAt(toX, 1).x());
                found += inside && image.pixelColor(x, y) == colour;
            }
        return found;
    }

    // Pixels in the colour of a curve's number beside a mark at `x` and what joins the number to it: left, then right.
    std::pair<int, int> numberPixels(const QColor& curveColour, double x)
    {
        const QImage image = picture();
        const QRect area = plot.plotArea().toRect();
        const auto mark = static_cast<int>(plot.pixelAt(x, 40).x());
        const QColor colour = ui::legibleOn(curveColour, Qt::white, 4.5);
        std::pair<int, int> found{0, 0};
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int px = area.left(); px <= area.right(); ++px)
                if (std::abs(px - mark) > 9 && isNear(image.pixelColor(px, y), colour))
                    ++(px < mark ? found.first : found.second);
        return found;
    }

    QPoint at(double x, double y) const { return plot.pixelAt(x, y).toPoint() - canvas->pos(); }

    void wheel(const QPoint& point, int eighths)
    {
        QWheelEvent event(point, canvas->mapToGlobal(point), {}, {0, eighths}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas, &event);
    }

    void moveTo(const QPoint& point, Qt::MouseButtons buttons = Qt::NoButton)
    {
        QMouseEvent event(QEvent::MouseMove, point, canvas->mapToGlobal(point), Qt::NoButton, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(canvas, &event);
    }

    CurvePlot plot;
    QWidget* canvas = nullptr;
};

const QVector<double> kLengths{8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

TEST_F(CurvePlotTest, DrawsEachCurveInItsColour)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0)), curve(kLengths, QVector<double>(10, 90.0), kRed)});
    EXPECT_GT(count(kBlue), 300);
    EXPECT_GT(count(kRed), 300);
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0), kRed)});
    EXPECT_EQ(count(kBlue), 0);
    EXPECT_GT(count(kRed), 300);
    plot.setCurves({});
    EXPECT_EQ(count(kRed), 0);
}

TEST_F(CurvePlotTest, AxisIsLogarithmicAndFitsTheData)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    const auto [left, right] = plot.xView();
    EXPECT_GT(left, 6);
    EXPECT_LE(left, 8);
    EXPECT_GE(right, 4096);
    EXPECT_LT(right, 5200);
    EXPECT_NEAR(plot.pixelAt(16, 40).x() - plot.pixelAt(8, 40).x(),
                plot.pixelAt(4096, 40).x() - plot.pixelAt(2048, 40).x(), 0.01);
    const auto [bottom, top] = plot.yView();
    EXPECT_LT(bottom, 40);
    EXPECT_GT(top, 40);
    plot.setAxes(QStringLiteral("position"), QStringLiteral("loss"), false, false);
    plot.setCurves({curve({0, 1, 2}, {3, 4, 5})});
    EXPECT_LE(plot.xView().first, 0);
    EXPECT_NEAR(plot.pixelAt(1, 3).x() - plot.pixelAt(0, 3).x(), plot.pixelAt(2, 3).x() - plot.pixelAt(1, 3).x(), 0.01);
}

TEST_F(CurvePlotTest, SkipsWhatIsNotFinite)
{
    plot.setCurves({curve(kLengths, {40, 41, 42, kNan, kInf, -1, kNan, 40, 41, 42})});
    EXPECT_GT(count(kBlue, 8, 32), 20);
    EXPECT_EQ(count(kBlue, 33, 1000), 0);
    EXPECT_GT(count(kBlue, 1024, 4096), 20);
    EXPECT_LT(plot.yView().second, 100);
    plot.setCurves({curve({8, kNan, 16}, {kNan, 3, kInf})}); // nothing left
    EXPECT_EQ(count(kBlue), 0);
    EXPECT_TRUE(std::isfinite(plot.xView().first));
}

TEST_F(CurvePlotTest, OnePointIsVisible)
{
    for (const bool logarithmic : {true, false}) {
        plot.setAxes(QStringLiteral("x"), QStringLiteral("y"), logarithmic, logarithmic);
        for (const double value : {64.0, 1.0, 1e7}) {
            plot.setCurves({curve({value}, {value})});
            EXPECT_GT(count(kBlue), 10) << value;
            EXPECT_LT(plot.xView().first, value);
            EXPECT_GT(plot.xView().second, value);
            EXPECT_LT(plot.yView().first, value);
        }
    }
    plot.setCurves({curve({0}, {0})});
    EXPECT_GT(count(kBlue), 10);
}

TEST_F(CurvePlotTest, EmptyPlotSaysSo)
{
    QTest::qWait(30);
    const QRect middle(plot.plotArea().center().toPoint() - QPoint(40, 8), QSize(80, 16));
    const QImage empty = picture().copy(middle);
    plot.setCurves({curve({8, 4096}, {1, 1})});
    EXPECT_NE(picture().copy(middle), empty);
    plot.setCurves({});
    plot.setXRange(std::pair(8.0, 4096.0));
    EXPECT_LE(plot.xView().first, 8);
}

TEST_F(CurvePlotTest, CursorMovesWithItsValues)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    const auto isCursor = [&](double x) {
        const QImage image = picture();
        const QPoint point = plot.pixelAt(x, 40).toPoint();
        return image.pixelColor(point.x(), static_cast<int>(plot.plotArea().bottom()) - 12).lightness() < 160 ||
               image.pixelColor(point.x() - 1, static_cast<int>(plot.plotArea().bottom()) - 12).lightness() < 160;
    };
    EXPECT_FALSE(isCursor(100));
    plot.setCursor(100);
    EXPECT_TRUE(isCursor(100));
    plot.setCursor(700);
    EXPECT_FALSE(isCursor(100));
    EXPECT_TRUE(isCursor(700));
    plot.setCursor(std::nullopt);
    EXPECT_FALSE(isCursor(700));
    plot.setCursor(1e9); // beyond the view: no harm
    EXPECT_FALSE(picture().isNull());
}

// In a low plot one side of the cursor has no room for the numbers of all models.
TEST_F(CurvePlotTest, EveryCurveHasItsNumberAtTheCursor)
{
    const QList<QColor> colours{kBlue, kRed, QColor(0x00, 0x9e, 0x73), QColor(0x8c, 0x5a, 0x0a)};
    QVector<Curve> curves;
    for (const QColor& colour : colours) {
        curves.append(curve({256}, {40.0 + static_cast<double>(curves.size())}, colour)); // a dot, no line
        curves.last().label = colour.name();
    }
    plot.resize(600, 150);
    plot.setXRange(std::pair(8.0, 4096.0));
    plot.setCurves(curves);
    plot.setCursor(256);
    for (const QColor& colour : colours) {
        const auto [left, right] = numberPixels(colour, 256);
        EXPECT_GT(left + right, 5) << colour.name().toStdString();
    }
}

TEST_F(CurvePlotTest, TrainingLengthTintsWhatIsPast)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    plot.setTrainingLengths({64});
    const QImage image = picture();
    const int y = static_cast<int>(plot.plotArea().bottom()) - 12;
    EXPECT_EQ(image.pixelColor(static_cast<int>(plot.pixelAt(24, 40).x()), y), QColor(Qt::white));
    EXPECT_NE(image.pixelColor(static_cast<int>(plot.pixelAt(90, 40).x()), y), QColor(Qt::white));
}

TEST_F(CurvePlotTest, ClickTellsX)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    QSignalSpy clicked(&plot, &CurvePlot::clickedAt);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at(300, 40));
    ASSERT_EQ(clicked.count(), 1); // at once: nothing is zoomed
    EXPECT_NEAR(clicked.first().first().toDouble(), 300, 6);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(5, 150)); // outside the axes
    QTest::mouseClick(canvas, Qt::RightButton, {}, at(300, 40));
    EXPECT_EQ(clicked.count(), 1);
}

TEST_F(CurvePlotTest, TremblingClickIsAClickAndADragIsNot)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    const auto before = plot.xView();
    QSignalSpy clicked(&plot, &CurvePlot::clickedAt);
    const QPoint start = at(300, 40);
    QTest::mousePress(canvas, Qt::LeftButton, {}, start);
    moveTo(start + QPoint(2, 1), Qt::LeftButton);
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, start + QPoint(2, 1));
    EXPECT_EQ(clicked.count(), 1);
    EXPECT_EQ(plot.xView(), before);
    wheel(start, 240); // there is room to move only in a part of it
    const auto part = plot.xView();
    QTest::mousePress(canvas, Qt::LeftButton, {}, start);
    moveTo(start + QPoint(60, 0), Qt::LeftButton);
    moveTo(start + QPoint(80, 0), Qt::LeftButton);
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, start + QPoint(80, 0));
    EXPECT_EQ(clicked.count(), 1);
    EXPECT_LT(plot.xView().first, part.first); // the paper went right
}

TEST_F(CurvePlotTest, WheelZoomsAndResetsComeBack)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    const auto all = plot.xView();
    wheel(at(300, 40), 240);
    EXPECT_GT(plot.xView().first, all.first);
    EXPECT_LT(plot.xView().second, all.second);
    const auto zoomed = plot.xView();
    plot.setCurves({curve(kLengths, QVector<double>(10, 50.0))}); // new data leave a chosen view alone
    EXPECT_EQ(plot.xView(), zoomed);
    QTest::keyClick(&plot, Qt::Key_Home);
    EXPECT_EQ(plot.xView(), all);
    wheel(at(300, 50), 240);
    QSignalSpy clicked(&plot, &CurvePlot::clickedAt);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at(300, 50));
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, at(300, 50));
    EXPECT_EQ(plot.xView(), all);
    QTest::qWait(QApplication::styleHints()->mouseDoubleClickInterval() + 100);
    EXPECT_EQ(clicked.count(), 0); // a double click sets no length
}

TEST_F(CurvePlotTest, ZoomHasLimits)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    for (int i = 0; i < 200; ++i)
        wheel(at(300, 40), 1200);
    EXPECT_GT(plot.xView().second, plot.xView().first);
    picture();
    for (int i = 0; i < 2000; ++i)
        wheel(plot.plotArea().center().toPoint(), -1200);
    EXPECT_TRUE(std::isfinite(plot.xView().second));
    EXPECT_TRUE(std::isfinite(plot.yView().second));
    EXPECT_GT(plot.xView().first, 0);
    picture();
}

TEST_F(CurvePlotTest, HoverReadsOutAndLeavingEndsIt)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    const QImage before = picture();
    moveTo(at(300, 60));
    EXPECT_NE(picture(), before);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(canvas, &leave);
    EXPECT_EQ(picture(), before);
}

TEST_F(CurvePlotTest, FollowsADarkPalette)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0), QColor(0, 0, 60))});
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(20, 20, 20));
    dark.setColor(QPalette::Text, Qt::white);
    plot.setPalette(dark);
    EXPECT_EQ(picture().pixelColor(2, 150), QColor(20, 20, 20));
    EXPECT_EQ(count(QColor(0, 0, 60)), 0); // too dark here: made lighter
}

TEST_F(CurvePlotTest, NothingMovesBeyondTheData)
{
    plot.setXRange(std::pair(8.0, 4096.0));
    plot.setCurves({curve(kLengths, {30, 40, 50, 60, 70, 80, 90, 100, 110, 120})});
    QTest::qWait(30);
    const auto xAll = plot.xView();
    const auto yAll = plot.yView();
    const auto drag = [&](QPoint by) {
        const QPoint start = plot.plotArea().center().toPoint();
        QTest::mousePress(canvas, Qt::LeftButton, {}, start);
        moveTo(start + by / 2, Qt::LeftButton);
        moveTo(start + by, Qt::LeftButton);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, start + by);
    };
    for (const QPoint by : {QPoint(200, 0), QPoint(-250, 0), QPoint(0, 120), QPoint(0, -120)})
        drag(by); // everything is in view: there is nowhere to go
    EXPECT_EQ(plot.xView(), xAll);
    EXPECT_EQ(plot.yView(), yAll);
    wheel(plot.plotArea().center().toPoint(), 480);
    const auto zoomed = plot.xView();
    for (int i = 0; i < 20; ++i)
        drag({250, 0});
    EXPECT_NEAR(plot.xView().first, xAll.first, 1e-9);
    EXPECT_NEAR(plot.xView().second / plot.xView().first, zoomed.second / zoomed.first, 1e-6); // moved, not squeezed
    for (int i = 0; i < 20; ++i)
        wheel(plot.plotArea().center().toPoint(), -480);
    EXPECT_NEAR(plot.xView().first, xAll.first, 1e-9);
    EXPECT_NEAR(plot.xView().second, xAll.second, 1e-6);
}

TEST_F(CurvePlotTest, AClickAtTheEdgeIsTheFirstLengthThereIs)
{
    plot.setXRange(std::pair(8.0, 4096.0));
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    QSignalSpy clicked(&plot, &CurvePlot::clickedAt);
    const QRect area = plot.plotArea().toRect();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(area.left() + 1, area.center().y()));
    QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(area.right() - 1, area.center().y()));
    ASSERT_EQ(clicked.count(), 2);
    EXPECT_EQ(clicked[0].first().toDouble(), 8.0);
    EXPECT_EQ(clicked[1].first().toDouble(), 4096.0);
}

TEST_F(CurvePlotTest, EveryTrainingLengthIsMarked)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    plot.setTrainingLengths({64, 512});
    const QImage image = picture();
    const int y = static_cast<int>(plot.plotArea().bottom()) - 12;
    const auto groundAt = [&](double x) { return image.pixelColor(static_cast<int>(plot.pixelAt(x, 40).x()), y); };
    EXPECT_EQ(groundAt(24), QColor(Qt::white));
    EXPECT_NE(groundAt(200), groundAt(24));
    EXPECT_NE(groundAt(2000), groundAt(200)); // darker with each
    const auto mark = ui::legibleOn(ui::trainingColour(), Qt::white, 4.5);
    EXPECT_GT(count(mark, 60, 68), 20);
    EXPECT_GT(count(mark, 490, 530), 20);
    EXPECT_EQ(plot.content().marks.trainingLengths, QVector<double>({64, 512}));
}

TEST_F(CurvePlotTest, TheNamesOfTwelveCurvesFindRoom)
{
    QVector<Curve> curves;
    for (const QString& label : {QStringLiteral("ALiBi-64"), QStringLiteral("Sinusoidal-64"),
                                 QStringLiteral("Rotary-128"), QStringLiteral("KERPLE-64")})
        for (const QString& variant : {QString(), QStringLiteral("unchanged"), QStringLiteral("test book")}) {
            curves.append(curve(kLengths, QVector<double>(10, 40.0 + curves.size())));
            curves.last().label = label;
            curves.last().variant = variant;
        }
    plot.resize(480, 190); // as at 1280 × 720
    plot.setCurves(curves);
    const QImage with = picture();
    EXPECT_GT(plot.plotArea().height(), 0.55 * plot.height());
    const int top = static_cast<int>(plot.plotArea().top()) - 4;
    int inked = 0;
    for (int y = 0; y < top; ++y)
        for (int x = 0; x < with.width(); ++x)
            inked += with.pixelColor(x, y).lightness() < 120;
    EXPECT_GT(inked, 300) << "no legend above the curves";
}

TEST_F(CurvePlotTest, IsSavedAsAFigureOfWhatIsInView)
{
    plot.setCurves({curve(kLengths, QVector<double>(10, 40.0))});
    QTest::qWait(30);
    wheel(at(300, 40), 240);
    const ui::CurvesFigure figure(plot.content(), {1000, 700}, ui::paperStyle(plot.font()));
    const QImage image = ui::pictureOf(figure, 1.0);
    EXPECT_EQ(image.size(), QSize(1000, 700));
    int blue = 0;
    for (int y = 0; y < 700; ++y)
        for (int x = 0; x < 1000; ++x)
            blue += image.pixelColor(x, y) == kBlue;
    EXPECT_GT(blue, 500);
    EXPECT_NEAR(figure.pixelAt(plot.xView().first, 40).x(), figure.area().left(), 0.01);
    EXPECT_NEAR(figure.pixelAt(plot.xView().second, 40).x(), figure.area().right(), 0.01);
}

// Solid curves' numbers stand on one side and dashed ones' on the other, or not at all: a number that changed sides
// would be taken for another's.
TEST_F(CurvePlotTest, ANumberThatFindsNoRoomDoesNotChangeSides)
{
    QVector<Curve> curves;
    for (int i = 0; i < 8; ++i) {
        curves.append(curve({256}, {40.0 + i}, i % 2 == 0 ? kBlue : kRed));
        curves.last().dashed = i % 2 == 1;
    }
    for (int i = 0; i < 4; ++i) // more solid ones than one side holds
        curves.append(curve({256}, {50.0 + i}, kBlue));
    plot.resize(600, 150);
    plot.setXRange(std::pair(8.0, 4096.0));
    plot.setCurves(curves);
    plot.setCursor(256);
    const auto [blueLeft, blueRight] = numberPixels(kBlue, 256);
    const auto [redLeft, redRight] = numberPixels(kRed, 256);
    EXPECT_GT(blueRight, 10);
    EXPECT_GT(redLeft, 10);
    EXPECT_EQ(blueLeft, 0);
    EXPECT_EQ(redRight, 0);
}

// Beside a low axis its name would run into what stands above: there it begins the legend, and the axis has more room.
TEST_F(CurvePlotTest, TheNameOfALowAxisStandsInTheLegend)
{
    plot.setCurves({ui::Curve{QStringLiteral("a"), QStringLiteral("A"), QColor(200, 0, 0), {1, 2, 4}, {1, 10, 100}}});
    const auto inkAtLeft = [&] { // of words that stand upright there, right of nothing
        const QImage image = picture();
        const int middle = plot.plotArea().center().toPoint().y();
        int found = 0;
        for (int y = middle - 25; y < middle + 25; ++y)
            for (int x = 0; x < 14; ++x)
                found += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
        return found;
    };
    picture();
    EXPECT_GT(inkAtLeft(), 20);
    const double before = plot.plotArea().left();
    plot.resize(600, 90);
    picture();
    EXPECT_LT(plot.plotArea().left(), before) << "no words upright at the axis";
    EXPECT_GT(plot.plotArea().top(), 15.0) << "there is a legend with it";
    EXPECT_EQ(plot.content().yLabel, QStringLiteral("perplexity"));
}

} // namespace
