// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
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

// While one lives, its thread does something short that must not wait (the window handles an event), and teams of
// background threads that would take every processor leave it one: for kLongestCourtesy at most, then they go on
// regardless. One may live inside another (a dialog has events of its own); all belong to one thread of the program.
class Foreground
{
public:
    static constexpr auto kLongestCourtesy = std::chrono::milliseconds(25);

    Foreground();
    ~Foreground();
    Foreground(const Foreground&) = delete;
    Foreground& operator=(const Foreground&) = delete;

private:
    std::int64_t m_outer;
};

// For tasks that take more than a millisecond to call now and then: where it is this thread's turn to leave a
// Foreground its processor, returns when that is no longer needed.
void giveWay();

// A fixed team of threads. The caller works too, so ThreadPool(2) starts one thread. Waiting sleeps, never spins.
// forEach may be called from several threads, from inside a task, too (it then runs its tasks alone). However many
// call, no more than threads() tasks run at a time; threads get their turn task by task, first come, first served.
// Results must not depend on which thread runs a task.
class ThreadPool
{
public:
    // threads <= 0: as many as the machine has. Where the system does not give that many it is a smaller team, which
    // leaves as much for the work as it takes itself: threads() then is less than wanted().
    explicit ThreadPool(int threads = 0, Priority priority = Priority::Normal);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return static_cast<int>(m_workers.size()) + 1; }
    int wanted() const { return m_wanted; }

    // Calls task(0) … task(count-1), handed out in that order; returns when all have ended. After the first exception
    // no further tasks start, and it is rethrown here.
    void forEach(int count, const std::function<void(int)>& task);

private:
    struct Job;
    using Lock = std::unique_lock<std::mutex>;
    bool startWorkers(int count, Priority priority);
    void endWorkers();
    void work();
    Job* jobWithTasks();
    void takeTurn(Lock& lock);
    void endTurn();
    static void runNext(Job& job, Lock& lock);

    std::mutex m_mutex; // of everything below
    std::condition_variable m_wake;
    std::condition_variable m_turnCame;
    std::condition_variable m_jobDone;
    std::deque<Job*> m_jobs;
    std::uint64_t m_lastTurn = 0;
    std::uint64_t m_turn = 0; // whose it is
    int m_working = 0;
    bool m_closing = false;
    int m_wanted;
    std::vector<std::thread> m_workers;
};

} // namespace core
