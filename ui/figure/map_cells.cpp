// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_cells.h"

#include "ui/figure/cell_pixels.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace ui {
namespace {

using core::Index;

// The rows (or columns) of the map's matrix that one pixel shows; empty: none.
struct Source
{
    Index first = 0;
    Index end = 0;
    bool operator==(const Source&) const = default;
};

struct Axis
{
    Index first = 0; // region
    Index count = 0;
    Index mapFirst = 0; // what the map covers, in `values` rows or columns
    Index mapCount = 0;
    Index values = 0;
};

// The value that a cell went into: ReducedMap gives value r the cells [r * count / values, (r + 1) * count / values).
Index valueOfCell(const Axis& axis, Index cell)
{
    return ((cell - axis.mapFirst + 1) * axis.values - 1) / axis.mapCount;
}

std::vector<Source> sources(const Axis& axis, int pixels)
{
    std::vector<Source> result(static_cast<std::size_t>(pixels));
    for (int pixel = 0; pixel < pixels; ++pixel) {
        const Index from = axis.first + cellOfPixel(pixel, axis.count, pixels);
        const Index to = std::max(from + 1, axis.first + cellOfPixel(pixel + 1, axis.count, pixels));
        const Index first = std::max(from, axis.mapFirst);
        const Index end = std::min(to, axis.mapFirst + axis.mapCount);
        if (first < end)
            result[static_cast<std::size_t>(pixel)] = {valueOfCell(axis, first), valueOfCell(axis, end - 1) + 1};
    }
    return result;
}

float merged(const core::ReducedMap& map, const Source& rows, const Source& cols)
{
    const auto& values = map.values;
    if (rows.end - rows.first == 1 && cols.end - cols.first == 1)
        return values(rows.first, cols.first);
    const bool peak = map.request.reduction == core::Reduction::Peak;
    float best = std::numeric_limits<float>::quiet_NaN();
    double sum = 0.0;
    Index count = 0;
    for (Index r = rows.first; r < rows.end; ++r)
        for (Index c = cols.first; c < cols.end; ++c) {
            const float v = values(r, c);
            if (std::isnan(v))
                continue;
            if (count++ == 0 || std::abs(v) > std::abs(best))
                best = v;
            sum += v;
        }
    return peak || count == 0 ? best : static_cast<float>(sum / double(count));
}

// Most maps have a value for each pixel: then a line is a row, without a question asked at every pixel.
bool isOneToOne(const std::vector<Source>& columns)
{
    for (std::size_t x = 0; x < columns.size(); ++x)
        if (columns[x].first != static_cast<Index>(x) || columns[x].end != static_cast<Index>(x) + 1)
            return false;
    return true;
}

// The 256 colours of a scale and that of masked cells.
struct Palette
{
    bool linear = true;
    float low = 0.0F;
    float step = 1.0F;
    std::array<float, 255> bounds{}; // of other scales: values from there on have the next colour
    std::array<QRgb, 257> table{};

    int placeOf(float value) const { return linear ? placeIn(low, step, value) : placeAmong(bounds, value); }

    // NaN has the last place. Without branches, each step done for every value: the compiler makes vectors of it.
    static int placeIn(float low, float step, float value)
    {
        const float place = (value - low) * step;
        const float clamped = std::min(std::max(place, 0.0F), 255.0F) + 0.5F;
        return static_cast<int>(place == place ? clamped : 256.0F);
    }

