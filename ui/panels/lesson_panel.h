// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/view_models/open_lesson.h"
#include "ui/views/view.h"

#include <QPointer>
#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

class AnswerButton;
class Curtain;

// The lesson that is open: the text of its step, what to predict, to do and to notice, and the way through. Beside it
// only what the step needs is shown; "Everything" brings all of the window back until one returns to the step.
class LessonPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LessonPanel(const ViewContext& context, QWidget* parent = nullptr);
    ~LessonPanel() override;

    OpenLesson& lesson() { return m_lesson; }
    const OpenLesson& lesson() const { return m_lesson; }
    bool isOpening() const { return m_opening; } // a lesson waits for what the window begins with
    // Shows the view and opens the lesson. What is wrong with it is shown as an error.
    void openById(const QString& id, std::size_t step = 0);
    void openFile(const QString& path);

    void next();
    void previous();
    void leave();
    void returnToStep();
    void playFreely(); // all of the window

    // What is on the page, for tests and for those who look.
    const std::vector<AnswerButton*>& answers() const { return m_answers; }
    QString textShown() const;
    bool isCurtainDrawn() const;

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildPage();
    void fitLetters();
    QWidget* buildWay();
    QLabel* addParagraph();
    void open(const std::shared_ptr<const core::Lesson>& lesson, std::size_t step);
    void showStep();
    void showMarks();
    void showNumbers();
    void showWindow();
    bool isAway() const { return m_playsFreely || m_lesson.isUndone(); } // the window does not show the step
    void showTerm(const QString& id);
    void followTraining();
    void takeTraining();

    ViewContext m_context;
    OpenLesson m_lesson;
    std::vector<core::Term> m_terms;
    QStringList m_viewsBefore;  // that were shown when the lesson was opened
    bool m_windowTaken = false; // the lesson chooses what of the window is shown
    bool m_playsFreely = false;
    bool m_opening = false;
    QPointer<Curtain> m_curtain; // over the columns

    QLabel* m_title = nullptr;
    QLabel* m_progress;
    QScrollArea* m_scroll;
    QVBoxLayout* m_page;
    QLabel* m_text = nullptr;
    QLabel* m_formula;
    QLabel* m_predict;
    QVBoxLayout* m_answerList;
    std::vector<AnswerButton*> m_answers;
    QLabel* m_action;
    QLabel* m_notice;
    QLabel* m_proof;
    QLabel* m_question;
    QLabel* m_term;
    QPushButton* m_back;
    QPushButton* m_free;
    QPushButton* m_next;
};

} // namespace ui
