// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/report.h"
#include "ui/session/study_plan.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace ui {

// How far a study is.
struct StudyState
{
    StudyPlan plan;
    core::Report report; // what is finished
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
    ~StudyRunner() override;

    // Instead of a process of this program.
    void setMeasure(Measure measure) { m_measure = std::move(measure); }

    // Nothing while one runs.
    void start(StudyPlan plan);
    void cancel() { m_cancelled = true; }
    double done() const { return m_done; } // 0 … 1
    // The newest; never null.
    std::shared_ptr<const StudyState> state() const;

signals:
    void changed(); // state() is another one

private:
    struct Text
    {
        std::string text;
        core::OrderedJson record;
    };

    void work(const StudyPlan& plan);
    core::Report conduct(const StudyPlan& plan, const Text& text, const std::vector<core::Subject>& subjects);
    core::StudyWatch watch(const StudyPlan& plan, const Text& text);
    core::TrainingCost measure(const StudyPlan& plan, const Text& text, std::size_t model,
                               const core::TrainingCostOptions& cost, const core::WindowWatch& watch) const;
    bool mustEnd() const;
    void take(core::Report report, const StudyPlan& plan, const Text& text);
    void change(const std::function<void(StudyState&)>& how);

    const int m_threads;
    const std::function<bool()> m_giveWay;
    Measure m_measure;
    mutable std::mutex m_mutex;
    std::shared_ptr<const StudyState> m_state = std::make_shared<const StudyState>();
    std::atomic<bool> m_cancelled = false;
    std::atomic<double> m_done = 0.0;
    std::thread m_thread;
};

} // namespace ui
