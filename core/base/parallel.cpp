// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <exception>
#include <utility>

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace core {
namespace {
thread_local bool insideTask = false;
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
{
    if (threads <= 0)
        threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    for (int i = 1; i < threads; ++i)
        m_workers.emplace_back([this, priority] {
            setThreadPriority(priority);
            work();
        });
}

ThreadPool::~ThreadPool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    for (std::thread& worker : m_workers)
        worker.join();
}

void ThreadPool::forEach(int count, const std::function<void(int)>& task)
{
    std::unique_lock caller(m_callers, std::defer_lock);
    if (count <= 1 || m_workers.empty() || insideTask || !caller.try_lock()) {
        for (int i = 0; i < count; ++i)
            task(i);
        return;
    }
    std::unique_lock lock(m_mutex);
    m_task = &task;
    m_next = 0;
    m_count = count;
    m_failure = nullptr;
    m_wake.notify_all();
    takeTasks(lock);
    m_done.wait(lock, [this] { return m_running == 0; });
    m_task = nullptr;
    if (m_failure)
        std::rethrow_exception(std::exchange(m_failure, nullptr));
}

void ThreadPool::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || (m_task != nullptr && m_next < m_count); });
        if (m_closing)
            return;
        takeTasks(lock);
        if (m_running == 0)
            m_done.notify_all();
    }
}

void ThreadPool::takeTasks(std::unique_lock<std::mutex>& lock)
{
    insideTask = true;
    while (m_next < m_count) {
        const int index = m_next++;
        const auto* task = m_task;
        ++m_running;
        lock.unlock();
        std::exception_ptr failure;
        try {
            (*task)(index);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        --m_running;
        if (failure) {
            m_next = m_count;
            if (!m_failure)
                m_failure = failure;
        }
    }
    insideTask = false;
}

} // namespace core
