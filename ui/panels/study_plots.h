// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_view.h"

#include <QWidget>

#include <memory>
#include <vector>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;

namespace ui {

class BarGroups;
class CurvePlot;
class NumberTable;

// The pictures of a study's results as the study describes them, and what the numbers say.
class StudyPlots : public QWidget
{
    Q_OBJECT

public:
    explicit StudyPlots(QWidget* parent = nullptr);
    ~StudyPlots() override;

    // May hold nothing but the study's name yet.
    void show(const core::StudyResults& results);

    bool showsPaper() const { return m_paper; }
    // The pictures from top to bottom as they are shown now, as values.
    std::vector<core::StudyDrawing> drawings() const;
    // The widget of one of them; null: it is no plot of curves.
    CurvePlot* plot(std::size_t picture) const;

signals:
    void rebuilt(); // for another study

private:
    // A picture with what can be chosen about it.
    struct Part
    {
        const core::StudyView* view = nullptr;
        std::unique_ptr<QWidget> holder;
        QComboBox* choice = nullptr; // none: there is nothing to choose
        QCheckBox* paper = nullptr;
        QLabel* paperNote = nullptr;
        CurvePlot* plot = nullptr; // one of these three
        NumberTable* table = nullptr;
        BarGroups* bars = nullptr;
        bool chosen = false; // by a person
    };

    void build();
    Part partOf(const core::StudyView& view);
    QBoxLayout* rowOf(Part& part);
    void fillChoices(Part& part);
    core::StudyDrawing drawing(const Part& part) const;
    void draw(Part& part);
    void draw(Part& part, const core::StudyPlot& plot);
    void draw(Part& part, const core::StudyTable& table);
    void draw(Part& part, const core::StudyBars& bars);
    void setPaper(Part& part, bool on);

    core::StudyResults m_results;
    std::string m_study; // the parts are those of
    std::vector<std::unique_ptr<Part>> m_parts;
    bool m_paper = false;
    QBoxLayout* m_pictures;
    QLabel* m_means;
    QLabel* m_findings;
};

} // namespace ui
