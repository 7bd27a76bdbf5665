// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/view_models/comparison.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace ui {

class GridAndMap;
class HeadGrid;
class MeasuredHeads;
class Selection;
class SwitchBadge;
class SwitchesPanel;
class TextLine;

// One model of the comparison: what it is, all its heads, and the chosen head large.
class ColumnPanel : public QWidget
{
    Q_OBJECT

public:
    ColumnPanel(Session& session, Comparison& comparison, Selection& selection, const MeasuredHeads& heads,
                std::size_t column, QWidget* parent = nullptr);

    HeatmapView& map() const { return *m_map; }
    HeadGrid& grid() const { return *m_grid; }
    GridAndMap& pictures() const { return *m_pictures; }
    SwitchesPanel& switches() { return *m_switches; }
    void unfoldSwitches(bool unfolded);
    QMenu* menu() const; // of what can be done to the column
    enum class Words {
        All,
        Fewer,
        Few,
        Fewest
    }; // fewer: no limit of length, no score of the whole text; then only a number
    QString title(Words words = Words::All) const;

    // As many as fit beside the name, and as few as another column can show: columns say the same of their models.
    Words words() const { return m_words; }
    void setMostWords(Words words);

    void showAll(); // of the column that stands there now
    void showColumn();
    void showTokens();
    void showDetail();
    void showThumbnails(int layer);
    // What thumbnails say of their heads; labelled: what they do, too, where that is measured.
    void showMarks();
    void setLabelled(bool labelled);
    // A scale that all heads share follows those of every column.
    void followScale();
    void showSetup();
    // Room for the badge of switches, whether there is one or not, so that all columns' maps stand level.
    void setBadgeHeight(int height);
    int neededBadgeHeight() const; // 0: nothing is switched
    void showChosen();             // whether panels that edit one column edit this
    void showSelection();          // crosshair, lock, pin, and this model's numbers there

signals:
    void fillRequested(); // by a double click on the title
    void resized();
    void wordsChanged();
    // The button was pressed, or Escape in the switches: columns unfold theirs together, so that they stay level.
    void switchesWanted(bool unfolded);
    void actionWanted(const QString& id); // of actions.def, about this column, which has been chosen

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    const ColumnState* state() const;
    void showTitle();
    void showReadout();
    QString scoreText(const ColumnState& column, Words words) const;
    // Whether the numbers shown are of other switches than the heading names: the pass with these is not done.
    bool isBehind() const;
    void requestRegion(const core::Region& region);
    QStringList headCaptions() const;
    void showSwitches();
    void openHeadMenu(const core::HeadPlace& head, const QPoint& at);

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    const MeasuredHeads& m_heads;
    std::size_t m_column;
    bool m_labelled = false;
    Words m_words = Words::All;
    Words m_mostWords = Words::All;
    int m_shownLength = -1;
    QTimer m_behind; // runs out when they have been for longer than a moment
    bool m_late = false;
    core::ColourScale m_shownScale; // of the first head's thumbnail
    QLabel* m_chip;
    TextLine* m_title;
    QToolButton* m_open;
    QToolButton* m_menu;
    SwitchesPanel* m_switches;
    SwitchBadge* m_badge;
    HeadGrid* m_grid;
    HeatmapView* m_map;
    GridAndMap* m_pictures; // both
};

} // namespace ui
