// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/live_training.h"
#include "ui/session/session.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace ui {

class CurvePlot;
class LiveRunRow;
class NumberBox;
class TrainForm;

// Training before one's eyes: what to train, play and rewind, losses, and each run with its attention and its words.
// Space plays and pauses. Hidden, it pauses.
class TrainPanel : public QWidget
{
    Q_OBJECT

public:
    TrainPanel(Session& session, core::ThreadPool& pool, QWidget* parent = nullptr);

    LiveTraining& training() { return m_training; }
    TrainForm& form() { return *m_form; }
    CurvePlot& plot() { return *m_plot; }
    const std::vector<LiveRunRow*>& rows() const { return m_rows; }

    // The present weights of all runs become the columns of the comparison.
    void testLong();

    QSize sizeHint() const override { return {450, 820}; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QHBoxLayout* buildTransport();
    QHBoxLayout* buildHead();
    void buildKept();
    void takeBack();
    void togglePlay();
    void showView();
    void showRuns(const LiveView& view);
    void showCurves(const LiveView& view);
    void takeModels(const std::vector<LiveModel>& models);
    void forgetTest();
    void saveRun(std::size_t row);
    void say(const QString& sentence, bool wrong = false);

    Session& m_session;
    LiveTraining m_training;
    TrainForm* m_form;
    QToolButton* m_rewind;
    QToolButton* m_play;
    QToolButton* m_step;
    QPushButton* m_test;
    QLabel* m_note;    // about the text
    QLabel* m_message; // what went wrong, or what was done
    QWidget* m_kept;   // says that runs which were taken away can be brought back
    CurvePlot* m_plot;
    NumberBox* m_layer;
    NumberBox* m_head;
    QVBoxLayout* m_list;
    std::vector<LiveRunRow*> m_rows;
    std::vector<long> m_ids; // of the runs in m_rows
    bool m_prepared = false;
    bool m_takingBack = false;
    int m_tests = 0;
    bool m_tested = false; // the sentence that stands there is about what the columns show
};

} // namespace ui
