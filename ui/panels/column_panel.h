// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/heatmap/heatmap_view.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace ui {

class SwitchBadge;
class HeadGrid;
class SwitchesPanel;
class TextLine;

// One model of the comparison: what it is, all its heads, and the chosen head large.
class ColumnPanel : public QWidget
{
    Q_OBJECT

public:
    ColumnPanel(Session& session, Comparison& comparison, std::size_t column, QWidget* parent = nullptr);

    HeatmapView& map() const { return *m_map; }
    HeadGrid& grid() const { return *m_grid; }
    QString title(bool brief = false) const; // brief: only the name and the perplexity

    void showColumn();
    void showTokens();
    void showDetail();
    void showThumbnails(int layer);
    void showSetup();
    // A crosshair and this model's numbers where another column has its own; none ends that.
    void showLinkedCell(const std::optional<HeatmapView::Cell>& cell);

signals:
    // The same cell in every column: the others show theirs there.
    void cellShown(int query, int key);
    void cellHidden();
    void fillRequested(); // by a double click on the title

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    const ColumnState* state() const;
    void showTitle();
    void showReadout();
    void requestRegion(const core::Region& region);
    QStringList headCaptions() const;
    void showChanges();

    Session& m_session;
    Comparison& m_comparison;
    std::size_t m_column;
    int m_shownLength = -1;
    QLabel* m_chip;
    TextLine* m_title;
    QToolButton* m_open;
    SwitchesPanel* m_switches;
    SwitchBadge* m_changes;
    HeadGrid* m_grid;
    HeatmapView* m_map;
};

} // namespace ui
