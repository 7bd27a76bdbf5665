// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/parallel.h"
#include "tests/bench/measure.h"
#include "ui/application.h"

namespace bench {

// An application that knows for how long its thread was busy: input that comes then has to wait.
class TimedApplication : public ui::Application
{
public:
    TimedApplication(int& argc, char** argv);

    bool notify(QObject* receiver, QEvent* event) override;

    // Milliseconds: one event, and events one after another without a pause.
    double longestEvent() const { return m_longestEvent; }
    double longestStretch() const { return m_longestStretch; }
    void forget() { m_longestEvent = m_longestStretch = 0.0; }
    // Called whenever a window has painted what had changed.
    void onPainted(std::function<void()> painted) { m_painted = std::move(painted); }

private:
    std::function<void()> m_painted;
    int m_depth = 0; // of events inside events
    Clock::time_point m_start;
    Clock::time_point m_end;
    double m_longestEvent = 0.0;
    double m_longestStretch = 0.0;
};

// Measures the window with both models on its builtin text and prints as it goes: first picture, drags, memory.
core::Json measureWindow(TimedApplication& application, core::ThreadPool& pool, Clock::time_point programStart);
// The drags at 512 tokens with no view around the columns, then with each view of views.def open, one at a time: times,
// and each beside that with none. Prints a table as it goes.
core::Json measureViews(TimedApplication& application, core::ThreadPool& pool);
// Prints the most memory that a window needs whose models read so many tokens, until all maps are there.
void printMemory(core::ThreadPool& pool, int length);

} // namespace bench
