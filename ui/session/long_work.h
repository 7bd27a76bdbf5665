// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time_left.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>

namespace ui {

// How far the engine is with a piece of work that takes long.
struct LongWork
{
    enum class Kind { Pass, Map, Heads, Perplexity };

    long number = 0; // of the request
    int column = 0;  // its id
    Kind kind = Kind::Pass;
    int length = 0;
    double done = 0.0;                 // 0 … 1; 1: it has ended, done or not
    std::optional<double> secondsLeft; // of this piece and, with `others`, of the same piece for the columns after it
    bool others = false;
};

// Tells of one piece of work as long as it exists: only when it takes more than 300 ms, and then 20 times a second at
// most. Once it has told anything it also tells the end.
class LongWorkReport
{
public:
    using Send = std::function<void(const LongWork&)>;
    using Clock = core::TimeLeft::Clock;

    // expected: seconds it will take, 0 where that is not known; others: seconds for the same piece of later columns.
    // When they come to more than two seconds, that is told at once.
    LongWorkReport(Send send, const LongWork& work, double expected = 0.0, double others = 0.0,
                   Clock::time_point start = Clock::now());
    ~LongWorkReport();
    LongWorkReport(const LongWorkReport&) = delete;
    LongWorkReport& operator=(const LongWorkReport&) = delete;

    void advance(double done, Clock::time_point now = Clock::now()); // from any thread

private:
    void send(Clock::time_point now);

    const Send m_send;
    std::mutex m_mutex;
    LongWork m_work;
    const double m_others;
    const Clock::time_point m_start;
    core::TimeLeft m_left{m_start};
    std::optional<Clock::time_point> m_sent;
};

} // namespace ui
