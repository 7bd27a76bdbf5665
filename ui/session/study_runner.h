// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/results.h"
#include "ui/session/job.h"
#include "ui/session/study_plan.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace ui {

// How far a study is.
struct StudyState
{
    StudyPlan plan;
    core::StudyResults results; // what is finished
    std::size_t finished = 0;
    std::size_t pieces = 0; // 0: models and text are being read
    bool running = false;
    QString trouble; // why it ended early, unless it was cancelled; empty: it did not
};

// Conducts one study at a time on a thread of its own, with a thread pool of its own: whoever draws the window
// keeps his. Every function returns at once, but for the destructor, which takes up to 50 ms.
class StudyRunner : public QObject
{
    Q_OBJECT

public:
    // Measures the training of a model: its id, what it reads (--text …), and so on.
    using Measure =
        std::function<core::TrainingCost(const std::string& model, const std::vector<std::string>& input,
                                         const core::TrainingCostOptions& cost, const core::WindowWatch& watch)>;

    // giveWay, asked from the study's threads: somebody is waiting for the processor. The study then waits,
    // but not for ever.
    StudyRunner(int threads, std::function<bool()> giveWay, QObject* parent = nullptr);

    // Instead of a process of this program.
    void setMeasure(Measure measure) { m_measure = std::move(measure); }

    // Nothing while one runs.
    void start(StudyPlan plan);
    void cancel() { m_job.cancel(); }
    double done() const { return m_job.done(); } // 0 … 1
    std::optional<double> secondsLeft() { return m_job.secondsLeft(); }
    // The newest; never null.
    std::shared_ptr<const StudyState> state() const { return m_state; }

signals:
    void changed(); // state() is another one

private:
    struct Text
    {
        std::string text;
        core::OrderedJson record;
    };

    void work(const StudyPlan& plan, const Job::Run& run);
    core::StudyResults conduct(const StudyPlan& plan, const Text& text, const std::vector<core::Subject>& subjects,
                               const Job::Run& run);
    core::StudyWatch watch(const StudyPlan& plan, const Text& text, const Job::Run& run);
    core::TrainingCost measure(const StudyPlan& plan, const Text& text, std::size_t model,
                               const core::TrainingCostOptions& cost, const core::WindowWatch& watch) const;
    void take(core::StudyResults results, const StudyPlan& plan, const Text& text, const Job::Run& run);
    void change(const std::function<void(StudyState&)>& how); // here, on the GUI thread

    const int m_threads;
    Measure m_measure;
    std::shared_ptr<const StudyState> m_state = std::make_shared<const StudyState>();
    Job m_job;
};

} // namespace ui
