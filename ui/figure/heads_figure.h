// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_scale.h"
#include "core/render/map.h"
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
    core::ColourScale scale;
    std::string colourMapId = "viridis"; // as in core::colourMaps()
};

// What a thumbnail says of its head beside its map.
struct HeadMark
{
    bool isOff = false; // switched off: dimmed and crossed out
    QStringList labels; // the same words ever shorter; the first that fits is shown
    QString about;      // in a sentence

    bool operator==(const HeadMark&) const = default;
};

// Every head of a model.
struct HeadsContent
{
    int layers = 0;
    int heads = 0;
    QStringList captions;    // of the heads instead of "h0", "h1", ...; empty: those
    QStringList labels = {}; // samples of the shortest words that marks come with; empty: there is no room to be left

    QString caption(int head) const;
};

// Square cells as large as the room allows, with names and captions where they are large enough: a row per layer, or
// several layers side by side in a row where that makes them much larger, for room that is wide and low. Labels of
// marks stand on large cells, at the right of small ones, and nowhere when the room is too small for either.
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
    int pitchX = 0;     // from one cell to the next
    int pitchY = 0;
    bool labelled = false; // there is room for the words of marks

    QRect cell(int layer, int head) const;
    QRect labelBox(int layer, int head) const; // where its mark's words stand
    int bottom() const;                        // of the last cells, with room for a border around them
    // Layer and head of the cell there; the gap after a cell belongs to it.
    std::optional<std::pair<int, int>> at(QPoint position) const;

private:
    struct Words
    {
        int name = 0;    // width of a layer's name, with what keeps it apart
        int caption = 0; // height of the captions
        QSize label;     // of a mark, beside each cell; empty: none
    };
    HeadsLayout(const HeadsContent& content, QSize room, int across, const Words& words);
    static HeadsLayout best(const HeadsContent& content, QSize room, const QFont& font, QSize label);
};

// The labels beside the layers and above the heads, as far as they touch `dirty`. Where they would touch each other,
// every second, fifth, tenth … is shown.
void paintHeadLabels(QPainter& painter, const HeadsContent& content, const HeadsLayout& layout, const QRect& room,
                     const QRect& dirty, const FigureStyle& style);

// Over the picture in `cell`, its words in `label`, which is that or beside it.
void paintHeadMark(QPainter& painter, const QRect& cell, const QRect& label, const HeadMark& mark,
                   const FigureStyle& style);

// `side` pixels wide and high.
QImage headPicture(const HeadMap& head, int side, const FigureStyle& style);

class HeadsFigure : public Figure
{
public:
    // maps and marks: layer by layer; marks may be missing.
    HeadsFigure(HeadsContent content, std::vector<HeadMap> maps, QSize size, FigureStyle style,
                std::vector<HeadMark> marks = {});

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QVector<FigureNumbers> numbers() const override;
    const HeadsLayout& layout() const { return m_layout; }

private:
    HeadsContent m_content;
    std::vector<HeadMap> m_maps;
    std::vector<HeadMark> m_marks;
    QSize m_size;
    FigureStyle m_style;
    HeadsLayout m_layout;
};

} // namespace ui
