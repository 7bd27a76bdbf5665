// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_cells.h"

#include <gtest/gtest.h>

#include <cmath>
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
    EXPECT_EQ(clipping(1.5F).above, 1.0);
    EXPECT_EQ(clipping(inf).above, 1.0);
    EXPECT_EQ(clipping(-inf).below, 1.0);
    for (const float inside : {1.0F, -1.0F, 0.0F, nan}) {
        EXPECT_EQ(clipping(inside).above, 0.0);
        EXPECT_EQ(clipping(inside).below, 0.0);
    }
    const auto shares = ui::clippingOf(core::Matrix<float>{{-2.0F, 0.0F, 3.0F}, {nan, inf, 0.5F}}, {-1.0, 1.0});
    EXPECT_DOUBLE_EQ(shares.below, 0.2); // masked cells do not count
    EXPECT_DOUBLE_EQ(shares.above, 0.4);
}

// Each value has the colour of its place, row by row or one by one.
TEST(MapImage, EveryScaleColoursAsItPlaces)
{
    const core::Matrix<float> values{{1.0F, nan, nan}, {0.1F, 0.02F, nan}, {3e-4F, 0.0F, 1e-5F}};
    const core::ColourScale scales[] = {core::ValueRange{0.0, 0.5},
                                        {core::Scale::WithoutFirstKey, {0.0, 0.3}},
                                        {core::Scale::Logarithmic, {1e-4, 1.0}},
                                        core::ColourScale::ofRanks({0.0F, 1e-4F, 0.01F, 0.1F, 1.0F})};
    for (const core::ColourScale& scale : scales)
        for (const int side : {3, 6}) {
            const ReducedMap map = imageMapOf(values);
            QImage image(side, side, QImage::Format_RGB32);
            ui::paintCells(image, map, map.request.region, {scale, &viridis(), masked});
            for (int r = 0; r < 3; ++r)
                for (int c = 0; c < 3; ++c) {
                    const QRgb expected =
                        std::isnan(values(r, c)) ? masked : ui::toQRgb(viridis().at(scale.place(double(values(r, c)))));
                    EXPECT_EQ(image.pixel(c * side / 3, r * side / 3), expected) << r << ", " << c;
                }
        }
}

} // namespace
