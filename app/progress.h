// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time_left.h"

#include <chrono>
#include <mutex>
#include <string>

namespace app {

// How far a command has come, on stderr: a bar that is drawn over itself on a terminal, a line every few seconds
// otherwise. Any thread may report.
class Progress
{
public:
    explicit Progress(std::string task);
    ~Progress(); // leaves the cursor on a fresh line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // done: 0 … 1; note: what else is worth knowing, e.g. a loss. Adds the time left.
    void update(double done, const std::string& note = {});
    // A line that stays.
    void say(const std::string& line);

private:
    using Clock = core::TimeLeft::Clock;
    void clearBar();

    std::mutex m_mutex;
    std::string m_task;
    bool m_terminal;
    bool m_drawn = false;
    core::TimeLeft m_left;
    Clock::time_point m_last;
};

std::string durationText(double seconds); // "7 s", "3:25", "1:02:03"

} // namespace app
