// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/long_work.h"

#include <algorithm>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuiet = 300ms;
constexpr auto kInterval = 50ms;
constexpr double kWorthSaying = 2.0; // seconds

} // namespace

LongWorkReport::LongWorkReport(Send send, const LongWork& work, double expected, double others, Clock::time_point start)
    : m_send(std::move(send))
    , m_work(work)
    , m_others(others)
    , m_start(start)
{
    m_work.others = others > 0.0;
    m_left.seconds(0.0, m_start);
    if (expected > 0.0 && expected + others > kWorthSaying) {
        m_work.secondsLeft = expected + others;
        this->send(m_start);
    }
}

LongWorkReport::~LongWorkReport()
{
    if (!m_sent)
        return;
    m_work.done = 1.0;
    m_work.secondsLeft.reset();
    send(Clock::now());
}

void LongWorkReport::advance(double done, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    // Threads may come in another order than they counted; the end is the destructor's.
    if (done < m_work.done || done >= 1.0 || now - m_start < kQuiet || (m_sent && now - *m_sent < kInterval))
        return;
    m_work.done = done;
    m_work.secondsLeft = m_left.seconds(done, now);
    if (m_work.secondsLeft)
        *m_work.secondsLeft += m_others;
    send(now);
}

void LongWorkReport::send(Clock::time_point now)
{
    m_sent = now;
    m_send(m_work);
}

} // namespace ui
