// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/scatter_figure.h"

#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/series_colours.h"

#include <QApplication>
#include <QImage>

#include <gtest/gtest.h>

#include <cmath>

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

ui::ScatterContent threePoints()
{
    ui::ScatterContent content;
    content.series = {{QStringLiteral("A"), QColor(200, 30, 30)}, {QStringLiteral("B"), QColor(30, 30, 200)}};
    content.points = {{1.0, 10.0, 0.0, 0}, {2.0, 30.0, 5.0, 0}, {4.0, 20.0, 10.0, 1}};
    content.x.label = QStringLiteral("across");
    content.y.label = QStringLiteral("up");
    content.colours.label = QStringLiteral("inside");
    return content;
}

ui::ScatterFigure figureOf(const ui::ScatterContent& content, QSize size = {500, 300})
{
    return {content, size, ui::paperStyle(QApplication::font())};
}

QColor inside(const ui::ScatterFigure& figure, int point)
{
    return ui::pictureOf(figure, 1.0).pixelColor(figure.pixelOf(point).toPoint());
}

bool alike(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 12;
}

TEST(ScatterFigure, PointsStandWhereTheirNumbersSay)
{
    const auto figure = figureOf(threePoints());
    EXPECT_EQ(figure.drawn(), 3);
    EXPECT_LT(figure.pixelOf(0).x(), figure.pixelOf(1).x());
    EXPECT_GT(figure.pixelOf(0).y(), figure.pixelOf(2).y()); // upwards
    EXPECT_GT(figure.pixelOf(2).y(), figure.pixelOf(1).y());
    const double step = figure.pixelOf(1).x() - figure.pixelOf(0).x();
    EXPECT_NEAR(figure.pixelOf(2).x() - figure.pixelOf(1).x(), 2.0 * step, 1e-6);
    ui::ScatterContent logarithmic = threePoints();
    logarithmic.x.logarithmic = true;
    const auto octaves = figureOf(logarithmic);
    EXPECT_NEAR(octaves.pixelOf(2).x() - octaves.pixelOf(1).x(), octaves.pixelOf(1).x() - octaves.pixelOf(0).x(), 1e-6);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(figure.area().adjusted(-1, -1, 1, 1).contains(figure.pixelOf(i)));
}

TEST(ScatterFigure, TheColourInsideIsTheThirdNumberOrTheColumn)
{
    const auto viridis = [](double t) { return QColor(ui::toQRgb(core::colourMap("viridis").at(t))); };
    const auto figure = figureOf(threePoints());
    EXPECT_TRUE(alike(inside(figure, 0), viridis(0.0)));
    EXPECT_TRUE(alike(inside(figure, 1), viridis(0.5)));
    EXPECT_TRUE(alike(inside(figure, 2), viridis(1.0)));
    ui::ScatterContent content = threePoints();
    content.points[1].value = kNoValue;
    EXPECT_TRUE(alike(inside(figureOf(content), 1), Qt::white));
    content = threePoints();
    content.points[0].value = 0.1;
    content.points[1].value = 1.0;
    content.colours.logarithmic = true;
    EXPECT_TRUE(alike(inside(figureOf(content), 1), viridis(0.5)));
    content.colours.label.clear();
    EXPECT_TRUE(alike(inside(figureOf(content), 0), ui::legibleOn(content.series[0].colour, Qt::white)));
    EXPECT_TRUE(alike(inside(figureOf(content), 2), ui::legibleOn(content.series[1].colour, Qt::white)));
    EXPECT_GT(figureOf(content).area().width(), figureOf(threePoints()).area().width()); // no bar
    for (ui::ScatterContent::Point& point : content.points)
        point.value = 3.0; // one colour
    content.colours.label = QStringLiteral("inside");
    EXPECT_TRUE(alike(inside(figureOf(content), 0), inside(figureOf(content), 2)));
}

TEST(ScatterFigure, WhatHasNoPlaceIsLeftOut)
{
    ui::ScatterContent content = threePoints();
    content.points[0].x = kNoValue;
    content.points[1].y = 0.0;
    content.y.logarithmic = true;
    const auto figure = figureOf(content);
    EXPECT_FALSE(figure.isDrawn(0));
    EXPECT_FALSE(figure.isDrawn(1));
    EXPECT_TRUE(figure.isDrawn(2));
    EXPECT_EQ(figure.nearest(figure.area().center(), 1e9), 2);
    content.points[2].y = -1.0;
    content.message = QStringLiteral("Nothing has both.");
    const auto none = figureOf(content);
    EXPECT_EQ(none.drawn(), 0);
    const QImage said = ui::pictureOf(none, 1.0);
    content.message = QStringLiteral("Something else.");
    EXPECT_NE(ui::pictureOf(figureOf(content), 1.0), said);
}

TEST(ScatterFigure, PointsAreFoundByPixelAndByDirection)
{
    ui::ScatterContent wide = threePoints();
    wide.colours.label.clear();
    const auto figure = figureOf(wide);
    EXPECT_EQ(figure.nearest(figure.pixelOf(1) + QPointF(3, 3), 12.0), 1);
    EXPECT_EQ(figure.nearest(figure.pixelOf(1) + QPointF(0, 40), 12.0), std::nullopt);
    EXPECT_EQ(figure.beside(0, {1, 0}), 1);
    EXPECT_EQ(figure.beside(1, {1, 0}), 2);
    EXPECT_EQ(figure.beside(2, {1, 0}), std::nullopt);
    EXPECT_EQ(figure.beside(2, {0, -1}), 1);
    EXPECT_EQ(figure.beside(2, {-1, 0}), 1);
    // Those in one place are all come by.
    ui::ScatterContent content = threePoints();
    content.points[1] = content.points[0];
    content.points.append(content.points[0]);
    const auto same = figureOf(content);
    EXPECT_EQ(same.beside(0, {1, 0}), 1);
    EXPECT_EQ(same.beside(1, {1, 0}), 3);
    EXPECT_EQ(same.beside(3, {1, 0}), 2);
    EXPECT_EQ(same.beside(3, {-1, 0}), 1);
}

TEST(ScatterFigure, ATrainingLengthIsALineOnTheAxisOfADistance)
{
    const auto onAxis = [](bool across) {
        ui::ScatterContent content = threePoints();
        (across ? content.x : content.y).trainingLengths = {across ? 3.0 : 25.0};
        return content;
    };
    const QColor wanted = ui::legibleOn(ui::trainingColour(), Qt::white, 4.5);
    const auto near = [](const QColor& a, const QColor& b) { // its edges are smooth
        return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 150;
    };
    for (const bool across : {false, true}) {
        const auto figure = figureOf(onAxis(across));
        const QImage image = ui::pictureOf(figure, 1.0);
        const QRect area = figure.area().toRect();
        int found = 0;
        for (int y = area.top(); y < area.bottom(); ++y)
            for (int x = area.left(); x < area.right(); ++x)
                found += near(image.pixelColor(x, y), wanted) ? 1 : 0;
        EXPECT_GT(found, (across ? area.height() : area.width()) / 3);
    }
}

} // namespace
