// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"
#include "core/lesson/measurements.h"
#include "ui/session/job.h"
#include "ui/session/session.h"
#include "ui/view_models/selection.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ui {

// A number that a step was proved with, as people read it.
struct ProvedNumber
{
    QString words;
    QString value;
};

// The lesson that is open and the step it stands at: what was answered and done, and the numbers of its texts, which
// are measured in the background. Each step's setup is shown through the session as one undo step. GUI thread only.
class OpenLesson : public QObject
{
    Q_OBJECT

public:
    OpenLesson(Session& session, Selection& selection, core::ThreadPool& pool, QObject* parent = nullptr);
    ~OpenLesson() override;

    void open(std::shared_ptr<const core::Lesson> lesson, std::size_t step = 0);
    // Ends it; the window shows again what it did before.
    void leave();
    const core::Lesson* lesson() const { return m_lesson.get(); } // null: none is open
    const core::LessonStep* step() const;                         // the same
    std::size_t index() const { return m_index; }

    bool hasNext() const { return m_lesson != nullptr && m_index + 1 < m_lesson->steps.size(); }
    bool hasPrevious() const { return m_lesson != nullptr && m_index > 0; }
    void goTo(std::size_t step);
    // Shows what the step shows, whatever has been changed since.
    void returnToStep();
    // What the step shows was undone: the window shows what was there before.
    bool isUndone() const { return m_lesson != nullptr && m_undone; }

    // The step asks for a prediction, and none has been made: what follows is not to be seen.
    bool isPredictionDue() const;
    void answer(std::size_t answer);
    std::optional<std::size_t> answered() const;
    // Which answer is right; nothing until that has been worked out, or where it cannot be.
    std::optional<std::size_t> rightAnswer() const;
    bool isDone() const; // the step's action was done

    // With its numbers, as rich text; "…" stands for those that are still being worked out.
    QString richText(const core::MarkedText& text) const;
    QString richText(const std::vector<core::MarkedText>& sentences) const;
    // Whether the claim holds; nothing until it is known.
    std::optional<bool> holds(const core::Expression& claim) const;
    // What the step's claims were proved with, each once.
    std::vector<ProvedNumber> provedNumbers() const;
    // All numbers of the step are there, or cannot be.
    bool isMeasured() const { return m_lesson == nullptr || m_unknown == 0; }
    QString trouble() const { return m_trouble; } // why some are not

    // The live training, for actions that wait for it.
    void setTraining(long step, long length);

signals:
    void stepChanged();    // another step or lesson, or none
    void progressed();     // an answer, a tick
    void numbersChanged(); // more of them are there
    void measured();       // isMeasured() has become true

private:
    struct Result
    {
        std::optional<core::Outcome> outcome; // none: it could not be worked out
    };
    struct Marks // of a step
    {
        std::optional<std::size_t> answer;
        bool done = false;
    };

    void followUndo(int index);
    void enter();
    void show();
    void measure();
    void take(const std::string& expression, Result result);
    void watch();
    const core::Outcome* known(const core::Expression& expression) const;

    Session& m_session;
    Selection& m_selection;
    std::shared_ptr<core::Measurements> m_measurements;
    std::shared_ptr<const core::Lesson> m_lesson;
    std::size_t m_index = 0;
    bool m_undone = false;
    std::optional<int> m_undoAt; // steps on the undo stack when what the step shows was there
    bool m_arrived = false;      // what the step shows has been shown: from then on it is people's doing
    std::map<std::size_t, Marks> m_marks;
    std::optional<core::Setup> m_before; // what was shown when the lesson was opened
    std::map<std::string, Result> m_results;
    std::size_t m_unknown = 0;
    QString m_trouble;
    long m_trainingStep = 0;
    long m_trainingLength = 0;
    Job m_measuring;
    Job m_watching;
};

} // namespace ui
