// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace core {

// Seconds that are left of some work, from how far it is and how long that took. One thread at a time.
class TimeLeft
{
public:
    using Clock = std::chrono::steady_clock;

    explicit TimeLeft(Clock::time_point start = Clock::now())
        : m_start(start)
    {}

    // done: 0 … 1. Nothing until there has been some progress, and when all is done.
    std::optional<double> seconds(double done, Clock::time_point now = Clock::now())
    {
        if (m_firstDone < 0.0)
            m_firstDone = done; // resumed work does not start at 0
        if (done <= m_firstDone || done >= 1.0)
            return std::nullopt;
        return std::chrono::duration<double>(now - m_start).count() * (1.0 - done) / (done - m_firstDone);
    }

private:
    Clock::time_point m_start;
    double m_firstDone = -1.0;
};

} // namespace core
