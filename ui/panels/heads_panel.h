// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/panels/heads_model.h"
#include "ui/session/job.h"
#include "ui/view_models/comparison.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace ui {

// All heads of all columns with what they look at on the text that is read: sorted by any number, filtered by words; a
// click shows the head. What perplexity becomes without a head is measured on demand.
class HeadsPanel : public QWidget
{
    Q_OBJECT

public:
    HeadsPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent = nullptr);

    const HeadsModel& model() const { return *m_model; }
    QTableView& table() { return *m_table; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // What was measured of a column, and of what.
    struct Measured
    {
        std::shared_ptr<const core::Trace<float>> trace;
        int length = 0;
        std::vector<core::HeadMeasures> heads;
        std::vector<double> without; // perplexity by head; NaN: not yet
        double whole = 0.0;          // perplexity with all heads; measured before those
    };

    void measure();
    void measureWithout();
    void take(int column, Measured measured);
    void showRows();
    void showHead();   // of the setup, in the table
    void chooseHead(); // of the table, in the setup
    void showState();
    QString copied() const;

    Session& m_session;
    Comparison& m_comparison;
    core::ThreadPool& m_pool;
    QLabel* m_state;
    QLineEdit* m_filter;
    QPushButton* m_without;
    QProgressBar* m_progress;
    QTableView* m_table;
    HeadsModel* m_model;
    QSortFilterProxyModel* m_order;
    std::map<int, Measured> m_measured; // by column's id
    bool m_choosing = false;            // the table's own choice is on its way
    Refresh m_refresh;
    QTimer m_watch; // of the progress
    Job m_measuring;
    Job m_switching;
};

} // namespace ui
