// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/eval/growing_map.h"
#include "core/model/generate.h"
#include "ui/session/continuation.h"
#include "ui/session/job.h"
#include "ui/session/newest_view.h"

#include <chrono>
#include <deque>
#include <optional>

namespace ui {

// All that lives on the continuation's thread. The commands and what is private run there, as tasks of the job and
// between them; post(), giveUp() and view() belong to the GUI thread.
class Continuation::Worker
{
public:
    Worker(Continuation& owner, std::function<bool()> giveWay);

    void post(std::function<void(Worker&)> command);
    void giveUp() { m_job.cancel(); } // what was posted so far
    std::shared_ptr<const ContinuationView> view() const;

    void prepare(const ContinuationPlan& plan);
    void setOptions(const ContinuationOptions& options);
    void look(const ContinuationLook& what);
    void setPlaying(bool playing);
    void stepAll();
    void cut(int written);
    void branch(int written);
    void takeBranchBack();
    int written() const { return m_written; }

private:
    using Clock = std::chrono::steady_clock;
    struct Text
    {
        ContinuedColumn column;
        std::optional<core::Generation> own{};   // none: the prompt could not be read
        std::optional<core::Generation> judge{}; // another column's model, which reads the same
        std::optional<core::GrowingMap> map{};
        QString trouble{};
        int written() const { return own ? static_cast<int>(own->length() - own->promptLength()) : 0; }
    };

    using Branch = std::vector<std::vector<int>>; // what every text had written

    bool goOn(const Job::Run& run);
    bool beginsAlike(const ContinuationPlan& plan) const;
    bool canGoOn(const Text& text) const;
    bool canGoOn() const;
    void read(Text& text);
    void step(Text& text);
    void noteEnd(Text& text) const; // that it can go on no further
    void findJudge(Text& text);
    // The judge has read as far as the text goes, or as it can.
    void letJudgeRead(Text& text);
    ContinuedText viewOf(Text& text);
    double pace() const;
    void publish();
    void report(const JobEnding& ending);
    core::Cancel cancel() const;

    Continuation& m_owner;
    core::ThreadPool m_pool{1}; // this thread alone
    ContinuationOptions m_options;
    ContinuationLook m_look;
    std::vector<Text> m_texts;
    std::deque<Branch> m_branches; // that others took the place of, the newest last
    int m_written = 0;
    bool m_playing = false;
    Clock::time_point m_due; // of the next token
    Clock::time_point m_published;
    std::deque<Clock::time_point> m_steps; // the last ones since it plays

    NewestView<ContinuationView> m_view;
    const Job::Run* m_run = nullptr; // that works now
    Job m_job;
};

} // namespace ui
