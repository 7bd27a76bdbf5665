// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/job.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "ui/language/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <new>
#include <system_error>
#include <utility>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongestWait = 250ms; // for others who want the processor

} // namespace

Job::Job(QObject* receiver)
    : Job(receiver, Settings())
{}

Job::Job(QObject* receiver, Settings settings)
    : m_settings(std::move(settings))
    , m_receiver(receiver)
{
    s_jobs.insert(this);
    if (m_settings.idle)
        (void)hasThread(); // else the first task tries again
}

Job::~Job()
{
    s_jobs.erase(this);
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

bool Job::isAnyRunning()
{
    return std::ranges::any_of(s_jobs, [](const Job* job) { return job->isRunning(); });
}

// Made when it is first needed; the system may refuse it.
bool Job::hasThread()
{
    try {
        if (!m_thread.joinable())
            m_thread = std::thread([this] {
                core::setThreadPriority(core::Priority::Background);
                work();
            });
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

void Job::start(Task task, Then then, bool certain)
{
    if (!hasThread()) {
        if (m_settings.order == Order::NewestWins)
            m_unfinished = 0;
        ++m_unfinished;
        postEnding(++m_newest, std::move(then),
                   {false, QCoreApplication::translate("ui::Job", "The system gives no thread for this; close other "
                                                                  "programs and try again.")});
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_settings.order == Order::NewestWins) {
            m_unfinished = 0; // nobody waits for the others any more
            m_waiting.clear();
        }
        m_waiting.push_back({++m_newest, std::move(task), std::move(then), certain});
    }
    ++m_unfinished;
    m_wake.notify_all();
}

void Job::forget()
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.clear();
        m_forgotten = m_newest.load();
    }
    m_unfinished = 0;
    m_wake.notify_all();
}

void Job::cancel()
{
    m_cancelled = m_newest.load();
    m_wake.notify_all();
}

std::optional<double> Job::secondsLeft()
{
    if (std::exchange(m_timed, m_running) != m_running)
        m_left = core::TimeLeft();
    return m_left.seconds(m_done);
}

bool Job::isSuperseded(long number) const
{
    return m_closing || number <= m_forgotten || (m_settings.order == Order::NewestWins && m_newest != number);
}

void Job::work()
{
    bool idle = m_settings.idle != nullptr;
    while (true) {
        Waiting next;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_closing || !m_waiting.empty() || idle; });
            if (m_closing)
                std::erase_if(m_waiting, [](const Waiting& waiting) { return !waiting.certain; });
            if (!m_waiting.empty()) {
                next = std::move(m_waiting.front());
                m_waiting.pop_front();
                m_running = next.number;
            } else if (m_closing) {
                return;
            }
        }
        if (next.task) {
            perform(next);
            idle = m_settings.idle != nullptr;
            continue;
        }
        const Run run(*this, m_running);
        idle = false;
        JobEnding how = ending([&] { idle = m_settings.idle(run); });
        if (m_settings.afterIdle && !how.trouble.isEmpty())
            run.deliver([then = m_settings.afterIdle, how = std::move(how)] { then(how); });
    }
}

void Job::perform(const Waiting& waiting)
{
    m_done = 0.0;
    const Run run(*this, waiting.number);
    postEnding(waiting.number, waiting.then, ending([&] { waiting.task(run); }));
}

void Job::postEnding(long number, Then then, JobEnding how)
{
    post(number, true, [then = std::move(then), how = std::move(how)] {
        if (then)
            then(how);
    });
}

// Nothing that goes wrong ends the program; it is said instead.
JobEnding Job::ending(const std::function<void()>& act) const
{
    try {
        act();
        return {};
    } catch (const core::Cancelled&) {
        return {true, {}};
    } catch (const std::bad_alloc&) {
        return {false, !m_settings.noMemory.isEmpty()
                           ? m_settings.noMemory
                           : QCoreApplication::translate("ui::Job", "There is not enough memory for this.")};
    } catch (const std::exception& problem) {
        return {false, sentenceOf(problem)};
    }
}

void Job::post(long number, bool ends, std::function<void()> act)
{
    m_mailbox.post([this, number, ends, act = std::move(act)] {
        if (isSuperseded(number))
            return;
        if (ends)
            --m_unfinished;
        if (m_receiver != nullptr)
            act(); // the last line: it may end the job
    });
}

bool Job::Run::mustEnd() const
{
    giveWay();
    return isSuperseded() || m_job.m_cancelled >= m_number;
}

void Job::Run::giveWay() const
{
    const auto& othersWait = m_job.m_settings.othersWait;
    if (!othersWait || !othersWait())
        return;
    const auto end = std::chrono::steady_clock::now() + kLongestWait;
    std::unique_lock lock(m_job.m_mutex);
    const auto wanted = [this] { return m_job.m_closing || !m_job.m_waiting.empty() || m_job.m_cancelled >= m_number; };
    do { // the others are asked again and again: they do not know who waits for them
        if (m_job.m_wake.wait_for(lock, 1ms, wanted))
            return;
    } while (std::chrono::steady_clock::now() < end && othersWait());
}

bool Job::Run::rest(std::chrono::milliseconds time) const
{
    std::unique_lock lock(m_job.m_mutex);
    return !m_job.m_wake.wait_for(lock, time, [this] { return isSuperseded() || !m_job.m_waiting.empty(); });
}

void Job::Run::deliver(std::function<void()> act) const { m_job.post(m_number, false, std::move(act)); }

} // namespace ui
