// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/panels/heads_model.h"
#include "ui/view_models/measured_heads.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;

namespace ui {

class ScatterView;
class TextLine;

// All heads of all columns with what they look at on the text that is read: as a table, sorted by any number, and as
// points over any two of them; filtered by words. A click shows the head. What perplexity becomes without a head is
// measured on demand.
class HeadsPanel : public QWidget
{
    Q_OBJECT

public:
    HeadsPanel(Session& session, Comparison& comparison, MeasuredHeads& heads, QWidget* parent = nullptr);

    const HeadsModel& model() const { return *m_model; }
    QTableView& table() { return *m_table; }
    ScatterView& scatter() { return *m_scatter; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void divide();
    void buildScatter();
    void showRows();
    void showFiltered(); // in the scatter, and that nothing is left
    void showPoint();    // of the table's head, in the scatter
    void showHead();     // of the setup, in the table
    void chooseHead();   // of the table, in the setup
    void showState();
    void showEnding(const QString& trouble);
    QString copied() const;

    Session& m_session;
    Comparison& m_comparison;
    MeasuredHeads& m_heads;
    TextLine* m_state;
    QLineEdit* m_filter;
    QPushButton* m_without;
    QProgressBar* m_progress;
    QSplitter* m_parts; // table and plot
    QTableView* m_table;
    QLabel* m_nothing; // over the table
    QWidget* m_plot;   // the scatter and what chooses its axes
    ScatterView* m_scatter;
    QComboBox* m_x;
    QComboBox* m_y;
    QComboBox* m_colour;
    HeadsModel* m_model;
    QSortFilterProxyModel* m_order;
    bool m_divided = false;  // the parts, by a person
    bool m_choosing = false; // the table's own choice is on its way
    Refresh m_refresh;
    QTimer m_watch; // of the progress
};

} // namespace ui
