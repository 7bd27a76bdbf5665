// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace core {

// Background threads let others go first when there are more threads than processors. The window's own thread paints
// what the others work out: in a drag it must not queue behind them.
enum class Priority { Normal, Background };

// For the calling thread, for good. Where the system knows no such thing for threads (Linux does) nothing happens.
void setThreadPriority(Priority priority);

// A fixed team of threads. The caller works too, so ThreadPool(2) starts one thread. Waiting sleeps, never spins.
// forEach may be called from several threads: one call runs at a time on the team, a call that finds it busy (or comes
// from inside a task) runs its tasks alone. Results must not depend on which thread runs a task.
class ThreadPool
{
public:
    // threads <= 0: as many as the machine has.
    explicit ThreadPool(int threads = 0, Priority priority = Priority::Normal);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return static_cast<int>(m_workers.size()) + 1; }

    // Calls task(0) … task(count-1), handed out in that order; returns when all have ended. After the first exception
    // no further tasks start, and it is rethrown here.
    void forEach(int count, const std::function<void(int)>& task);

private:
    void work();
    void takeTasks(std::unique_lock<std::mutex>& lock);

    std::mutex m_callers;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_done;
    const std::function<void(int)>* m_task = nullptr;
    int m_next = 0;
    int m_count = 0;
    int m_running = 0;
    std::exception_ptr m_failure;
    bool m_closing = false;
    std::vector<std::thread> m_workers;
};

} // namespace core
