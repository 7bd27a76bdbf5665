// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/report.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;

namespace ui {

class BarGroups;
class CurvePlot;
class NumberTable;

// The picture of a study's report: for each study its curves, table of heads or bars, and what the numbers
// say.
class StudyPlots : public QWidget
{
    Q_OBJECT

public:
    explicit StudyPlots(QWidget* parent = nullptr);

    // May hold nothing but the study's name yet.
    void show(const core::Report& report);

    CurvePlot& plot() { return *m_plot; }      // perplexity by length, or the loss by what is left of the context
    CurvePlot& context() { return *m_second; } // loss by tokens of context
    bool showsPaper() const;

private:
    void build();
    void arrange();
    void fillLengths();
    void draw();
    void drawReach();
    void drawSecond();

    core::Report m_report;
    QWidget* m_axisRow;
    QComboBox* m_axis;
    QCheckBox* m_paper;
    QWidget* m_quantityRow;
    QComboBox* m_quantity;
    QWidget* m_lengthRow;
    QComboBox* m_length;
    bool m_lengthChosen = false; // by a person
    CurvePlot* m_plot;
    CurvePlot* m_second;
    NumberTable* m_heads;
    BarGroups* m_bars;
    QLabel* m_paperNote;
    QLabel* m_findings;
};

} // namespace ui