    // How many of the ascending bounds lie below the value.
    static int placeAmong(const std::array<float, 255>& bounds, float value)
    {
        std::size_t place = 0;
        for (std::size_t half = 128; half > 0; half /= 2)
            place += bounds[place + half - 1] < value ? half : 0;
        return value == value ? static_cast<int>(place) : 256;
    }
};

// Of its own, with nothing but numbers: inside a larger function the compiler does not see that it may use vectors.
[[gnu::noinline]] void findPlaces(const float* values, std::size_t count, float low, float step, int* places)
{
    for (std::size_t i = 0; i < count; ++i)
        places[i] = Palette::placeIn(low, step, values[i]);
}

void findPlaces(const float* values, std::size_t count, const Palette& palette, int* places)
{
    if (palette.linear)
        return findPlaces(values, count, palette.low, palette.step, places);
    for (std::size_t i = 0; i < count; ++i)
        places[i] = Palette::placeAmong(palette.bounds, values[i]);
}

void paintRow(QRgb* line, const float* values, std::size_t count, const Palette& palette, std::vector<int>& places)
{
    std::size_t end = count; // behind it are the keys to come, masked
    while (end > 0 && std::isnan(values[end - 1]))
        --end;
    places.resize(count);
    findPlaces(values, end, palette, places.data());
    for (std::size_t i = 0; i < end; ++i)
        line[i] = palette.table[static_cast<std::size_t>(places[i])];
    std::fill(line + end, line + count, palette.table.back());
}

void paintLine(QRgb* line, const core::ReducedMap& map, const Source& row, const std::vector<Source>& columns,
               const Palette& palette)
{
    for (std::size_t x = 0; x < columns.size(); ++x) {
        if (columns[x] == Source{})
            continue;
        if (x > 0 && columns[x] == columns[x - 1]) {
            line[x] = line[x - 1];
            continue;
        }
        line[x] = palette.table[static_cast<std::size_t>(palette.placeOf(merged(map, row, columns[x])))];
    }
}

Palette cellPaletteOf(const CellColours& colours)
{
    const auto& [low, high] = colours.scale.ends();
    const core::Scale kind = colours.scale.kind();
    Palette palette;
    palette.linear = kind == core::Scale::Linear || kind == core::Scale::WithoutFirstKey;
    palette.low = static_cast<float>(low);
    palette.step = static_cast<float>(255.0 / (high - low));
    if (!palette.linear)
        for (std::size_t i = 0; i < palette.bounds.size(); ++i) // halfway between two colours
            palette.bounds[i] = static_cast<float>(colours.scale.valueAt((static_cast<double>(i) + 0.5) / 255.0));
    std::transform(colours.map->table().begin(), colours.map->table().end(), palette.table.begin(), toQRgb);
    palette.table.back() = colours.masked;
    return palette;
}

// Where each row (column) of a map's values lies on the picture of a region, as shares of it; null: outside.
struct Extent
{
    double from = 0.0;
    double to = 0.0;
};

std::vector<Extent> extents(const Axis& axis)
{
    std::vector<Extent> result(static_cast<std::size_t>(axis.values));
    const auto share = [&](Index cell) { return double(cell - axis.first) / double(axis.count); };
    for (Index value = 0; value < axis.values; ++value) {
        const Index first = axis.mapFirst + value * axis.mapCount / axis.values;
        const Index end = axis.mapFirst + (value + 1) * axis.mapCount / axis.values;
        if (end > axis.first && first < axis.first + axis.count)
            result[static_cast<std::size_t>(value)] = {std::max(share(first), 0.0), std::min(share(end), 1.0)};
    }
    return result;
}

struct Shape
{
    Extent across;
    Extent down;
    QRgb colour;
};

// Nothing when they are too many.
std::vector<Shape> cellShapes(const core::ReducedMap& map, const std::vector<Extent>& rows,
                              const std::vector<Extent>& columns, const Palette& palette, Index most)
{
    std::vector<Shape> shapes;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::size_t begun = shapes.size();
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (rows[r].to <= rows[r].from || columns[c].to <= columns[c].from)
                continue;
            const float value = map.values(static_cast<Index>(r), static_cast<Index>(c));
            const QRgb colour = palette.table[static_cast<std::size_t>(palette.placeOf(value))];
            if (shapes.size() > begun && shapes.back().colour == colour)
                shapes.back().across.to = columns[c].to;
            else
                shapes.push_back({columns[c], rows[r], colour});
        }
        if (static_cast<Index>(shapes.size()) > most)
            return {};
    }
    return shapes;
}

} // namespace

QRgb toQRgb(const core::Rgb& colour) { return qRgb(colour.red, colour.green, colour.blue); }

