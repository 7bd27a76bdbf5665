// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

#include <vector>

class QSplitter;

namespace ui {

class ColumnPanel;
class MeasuredHeads;
class Selection;

// The columns side by side, as many as the setup has: makes their panels, brings them what is new, and
// tells the session how large pictures are. What can be done to columns is in ui/session/column_edits.h.
class ColumnsView : public QWidget
{
    Q_OBJECT

public:
    ColumnsView(Session& session, Comparison& comparison, Selection& selection, MeasuredHeads& heads,
                QWidget* parent = nullptr);

    const std::vector<ColumnPanel*>& panels() const { return m_panels; }
    // Null when there is no such column.
    ColumnPanel* panel(std::size_t column) const { return column < m_panels.size() ? m_panels[column] : nullptr; }

    // Thumbnails say what their heads do, as soon as that is measured.
    void setLabelled(bool labelled);
    // Shows all of every map.
    void resetMaps();

signals:
    // Files or folders, dropped on a column.
    void dropped(const QStringList& paths, int column);
    void fillRequested(QWidget* column);
    void actionWanted(const QString& id); // of actions.def, about the chosen column

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectPanel(ColumnPanel* panel);
    void levelSwitches();
    void levelGrids();
    void levelWords();
    void showPictureSizes();
    void levelBadges();
    void shareEvenly();
    void showLabels();
    void chooseFocused(const QWidget* focused);
    std::size_t columnAt(const QPoint& position) const;

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    MeasuredHeads& m_heads;
    QSplitter* m_splitter;
    std::vector<ColumnPanel*> m_panels;
    bool m_labelled = false;
    Refresh m_labels;
};

} // namespace ui
