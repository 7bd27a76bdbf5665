// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_scale.h"
#include "core/render/map.h"
#include "ui/figure/figure.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/scale_ticks.h"
#include "ui/figure/style.h"

#include <QColor>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QRect>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ui {

// As in Qt's own labels: between a text and a shorter one for where it does not fit.
inline constexpr QChar kShorterText{0x9c};

struct MapContent
{
    std::shared_ptr<const core::ReducedMap> map;
    std::shared_ptr<const core::ReducedMap> overview; // shown where `map` does not reach, until it does
    core::ColourScale scale;
    std::string colourMapId = "viridis";
    core::Region region; // what is shown: cells of the (length × length) matrix
    core::Index length = 0;
    QStringList tokens;     // display strings, one per position; may be empty
    int trainingLength = 0; // 0: no line
    QString title;          // empty: layer, head and stage of the map's request; after kShorterText a shorter one
    QString valueLabel;     // over the colour bar; empty: the stage's
    QString message;        // shown in the middle
    QColor accent;          // frame; invalid: the palette's
};

// The values of a map, a row for each query (or the first of those that went into it) and a column for each key, named
// by position and token.
FigureNumbers numbersOf(const core::ReducedMap& map, const QStringList& tokens, const QString& name);

// A heat map with title, axes and colour bar: what is shown, laid out for one size. A value that is thrown away and
// made again when anything changes, so it cannot be stale. Query 0 is at the top, key 0 at the left.
class MapFigure : public Figure
{
    Q_DECLARE_TR_FUNCTIONS(ui::MapFigure)
public:
    // size in logical pixels; `ratio` device pixels make one.
    MapFigure(MapContent content, QSize size, FigureStyle style, double ratio = 1.0);

    QSize size() const override { return m_size; }
    QString words() const override { return title(); }
    QVector<FigureNumbers> numbers() const override;
    // Laid out again where the ratio is another. Devices that keep shapes get every cell as one (paintCellShapes).
    void paint(QPainter& painter, double ratio) const override;
    // The same as a picture, at the ratio it was laid out for. Its memory is used again where it has the size: fresh
    // memory costs as much as painting.
    void paintInto(QImage& picture) const;

    const MapContent& content() const { return m_content; }
    double ratio() const { return m_ratio; }
    // Where the cells are: logical, and in device pixels (the most rows and columns worth asking for).
    QRect mapRect() const { return m_map; }
    QSize mapPixels() const { return m_pixels; }
    // What a figure has room for: the colour bar stands beside its cells or, where those are much larger then, below.
    class Room
    {
    public:
        explicit Room(const QFontMetrics& metrics);
        struct Fit
        {
            int side = 0;  // of square cells
            QSize margins; // what usually stands around them
            bool barBelow = false;
        };
        Fit fit(QSize figure) const;

    private:
        QSize m_without; // margins without a bar
        int m_line;
        int m_below; // height of a bar below
        int m_halfKey;
        int m_narrowBar; // widths of a bar beside
        int m_wideBar;
    };
    bool showsTokens() const { return m_tokensShown; }
    QString title(bool brief = false) const;
    QString valueLabel() const;

    struct Cell
    {
        int query = 0;
        int key = 0;
        bool operator==(const Cell&) const = default;
    };
    std::optional<Cell> cellAt(QPointF position) const;
    // Logical rectangle of a cell; null when it lies outside the region.
    QRectF cellRect(const Cell& cell) const;
    // How a position is marked on an axis: "17  the"; as much of it as fits where its label would stand.
    QString positionLabel(core::Index position, int width) const;
    // Whether the labels of the key axis are turned by 90°, reading upwards, and their length then.
    bool keyLabelsTurned() const { return m_tokensShown && !m_tokensUpright; }
    int keyLabelLength() const { return m_tokenWidth; }

private:
    static constexpr int pad = 4;
    static constexpr int barWidth = 12;
    static constexpr int barGap = 12;

    struct Margins
    {
        int left = 0;
        int top = 0;
        int right = 0;
        int bottom = 0;
    };
    Margins margins(int keyLabelHeight) const;
    static int usualQueryLabel(const QFontMetrics& metrics);
    static int usualBarLabel(const QFontMetrics& metrics, int width);
    static int barHeight(int line) { return 2 * pad + barWidth + line; } // of one below, with its numbers
    QRect fit(const Margins& margins) const;
    void layOut();
    bool layOutTokens();
    void makeCellsWhole();
    QRectF cellsBox() const { return {m_map.topLeft(), QSizeF(m_pixels) / m_ratio}; }
    const core::ColourMap& colourMap() const;
    QRectF band(core::Index query, core::Index key) const;
    QString token(core::Index position) const;
    QString mergedNote(bool brief) const;
    QString clippedNote(bool brief) const;
    int mostBarTicks(double length) const; // at the colour bar
    QVector<ScaleTick> barTicks(double length) const;
    int keyLabelHeight() const { return keyLabelsTurned() ? m_tokenWidth : m_line; }

    void paintTitle(QPainter& painter) const;
    QColor cellGround() const;
    CellColours cellColours() const;
    void forShownMaps(const std::function<void(const core::ReducedMap&)>& paintOne) const;
    void paintCellsInto(QImage& cells) const;
    void paintAround(QPainter& painter) const; // all but the cells
    void paintMapFrame(QPainter& painter) const;
    void paintTrainingLines(QPainter& painter) const;
    QString axisName(const QString& whole, const QString& brief, int room) const;
    void paintQueryAxis(QPainter& painter) const;
    void paintKeyAxis(QPainter& painter) const;
    void paintColourBar(QPainter& painter) const;
    void paintBarNumbers(QPainter& painter, const QRectF& bar) const;
    void paintMessage(QPainter& painter) const;

    MapContent m_content;
    QSize m_size;
    FigureStyle m_style;
    double m_ratio;
    int m_line = 0;         // height of a line of text
    bool m_labelled = true; // large enough for text around the map
    bool m_barShown = true;
    bool m_barBelow = false;
    bool m_tokensShown = false;
    bool m_tokensUpright = false; // on the key axis; else turned by 90°
    core::Index m_tokenStep = 1;  // of those that are written
    int m_tokenWidth = 0;
    int m_queryLabelWidth = 0;
    int m_barLabelWidth = 0;
    QRect m_map;
    QSize m_pixels;
};

} // namespace ui
