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
        bool operator==(const Arrangement&) const = default;
    };
    static Arrangement arrange(QSize room, const HeadsContent& heads, const QFont& font);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();

    HeadGrid& m_grid;
    HeatmapView& m_map;
};

} // namespace ui
