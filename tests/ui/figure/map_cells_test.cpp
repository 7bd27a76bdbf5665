// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_cells.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using core::Index;
using core::ReducedMap;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float inf = std::numeric_limits<float>::infinity();
constexpr QRgb masked = 0xFF123456;

ReducedMap imageMapOf(const core::Matrix<float>& values)
{
    ReducedMap map;
    map.request.region = {0, values.rows(), 0, values.cols()};
    map.request.rows = values.rows();
    map.request.cols = values.cols();
    map.values = values;
    return map;
}

const core::ColourMap& viridis() { return core::colourMap("viridis"); }

QImage painted(const ReducedMap& map, const core::Region& region, QSize size, core::ValueRange range = {0.0, 1.0})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::black);
    ui::paintCells(image, map, region, {range, &viridis(), masked});
    return image;
}

QImage painted(const ReducedMap& map, QSize size) { return painted(map, map.request.region, size); }

int count(const QImage& image, QRgb colour)
{
    int n = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            n += image.pixel(x, y) == colour ? 1 : 0;
    return n;
}

const QRgb hotPixel = ui::toQRgb(viridis().at(1.0));
const QRgb coldPixel = ui::toQRgb(viridis().at(0.0));

TEST(MapImage, OrientationAndSpecialValues)
{
    const core::Matrix<float> values{{0.0F, nan}, {inf, -inf}};
    const QImage image = painted(imageMapOf(values), {2, 2});
    EXPECT_EQ(image.pixel(0, 0), coldPixel);
    EXPECT_EQ(image.pixel(1, 0), masked);
    EXPECT_EQ(image.pixel(0, 1), hotPixel); // row 1 is below
    EXPECT_EQ(image.pixel(1, 1), coldPixel);
}

TEST(MapImage, CellsAreNeverSmoothed)
{
    core::Matrix<float> values = core::Matrix<float>::Zero(3, 3);
    values(1, 1) = 1.0F;
    const QImage image = painted(imageMapOf(values), {100, 100});
    EXPECT_EQ(count(image, hotPixel) + count(image, coldPixel), 100 * 100);
    EXPECT_NEAR(count(image, hotPixel), 100 * 100 / 9, 70);
}

TEST(MapImage, NoHotCellIsLostHoweverFarOut)
{
    core::Matrix<float> values = core::Matrix<float>::Zero(1, 4096);
    for (Index i = 0; i < 32; ++i)
        values(0, 128 * i + i) = 1.0F;
    EXPECT_EQ(count(painted(imageMapOf(values), {300, 1}), hotPixel), 32);
}

TEST(MapImage, MergedPixelsPreferNumbersToMasks)
{
    core::Matrix<float> values = core::Matrix<float>::Constant(4, 4, nan);
    values(3, 3) = 1.0F;
    EXPECT_EQ(painted(imageMapOf(values), {1, 1}).pixel(0, 0), hotPixel);
}

TEST(MapImage, MeanWhereTheMapIsAMean)
{
    ReducedMap map = imageMapOf(core::Matrix<float>{{0.0F, 1.0F, nan, 0.5F}});
    map.request.reduction = core::Reduction::Mean;
    EXPECT_EQ(painted(map, {1, 1}).pixel(0, 0), ui::toQRgb(viridis().at(0.5)));
}

TEST(MapImage, OnlyTheCoveredPartIsPainted)
{
    ReducedMap map = imageMapOf(core::Matrix<float>::Ones(2, 2));
    map.request.region = {4, 4, 2, 4}; // two cells a value
    const QImage image = painted(map, {0, 8, 0, 8}, {8, 8});
    EXPECT_EQ(count(image, hotPixel), 16);
    EXPECT_EQ(image.pixel(2, 4), hotPixel);
    EXPECT_EQ(image.pixel(5, 7), hotPixel);
    EXPECT_EQ(image.pixel(6, 7), 0xFF000000);
    EXPECT_EQ(image.pixel(2, 3), 0xFF000000);
}

TEST(MapImage, ZoomedInShowsTheValueEachCellWentInto)
{
    // 5 cells reduced to 2 values: cells 0-1 and 2-4, as ReducedMap says.
    ReducedMap map = imageMapOf(core::Matrix<float>{{0.0F, 1.0F}});
    map.request.region = {0, 1, 0, 5};
    const QImage image = painted(map, {5, 1});
    EXPECT_EQ(image.pixel(1, 0), coldPixel);
    EXPECT_EQ(image.pixel(2, 0), hotPixel);
}

TEST(MapImage, EmptyMapsAndImagesAreLeftAlone)
{
    QImage none;
    ui::paintCells(none, imageMapOf(core::Matrix<float>::Ones(2, 2)), {0, 2, 0, 2}, {{}, &viridis(), masked});
    EXPECT_EQ(count(painted(ReducedMap{}, {0, 2, 0, 2}, {4, 4}), 0xFF000000), 16);
}

TEST(MapImage, ClippingIsNoticed)
{
    const auto clipping = [](float v) { return ui::clippingOf(core::Matrix<float>::Constant(1, 1, v), {-1.0, 1.0}); };
    EXPECT_TRUE(clipping(1.5F).above);
    EXPECT_TRUE(clipping(inf).above);
    EXPECT_TRUE(clipping(-inf).below);
    for (const float inside : {1.0F, -1.0F, 0.0F, nan}) {
        EXPECT_FALSE(clipping(inside).above);
        EXPECT_FALSE(clipping(inside).below);
    }
}

} // namespace
