// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/map.h"
#include "core/render/value_range.h"
#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QRect>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ui {

// The map of one head, small.
struct HeadMap
{
    std::shared_ptr<const core::ReducedMap> map; // null: none yet
    core::ValueRange range;
    std::string colourMapId = "viridis"; // as in core::colourMaps()
};

// Every head of a model.
struct HeadsContent
{
    int layers = 0;
    int heads = 0;
    QStringList captions; // of the heads instead of "h0", "h1", ...; empty: those

    QString caption(int head) const;
};

// Square cells as large as the room allows, with labels where they are large enough: a row per layer, or several layers
// side by side in a row where that makes them much larger, for room that is wide and low.
struct HeadsLayout
{
    HeadsLayout() = default;
    HeadsLayout(const HeadsContent& content, QSize room, const QFont& font);

    QPoint origin; // of the first cell
    int side = 0;  // of a cell
    int gap = 0;
    bool captioned = false; // a line for the heads' captions above
    bool named = false;     // room for the layers' names at the left
    int layers = 0;
    int heads = 0;
    int across = 1;     // layers side by side
    int blockPitch = 0; // from one of them to the next

    QRect cell(int layer, int head) const;
    int bottom() const; // of the last cells, with room for a border around them
    // Layer and head of the cell there; the gap after a cell belongs to it.
    std::optional<std::pair<int, int>> at(QPoint position) const;

private:
    struct Labels
    {
        int width = 0;  // of a layer's name, with what keeps it apart
        int height = 0; // of the captions
    };
    HeadsLayout(const HeadsContent& content, QSize room, int across, const Labels& labels);
};

// The labels beside the layers and above the heads, as far as they touch `dirty`. Where they would touch each other,
// every second, fifth, tenth … is shown.
void paintHeadLabels(QPainter& painter, const HeadsContent& content, const HeadsLayout& layout, const QRect& room,
                     const QRect& dirty, const FigureStyle& style);

// `side` pixels wide and high.
QImage headPicture(const HeadMap& head, int side, const FigureStyle& style);

class HeadsFigure : public Figure
{
public:
    // maps: layer by layer.
    HeadsFigure(HeadsContent content, std::vector<HeadMap> maps, QSize size, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    const HeadsLayout& layout() const { return m_layout; }

private:
    HeadsContent m_content;
    std::vector<HeadMap> m_maps;
    QSize m_size;
    FigureStyle m_style;
    HeadsLayout m_layout;
};

} // namespace ui
