// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/session/study_runner.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QTabWidget;

namespace ui {

class StudyForm;
class StudyPlots;
class NumberTable;

// The paper's studies in a window of their own: what to run, the picture that grows while it runs, the numbers, and
// files of all that. Closed, it stops; what is finished stays.
class StudiesWindow : public QWidget
{
    Q_OBJECT

public:
    // threads: to work with.
    StudiesWindow(Session& session, int threads, QWidget* parent = nullptr);

    // As the command line calls it, empty: the one that is chosen. Opens the window, or brings it to the front; says so
    // when there is no such study.
    void open(const std::string& study);

    StudyRunner& runner() { return m_runner; }
    StudyForm& form() { return *m_form; }
    StudyPlots& plots() { return *m_plots; }
    // The newest of the chosen study; null: there is none yet.
    std::shared_ptr<const StudyState> shown() const;

    // The results as the command line writes them, the format from the name; typed text goes into a file beside it,
    // whose name is the result (else empty). Throws core::Error.
    QString saveResults(const QString& path);
    // The picture as it is on screen. Throws core::Error.
    void savePicture(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QBoxLayout* buildLeft();
    QBoxLayout* buildRight();
    QBoxLayout* buildBottom();
    void runOrCancel();
    void takeState();
    void showState();
    void showProgress();
    void showObstacle();
    void say(const QString& sentence, bool wrong = false);
    void chooseResults(const QString& ending);
    void choosePicture();
    void guarded(const std::function<void()>& act);

    Session& m_session;
    StudyRunner m_runner;
    std::map<std::string, std::shared_ptr<const StudyState>> m_states; // by study
    bool m_relabel = true;                                             // the fields are others
    QTimer m_tick;                                                     // progress while one runs
    StudyForm* m_form;
    QPushButton* m_run;
    QLabel* m_obstacle;
    QTabWidget* m_tabs;
    StudyPlots* m_plots;
    NumberTable* m_numbers;
    QProgressBar* m_progress;
    QLabel* m_status;
    QLabel* m_message;
    QPushButton* m_saveJson;
    QPushButton* m_saveCsv;
    QPushButton* m_savePicture;
};

} // namespace ui
