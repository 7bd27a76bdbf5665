// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/view_models/selection.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace ui {

class SumView;

// The sum behind the cell that people look at, one below the other for all columns.
class CellPanel : public QWidget
{
    Q_OBJECT

public:
    CellPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent = nullptr);

    const std::vector<SumView*>& sums() const { return m_sums; } // of the columns, hidden where there is none

private:
    void showSums();

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    QLabel* m_hint;
    QVBoxLayout* m_list;
    std::vector<SumView*> m_sums;
    Refresh m_refresh;
};

} // namespace ui
