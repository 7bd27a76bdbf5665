// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/session/job.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace ui {

class CurvePlot;
class MatrixView;

// What the encoding of the chosen column is before any text: every head's bias by distance, or the vectors or angles of
// positions; beside them how alike two positions are by distance, of all columns that tell.
class EncodingPanel : public QWidget
{
    Q_OBJECT

public:
    EncodingPanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    CurvePlot& biases() { return *m_biases; }
    MatrixView& cells() { return *m_cells; }
    CurvePlot& products() { return *m_products; }
    QString hint() const;

private:
    struct Shapes;

    void measure();
    void take(const Shapes& shapes);

    Session& m_session;
    Comparison& m_comparison;
    QStackedWidget* m_own; // of the chosen column: one of the three
    QLabel* m_hint;
    CurvePlot* m_biases;
    MatrixView* m_cells;
    CurvePlot* m_products;
    Refresh m_refresh;
    Job m_measuring;
};

} // namespace ui