void paintCells(QImage& image, const core::ReducedMap& map, const core::Region& region, const CellColours& colours)
{
    const auto& covered = map.request.region;
    if (image.isNull() || map.values.size() == 0 || covered.queries <= 0 || covered.keys <= 0)
        return;
    const Palette palette = cellPaletteOf(colours);
    const std::vector<Source> columns =
        sources({region.firstKey, region.keys, covered.firstKey, covered.keys, map.values.cols()}, image.width());
    const std::vector<Source> rows = sources(
        {region.firstQuery, region.queries, covered.firstQuery, covered.queries, map.values.rows()}, image.height());
    const auto isCovered = [](const Source& s) { return s != Source{}; };
    const auto left = std::find_if(columns.begin(), columns.end(), isCovered) - columns.begin();
    const auto right = std::find_if(columns.rbegin(), columns.rend(), isCovered).base() - columns.begin();
    const bool oneToOne = static_cast<Index>(columns.size()) == map.values.cols() && isOneToOne(columns);
    std::vector<int> places;
    const QRgb* previous = nullptr;
    for (std::size_t y = 0; y < rows.size() && left < right; ++y) {
        if (!isCovered(rows[y]))
            continue;
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(y)));
        if (previous != nullptr && rows[y] == rows[y - 1])
            std::copy(previous + left, previous + right, line + left);
        else if (oneToOne && rows[y].end - rows[y].first == 1)
            paintRow(line, &map.values(rows[y].first, 0), columns.size(), palette, places);
        else
            paintLine(line, map, rows[y], columns, palette);
        previous = line;
    }
}

void paintCellShapes(QPainter& painter, const QRectF& target, const core::ReducedMap& map, const core::Region& region,
                     const CellColours& colours, double share)
{
    const auto& covered = map.request.region;
    if (map.values.size() == 0 || covered.queries <= 0 || covered.keys <= 0 || region.queries <= 0 || region.keys <= 0)
        return;
    const Axis down{region.firstQuery, region.queries, covered.firstQuery, covered.queries, map.values.rows()};
    const Axis across{region.firstKey, region.keys, covered.firstKey, covered.keys, map.values.cols()};
    const std::vector<Shape> shapes = cellShapes(map, extents(down), extents(across), cellPaletteOf(colours),
                                                 static_cast<Index>(share * double(mostCellShapes)));
    if (!shapes.empty()) {
        // Each reaches a little under the next ones: viewers leave light seams between edges that only touch.
        const double under = 0.25;
        painter.save();
        painter.setPen(Qt::NoPen);
        for (const Shape& shape : shapes) {
            const QPointF corner(target.left() + shape.across.from * target.width(),
                                 target.top() + shape.down.from * target.height());
            const QPointF end(std::min(target.left() + shape.across.to * target.width() + under, target.right()),
                              std::min(target.top() + shape.down.to * target.height() + under, target.bottom()));
            if (const QColor colour(shape.colour); painter.brush() != QBrush(colour))
                painter.setBrush(colour);
            painter.drawRect(QRectF(corner, end));
        }
        painter.restore();
        return;
    }
    // Whole multiples of the values, so that all are equally wide; several, as long as that is little, since some
    // viewers smooth what they enlarge.
    const auto side = static_cast<Index>(1500.0 * std::sqrt(share));
    const auto sideFor = [side](Index values) { return static_cast<int>(values * std::max<Index>(1, side / values)); };
    QImage image(sideFor(std::min(region.keys, map.values.cols())),
                 sideFor(std::min(region.queries, map.values.rows())), QImage::Format_RGB32);
    image.fill(QColor(colours.masked));
    paintCells(image, map, region, colours);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(target, image);
    painter.restore();
}

Clipping clippingOf(const core::Matrix<float>& values, const core::ValueRange& ends)
{
    // A float that made the scale may differ from it in the last digit.
    const auto low = static_cast<float>(ends.low - 1e-6 * std::abs(ends.low));
    const auto high = static_cast<float>(ends.high + 1e-6 * std::abs(ends.high));
    int below = 0; // counted, not ended at the first: the compiler makes vectors of it
    int above = 0;
    int all = 0;
    for (Index i = 0; i < values.size(); ++i) {
        below += values.data()[i] < low;
        above += values.data()[i] > high;
        all += values.data()[i] == values.data()[i];
    }
    const double share = all > 0 ? 1.0 / all : 0.0;
    return {below * share, above * share};
}

} // namespace ui
