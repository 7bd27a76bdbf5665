// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"
#include "ui/view_models/selection.h"

#include <QTimer>
#include <QWidget>

namespace ui {

class CurvePlot;

// Perplexity by length and loss by position, of all columns, with the training length, the present length and the query
// that people look at. A click on the one chooses a length, on the other a query.
class CurvesPanel : public QWidget
{
    Q_OBJECT

public:
    CurvesPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent = nullptr);

    CurvePlot& perplexity() { return *m_perplexity; }
    CurvePlot& loss() { return *m_loss; }

private:
    void showPerplexities();
    void showLosses();
    void showSetup();
    void showSelection();

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    CurvePlot* m_perplexity;
    CurvePlot* m_loss;
    // Many answers become one drawing, and the maps come first.
    QTimer m_perplexitiesSoon;
    QTimer m_lossesSoon;
};

} // namespace ui
