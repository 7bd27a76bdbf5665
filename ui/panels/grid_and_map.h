// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

class HeadGrid;
class HeatmapView;
struct HeadsContent;

// All heads of a column and its map, arranged so that the map is as large as the room allows: the heads above it, or
// beside it where the room is wide.
class GridAndMap : public QWidget
{
    Q_OBJECT

public:
    // Both become children of this widget.
    GridAndMap(HeadGrid& grid, HeatmapView& map, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

    // The heads' share of the room, and how large the square of the map's cells then is.
    struct Arrangement
    {
        bool beside = false;
        int grid = 0; // height of the heads above, width of the heads beside
        int map = 0;
        QSize margins; // around the map
        bool operator==(const Arrangement&) const = default;
    };
    // How much of the height the heads above the map make use of; 0 where they stand beside it.
    int neededGrid() const { return m_neededGrid; }
    // How much the neediest of all columns makes use of: their maps stand level below, and what is left is under them.
    void setGrid(int height);

    static Arrangement arrange(QSize room, const HeadsContent& heads, const QFont& font);

signals:
    void neededGridChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();

    HeadGrid& m_heads;
    HeatmapView& m_map;
    int m_neededGrid = 0;
    int m_levelGrid = 0; // setGrid()
};

} // namespace ui
