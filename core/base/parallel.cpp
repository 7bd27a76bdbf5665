// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <utility>

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace core {
namespace {
using Clock = std::chrono::steady_clock;

thread_local bool insideTask = false;
thread_local bool courteous = false;

int processors() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

// Until when a Foreground wants its processor, in the clock's ticks; 0: there is none.
std::atomic<std::int64_t> courtesyEnd = 0;
std::atomic<int> resting = 0;
std::mutex restMutex;
std::condition_variable restOver;

bool isForegroundBusy() { return Clock::now().time_since_epoch().count() < courtesyEnd; }

void rest()
{
    std::unique_lock lock(restMutex);
    ++resting;
    while (isForegroundBusy())
        restOver.wait_until(lock, Clock::time_point(Clock::duration(courtesyEnd)));
    --resting;
}

} // namespace

Foreground::Foreground()
    : m_outer(courtesyEnd.exchange((Clock::now() + kLongestCourtesy).time_since_epoch().count()))
{}

Foreground::~Foreground()
{
    courtesyEnd = m_outer;
    if (resting == 0)
        return;
    {
        const std::lock_guard lock(restMutex); // nobody is between looking at the time and sleeping
    }
    restOver.notify_all();
}

void giveWay()
{
    if (courteous && isForegroundBusy())
        rest();
}

void setThreadPriority(Priority priority)
{
#if defined(__linux__)
    // Linux gives every thread its own niceness and policy; a refusal changes nothing. A batch thread that wakes up
    // does not push another off its processor, and this niceness leaves a processor to the window soon, yet lets the
    // numbers go on beside whatever else the machine does.
    constexpr int niceness = 10;
    if (priority == Priority::Background) {
        const sched_param none{};
        (void)sched_setscheduler(gettid(), SCHED_BATCH, &none);
        (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
    }
#else
    (void)priority;
#endif
}

ThreadPool::ThreadPool(int threads, Priority priority)
    : m_wanted(threads <= 0 ? processors() : threads)
{
    int workers = m_wanted - 1;
    while (!startWorkers(workers, priority)) {
        workers = static_cast<int>(m_workers.size()) / 2;
        endWorkers();
    }
}

ThreadPool::~ThreadPool() { endWorkers(); }

// False: the system has not given them all.
bool ThreadPool::startWorkers(int count, Priority priority)
{
    m_workers.reserve(static_cast<std::size_t>(count));
    try {
        for (int i = 1; i <= count; ++i) {
            const bool last = i >= processors() - 1; // has no other processor
            m_workers.emplace_back([=, this] {
                setThreadPriority(priority);
                courteous = last && priority == Priority::Background;
                work();
            });
        }
    } catch (const std::system_error&) {
        return false;
    } catch (const std::bad_alloc&) { // those begun must be ended before the pool is given up
        return false;
    }
    return true;
}

void ThreadPool::endWorkers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    for (std::thread& worker : m_workers)
        worker.join();
    m_workers.clear();
    m_closing = false;
}

struct ThreadPool::Job
{
    const std::function<void(int)>& task;
    int count;
    int next = 0;
    int running = 0;
    std::exception_ptr failure = nullptr;

    bool hasTasks() const { return next < count; }
};

void ThreadPool::forEach(int count, const std::function<void(int)>& task)
{
    if (insideTask) {
        for (int i = 0; i < count; ++i)
            task(i);
        return;
    }
    Job job{task, count};
    Lock lock(m_mutex);
    m_jobs.push_back(&job);
    if (count > 1)
        m_wake.notify_all();
    while (job.hasTasks()) {
        takeTurn(lock);
        if (job.hasTasks()) // others may have taken the last one
            runNext(job, lock);
        endTurn();
    }
    m_jobDone.wait(lock, [&] { return job.running == 0; });
    std::erase(m_jobs, &job);
    if (job.failure)
        std::rethrow_exception(job.failure);
}

void ThreadPool::work()
{
    Lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || jobWithTasks() != nullptr; });
        if (m_closing)
            return;
        lock.unlock();
        giveWay(); // before it has taken anything
        lock.lock();
        takeTurn(lock);
        if (Job* job = jobWithTasks()) {
            runNext(*job, lock);
            if (job->running == 0 && !job->hasTasks())
                m_jobDone.notify_all();
        }
        endTurn();
    }
}

ThreadPool::Job* ThreadPool::jobWithTasks()
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [](const Job* job) { return job->hasTasks(); });
    if (found == m_jobs.end())
        return nullptr;
    std::rotate(found, found + 1, m_jobs.end()); // the next look finds another one first
    return m_jobs.back();
}

void ThreadPool::takeTurn(Lock& lock)
{
    const std::uint64_t mine = m_lastTurn++;
    m_turnCame.wait(lock, [&] { return m_turn == mine && m_working < threads(); });
    ++m_turn;
    ++m_working;
    if (m_turn != m_lastTurn)
        m_turnCame.notify_all();
}

void ThreadPool::endTurn()
{
    --m_working;
    if (m_turn != m_lastTurn)
        m_turnCame.notify_all();
}

void ThreadPool::runNext(Job& job, Lock& lock)
{
    const int index = job.next++;
    ++job.running;
    lock.unlock();
    std::exception_ptr failure;
    insideTask = true;
    try {
        job.task(index);
    } catch (...) {
        failure = std::current_exception();
    }
    insideTask = false;
    lock.lock();
    --job.running;
    if (failure) {
        job.next = job.count;
        if (!job.failure)
            job.failure = failure;
    }
}

} // namespace core
