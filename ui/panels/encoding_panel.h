// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/session/job.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedWidget;

namespace ui {

class CurvePlot;
class MatrixView;
class TextLine;

// What the columns' encodings are before any text: the bias of every head of every column by distance, and how alike
// two positions are by distance, where they have it; and the vectors or angles that stand for positions, of the chosen
// column or, where it has none, of the first that has.
class EncodingPanel : public QWidget
{
    Q_OBJECT

public:
    EncodingPanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    CurvePlot& biases() { return *m_biases; }
    MatrixView& cells() { return *m_cells; }
    CurvePlot& products() { return *m_products; }
    QCheckBox& logarithmic() { return *m_log; }
    QString hint() const;

private:
    struct Shapes;

    void measure();
    void take(const Shapes& shapes);

    Session& m_session;
    Comparison& m_comparison;
    TextLine* m_about;
    QCheckBox* m_log;
    QStackedWidget* m_own; // one of the two
    QLabel* m_hint;
    MatrixView* m_cells;
    CurvePlot* m_biases;
    CurvePlot* m_products;
    Refresh m_refresh;
    Job m_measuring;
};

} // namespace ui
