// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curve.h"
#include "ui/figure/curves_figure.h"
#include "ui/plot/curve_overlay.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include <cmath>
#include <limits>

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kEndless = std::numeric_limits<double>::infinity();

ui::Curve curveThrough(QVector<double> x, QVector<double> y)
{
    return {QStringLiteral("id"), QStringLiteral("label"), Qt::blue, std::move(x), std::move(y)};
}

TEST(Curve, DrawableIsSortedAndLeavesGaps)
{
    const ui::Curve result =
        ui::drawable(curveThrough({4, 1, kMissing, 3, 2, kEndless, 9}, {40, 10, 5, kEndless, -1, 7}), true, true);
    EXPECT_EQ(result.x, QVector<double>({1, 2, 3, 4}));
    EXPECT_EQ(result.y[0], 10);
    EXPECT_TRUE(std::isnan(result.y[1])); // -1 has no place on a logarithmic axis
    EXPECT_TRUE(std::isnan(result.y[2]));
    EXPECT_EQ(result.y[3], 40);
    EXPECT_EQ(ui::drawable(curveThrough({0, 1}, {1, 1}), true, false).x, QVector<double>({1}));
    EXPECT_EQ(ui::drawable(curveThrough({0, 1}, {-1, 1}), false, false).y, QVector<double>({-1, 1}));
}

// A value holds half way to its neighbours, and then the line is upright.
TEST(Curve, StepsAreDrawnAsSteps)
{
    for (const bool steps : {false, true}) {
        ui::CurvesContent content;
        content.curves = {curveThrough({0, 1, 2}, {0, 4, 4})};
        content.curves.front().steps = steps;
        const ui::CurvesFigure figure(content, {400, 300}, ui::paperStyle(QApplication::font()));
        const QImage picture = ui::pictureOf(figure, 1.0);
        const auto isDrawn = [&](double x, double y) {
            const QPoint at = figure.pixelAt(x, y).toPoint();
            for (int dx = -1; dx <= 1; ++dx)
                for (int dy = -1; dy <= 1; ++dy)
                    if (const QColor colour = picture.pixelColor(at + QPoint(dx, dy));
                        colour.blue() > colour.red() + 60)
                        return true;
            return false;
        };
        EXPECT_EQ(isDrawn(0.25, 0.0), steps);
        EXPECT_EQ(isDrawn(0.5, 1.0), steps);
        EXPECT_EQ(isDrawn(0.75, 4.0), steps);
        EXPECT_EQ(isDrawn(0.25, 1.0), !steps);
        EXPECT_TRUE(isDrawn(1.5, 4.0));
        EXPECT_EQ(ui::readingAt(content.curves.front(), 0.4, false, false)->y, steps ? 0.0 : 1.6);
    }
}

TEST(Curve, ReadsBetweenPointsAsTheLineGoes)
{
    const ui::Curve line = curveThrough({10, 1000}, {1, 100});
    EXPECT_TRUE(ui::readingAt(line, 10, true, true)->exact);
    const auto logarithmic = ui::readingAt(line, 100, true, true);
    ASSERT_TRUE(logarithmic);
    EXPECT_NEAR(logarithmic->y, 10, 1e-9);
    EXPECT_FALSE(logarithmic->exact);
    EXPECT_NEAR(ui::readingAt(line, 505, false, false)->y, 50.5, 1e-9);
    EXPECT_FALSE(ui::readingAt(line, 9, true, true));
    EXPECT_FALSE(ui::readingAt(line, 1001, true, true));
    EXPECT_FALSE(ui::readingAt(curveThrough({1, 2, 3}, {1, kMissing, 3}), 1.5, false, false));
    EXPECT_FALSE(ui::readingAt(curveThrough({1, 2, 3}, {1, kMissing, 3}), 2, false, false));
    EXPECT_FALSE(ui::readingAt(curveThrough({}, {}), 2, false, false));
}

TEST(Curve, NearestPointFollowsTheAxis)
{
    const ui::Curve line = curveThrough({10, 100, 110}, {1, 2, kMissing});
    EXPECT_EQ(ui::nearestPoint(line, 40, true)->x, 100); // 40 is past the geometric mean
    EXPECT_EQ(ui::nearestPoint(line, 40, false)->x, 10);
    EXPECT_EQ(ui::nearestPoint(line, 200, false)->x, 100);
    EXPECT_FALSE(ui::nearestPoint(curveThrough({1}, {kMissing}), 1, false));
}

TEST(Curve, FindsLonelyPoints)
{
    EXPECT_TRUE(ui::hasLonelyPoint(curveThrough({1}, {1})));
    EXPECT_TRUE(ui::hasLonelyPoint(curveThrough({1, 2, 3, 4}, {1, 1, kMissing, 1})));
    EXPECT_FALSE(ui::hasLonelyPoint(curveThrough({1, 2, 3}, {1, 1, kMissing})));
    EXPECT_FALSE(ui::hasLonelyPoint(curveThrough({}, {})));
}

// Which curves have a number beside the cursor in an area so high.
std::vector<bool> numbered(double height)
{
    ui::CurveOverlay overlay;
    const std::vector<QColor> colours{Qt::darkBlue, Qt::darkRed, Qt::darkMagenta};
    for (int i = 0; i < 3; ++i) { // the dashed one is the highest
        const double y = height / 2 + (i - 1) * 2;
        overlay.curves.append({QString::number(i), {}, colours[static_cast<std::size_t>(i)], {0, 50}, {y, y}});
    }
    overlay.curves[0].dashed = true;
    overlay.cursor = 50;
    QImage image(200, static_cast<int>(height), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    const auto same = [](double value) { return value; };
    QPainter painter(&image);
    overlay.paint(painter, {image.rect(), same, same, same, false, false, QFont(), palette});
    painter.end();
    std::vector<bool> found(3);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 60; x < image.width(); ++x) // right of the lines that lead there
            for (std::size_t i = 0; i < 3; ++i)
                if (image.pixelColor(x, y).hsvHue() == colours[i].hsvHue() && image.pixelColor(x, y).saturation() > 60)
                    found[i] = true;
    return found;
}

TEST(CurveOverlay, NumbersOfDashedCurvesGiveWayWhereNotAllFit)
{
    const double line = QFontMetricsF(QFont()).height();
    EXPECT_EQ(numbered(6 * line), (std::vector{true, true, true}));
    EXPECT_EQ(numbered(3 * line + 6), (std::vector{false, true, true})); // the caption takes a line
}

TEST(CurveOverlay, LabelsNeverOverlapOrLeave)
{
    for (const QVector<double>& wanted :
         {QVector<double>{50, 50, 50}, {0, 1, 2}, {97, 98, 99}, {10, 50, 90}, {-500, 50, 500}}) {
        const QVector<double> middles = ui::spreadOut(wanted, 10, 0, 100);
        ASSERT_EQ(middles.size(), 3);
        EXPECT_GE(middles.first(), 5);
        EXPECT_LE(middles.last(), 95);
        for (qsizetype i = 1; i < middles.size(); ++i)
            EXPECT_GE(middles[i] - middles[i - 1], 10);
    }
    EXPECT_EQ(ui::spreadOut({10, 50, 90}, 10, 0, 100), QVector<double>({10, 50, 90})); // moved only if need be
    EXPECT_EQ(ui::spreadOut({1, 2, 3, 4, 5}, 10, 0, 35).size(), 3);
    EXPECT_TRUE(ui::spreadOut({1, 2}, 10, 0, 5).isEmpty());
}

} // namespace
