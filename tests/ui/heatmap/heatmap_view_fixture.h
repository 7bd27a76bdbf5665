// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"
#include "ui/heatmap/heatmap_view.h"

#include <QCoreApplication>
#include <QImage>
#include <QTest>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include <memory>

namespace heatmap_tests {

using core::Index;
using core::Region;
using Cell = ui::HeatmapView::Cell;

inline QStringList tokens(int n)
{
    QStringList list;
    for (int i = 0; i < n; ++i)
        list << QStringLiteral("t%1").arg(i);
    return list;
}

inline std::shared_ptr<core::ReducedMap> mapOf(const core::Matrix<float>& values, Region region = {})
{
    auto map = std::make_shared<core::ReducedMap>();
    map->request.region = region == Region{} ? Region{0, values.rows(), 0, values.cols()} : region;
    map->request.rows = values.rows();
    map->request.cols = values.cols();
    map->values = values;
    return map;
}

inline const QRgb hotCell = ui::toQRgb(core::colourMap("viridis").at(1.0));
inline const QRgb coldCell = ui::toQRgb(core::colourMap("viridis").at(0.0));

inline int count(const QImage& image, const QRect& area, QRgb colour)
{
    int n = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            n += image.pixel(x, y) == colour ? 1 : 0;
    return n;
}

// A shown view of an n × n map of zeros with one hotCell cell.
class HeatmapViewTest : public testing::Test
{
protected:
    void show(int n, Cell hot = {3, 1}, QSize size = {420, 400})
    {
        view.resize(size);
        view.setTokens(tokens(n));
        core::Matrix<float> values = core::Matrix<float>::Zero(n, n);
        values(hot.query, hot.key) = 1.0F;
        view.setMap(mapOf(values), core::ValueRange{0.0, 1.0}, "viridis");
        view.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
        QTest::mouseMove(&view, QPoint(1, 1));
    }
    QPoint centre(Cell cell) const { return view.cellRect(cell).center(); }
    QImage picture() { return view.grab().toImage(); }
    void wheel(QPoint at, int delta)
    {
        QWheelEvent event(at, view.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(&view, &event);
    }

    ui::HeatmapView view;
};

} // namespace heatmap_tests
