// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/continuation.h"

#include <QWidget>

#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace ui {

class NumberBox;
class ScaleBar;

// What is done with the texts that go on, and how they do: in as few lines as there is room for.
class ContinueBar : public QWidget
{
    Q_OBJECT

public:
    explicit ContinueBar(QWidget* parent = nullptr);

    ContinuationOptions options() const;
    int from() const;  // tokens of the prompt
    int judge() const; // id of a column; 0: each text's own model
    // How many tokens the prompt may have, and how many it has until somebody says otherwise.
    void setPrompt(int most, int usual);
    void setJudges(const QVector<std::pair<int, QString>>& columns); // ids and labels; the first until one is chosen
    void setShades(const QVector<QColor>& shades);
    void setState(const ContinuationView& view);
    void nextSeed();

    QToolButton& rewind() { return *m_rewind; }
    QToolButton& play() { return *m_play; }
    QToolButton& back() { return *m_back; }
    QToolButton& step() { return *m_step; }
    QToolButton& branch() { return *m_branch; }
    QToolButton& before() { return *m_before; }
    QToolButton& take() { return *m_take; }
    NumberBox& fromBox() { return *m_from; }
    NumberBox& temperature() { return *m_temperature; }
    NumberBox& topK() { return *m_topK; }
    NumberBox& topP() { return *m_topP; }
    NumberBox& seed() { return *m_seed; }
    NumberBox& speed() { return *m_speed; }
    QComboBox& judges() { return *m_judge; }

    QSize minimumSizeHint() const override;

signals:
    void optionsChanged();
    void fromChanged();
    void judgeChanged();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildTransport();
    void buildOptions();
    QWidget* group();
    void arrange();

    QVBoxLayout* m_lines;
    std::vector<QWidget*> m_groups;                // of what belongs together, in order
    std::vector<std::vector<QWidget*>> m_arranged; // line by line
    QToolButton* m_rewind;
    QToolButton* m_play;
    QToolButton* m_back;
    QToolButton* m_step;
    QToolButton* m_branch;
    QToolButton* m_before;
    QToolButton* m_take;
    QLabel* m_pace;
    NumberBox* m_from;
    NumberBox* m_temperature;
    NumberBox* m_topK;
    NumberBox* m_topP;
    NumberBox* m_seed;
    NumberBox* m_speed;
    QComboBox* m_judge;
    ScaleBar* m_scale;
    bool m_fromChosen = false; // by a person
    bool m_judgeChosen = false;
};

} // namespace ui
