// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/view_models/selection.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace ui {

class CurvePlot;
struct RowCurves;

// The whole row of the query that people look at: content, bias and weights over its keys, of all columns. A click
// chooses a key.
class RowPanel : public QWidget
{
    Q_OBJECT

public:
    RowPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent = nullptr);

    CurvePlot& content() { return *m_content; }
    CurvePlot& bias() { return *m_bias; }
    CurvePlot& weights() { return *m_weights; }

private:
    void showRow();
    void chooseKey(double place);

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    QLabel* m_hint;
    QWidget* m_plots;
    QStackedWidget* m_pages; // one of both, with room for either: a view that grew would move the maps
    CurvePlot* m_content;
    CurvePlot* m_bias;
    CurvePlot* m_weights;
    Refresh m_refresh;
};

} // namespace ui
