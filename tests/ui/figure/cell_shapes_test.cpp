// SPDX-License-Identifier: GPL-3.0-or-later
// Maps on devices that keep shapes.
#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/map_figure.h"

#include <QApplication>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace cell_shapes_test { // its names are common ones

using core::Index;

constexpr QRgb masked = 0xFF808080;

struct Recorded
{
    QVector<QPair<QRectF, QRgb>> boxes;
    QVector<QPair<QRectF, QImage>> images;
};

// Keeps what it is asked to draw, as SVG and PDF do.
class Recorder : public QPaintEngine
{
public:
    explicit Recorder(Recorded& recorded)
        : QPaintEngine(QPaintEngine::AllFeatures)
        , m_recorded(recorded)
    {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return SVG; }
    void updateState(const QPaintEngineState& now) override
    {
        if (now.state() & DirtyBrush)
            m_brush = now.brush().color().rgb();
    }
    void drawRects(const QRectF* boxes, int count) override
    {
        for (int i = 0; i < count; ++i)
            m_recorded.boxes.append({boxes[i], m_brush});
    }
    void drawPixmap(const QRectF& target, const QPixmap& picture, const QRectF&) override
    {
        m_recorded.images.append({target, picture.toImage()});
    }
    void drawImage(const QRectF& target, const QImage& picture, const QRectF&, Qt::ImageConversionFlags) override
    {
        m_recorded.images.append({target, picture});
    }
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawPath(const QPainterPath&) override {}
    void drawTextItem(const QPointF&, const QTextItem&) override {}

private:
    Recorded& m_recorded;
    QRgb m_brush = 0;
};

class RecordingDevice : public QPaintDevice
{
public:
    Recorded recorded;
    QPaintEngine* paintEngine() const override { return &m_engine; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmDevicePixelRatioScaled:
            return int(devicePixelRatioFScale());
        case PdmDevicePixelRatio:
        case PdmDepth:
            return 1;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 96;
        default:
            return 1000;
        }
    }

private:
    mutable Recorder m_engine{recorded};
};

core::ReducedMap mapOf(const core::Matrix<float>& values)
{
    core::ReducedMap map;
    map.request.region = {0, values.rows(), 0, values.cols()};
    map.request.rows = values.rows();
    map.request.cols = values.cols();
    map.values = values;
    return map;
}

core::Matrix<float> causal(Index length, auto valueOf)
{
    core::Matrix<float> values(length, length);
    for (Index q = 0; q < length; ++q)
        for (Index k = 0; k < length; ++k)
            values(q, k) = k > q ? std::numeric_limits<float>::quiet_NaN() : valueOf(q, k);
    return values;
}

Recorded painted(const core::ReducedMap& map, const QRectF& target, const core::Region& region)
{
    RecordingDevice device;
    QPainter painter(&device);
    ui::paintCellShapes(painter, target, map, region,
                        {core::ValueRange{0.0, 1.0}, &core::colourMap("viridis"), masked});
    painter.end();
    return device.recorded;
}

QRgb colourAt(const Recorded& recorded, QPointF point)
{
    QRgb colour = 0; // the last one painted there is seen
    for (const auto& [box, paint] : recorded.boxes)
        if (box.contains(point))
            colour = paint;
    return colour;
}

TEST(CellShapes, EveryCellIsARectangleOfItsColourWhereItBelongs)
{
    const Index length = 12;
    const auto map = mapOf(causal(length, [](Index q, Index k) { return float(q * 31 + k * 7 % 64) / 400.0F; }));
    const QRectF target(10, 20, 300, 240);
    const Recorded recorded = painted(map, target, map.request.region);
    EXPECT_TRUE(recorded.images.isEmpty());
    for (Index q = 0; q < length; ++q)
        for (Index k = 0; k < length; ++k) {
            const float value = map.values(q, k);
            const QRgb wanted = std::isnan(value) ? masked : ui::toQRgb(core::colourMap("viridis").at(double(value)));
            for (const double inset : {0.3, 0.5, 0.9})
                EXPECT_EQ(colourAt(recorded,
                                   {target.left() + (double(k) + inset) * 25, target.top() + (double(q) + inset) * 20}),
                          wanted)
                    << q << ' ' << k << ' ' << inset;
        }
    for (const auto& [box, colour] : recorded.boxes)
        EXPECT_TRUE(target.contains(box)) << "painted outside the map";
}

TEST(CellShapes, EqualNeighboursInARowAreOne)
{
    const auto flat = mapOf(causal(100, [](Index, Index) { return 0.25F; }));
    // A row of one colour up to the diagonal, and the masked rest; the last row has none.
    EXPECT_EQ(painted(flat, {0, 0, 500, 500}, flat.request.region).boxes.size(), 199);
}

TEST(CellShapes, APartOfAMapFillsTheTarget)
{
    const auto map = mapOf(causal(16, [](Index q, Index k) { return float(q == 9 && k == 6); }));
    const Recorded recorded = painted(map, {0, 0, 100, 100}, {8, 4, 4, 4});
    EXPECT_EQ(colourAt(recorded, {62, 37}), ui::toQRgb(core::colourMap("viridis").at(1.0)));
    EXPECT_EQ(colourAt(recorded, {12, 12}), ui::toQRgb(core::colourMap("viridis").at(0.0)));
}

TEST(CellShapes, MoreThanTheStatedCountIsOneExactPicture)
{
    const Index length = 400; // 160,000 cells, each unlike its neighbours
    core::Matrix<float> values(length, length);
    for (Index q = 0; q < length; ++q)
        for (Index k = 0; k < length; ++k)
            values(q, k) = float((q * 17 + k * 101) % 256) / 255.0F;
    ASSERT_GT(length * length, ui::mostCellShapes);
    const Recorded recorded = painted(mapOf(values), {0, 0, 300, 300}, {0, length, 0, length});
    EXPECT_TRUE(recorded.boxes.isEmpty());
    ASSERT_EQ(recorded.images.size(), 1);
    const auto& [target, image] = recorded.images.front();
    EXPECT_EQ(target, QRectF(0, 0, 300, 300));
    ASSERT_EQ(image.width() % length, 0); // whole pixels for every cell: none wider than another
    ASSERT_EQ(image.height() % length, 0);
    const int each = int(image.width() / length);
    for (Index q = 0; q < length; q += 7)
        for (Index k = 0; k < length; k += 5)
            for (const int inside : {0, each - 1})
                ASSERT_EQ(image.pixel(int(k) * each + inside, int(q) * each + inside),
                          ui::toQRgb(core::colourMap("viridis").at(double(values(q, k)))));
}

TEST(CellShapes, AMapFigureKeepsItsCellsOnSuchADeviceAndPixelsElsewhere)
{
    ui::MapContent content;
    content.map =
        std::make_shared<core::ReducedMap>(mapOf(causal(64, [](Index q, Index k) { return float((q + k) % 9) / 9; })));
    content.region = content.map->request.region;
    content.length = 64;
    content.trainingLength = 40;
    const ui::MapFigure figure(content, {420, 400}, ui::paperStyle(QApplication::font()));
    RecordingDevice device;
    QPainter painter(&device);
    figure.paint(painter, 1.0);
    painter.end();
    EXPECT_TRUE(device.recorded.images.isEmpty()) << "the map or its colour bar became pixels";
    EXPECT_GT(device.recorded.boxes.size(), 64 * 65 / 2);
}

} // namespace cell_shapes_test
