// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/time_left.h"
#include "ui/session/mailbox.h"

#include <QPointer>
#include <QString>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace ui {

// How a task of a Job ended.
struct JobEnding
{
    bool cancelled = false;
    QString trouble; // what went wrong, in a sentence; empty: nothing did
};

// Work in the background: one thread that does one task at a time. Whatever takes longer than a moment in the window
// runs in one. All functions belong to the thread that made the job, the GUI thread, and return at once; only the
// destructor waits, for a task that has been told to end, which looks often enough to do so within 50 ms.
class Job
{
public:
    enum class Order {
        NewestWins,      // a later task makes an earlier one unwanted, waiting or running
        OneAfterAnother, // all are done, in order
    };
    class Run;
    using Task = std::function<void(const Run& run)>;
    using Then = std::function<void(const JobEnding& ending)>;

    struct Settings
    {
        Order order = Order::NewestWins;
        // Somebody is waiting for the processor: asked from all threads of a task, which waits then, for a quarter of a
        // second at most. May be empty.
        std::function<bool()> othersWait = {};
        // Called again and again while no task waits and it returns true. May be empty.
        std::function<bool(const Run& run)> idle = {};
        Then afterIdle = {};   // hears what goes wrong in idle work, which then rests until a task has been done
        QString noMemory = {}; // what is said when there is too little; empty: a general sentence
    };

    // Whatever a task delivers, and `then`, is dropped once the receiver is gone, or where there is none.
    explicit Job(QObject* receiver);
    Job(QObject* receiver, Settings settings);
    // Drops what waits, but for tasks that are certain, ends what runs and waits for it.
    ~Job();
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    // task is called on the job's thread, `then` here when it has ended, unless something newer made it unwanted or the
    // job is gone. Where the system gives no thread, `then` hears that as trouble. certain: the task is done even when
    // the program ends.
    void start(Task task, Then then = {}, bool certain = false);
    // Nobody wants what all tasks so far would deliver.
    void forget();
    // Tells all tasks so far to end. What they still deliver arrives.
    void cancel();

    // Of all jobs there are; asked on the GUI thread.
    static bool isAnyRunning();

    bool isRunning() const { return m_unfinished > 0; } // a task waits, runs, or its `then` has not been called
    double done() const { return m_done; }              // 0 … 1, of the task that runs
    std::optional<double> secondsLeft();

private:
    struct Waiting
    {
        long number = 0;
        Task task;
        Then then;
        bool certain = false;
    };

    void work();
    bool hasThread();
    void perform(const Waiting& waiting);
    JobEnding ending(const std::function<void()>& act) const;
    void post(long number, bool ends, std::function<void()> act);
    void postEnding(long number, Then then, JobEnding how);
    bool isSuperseded(long number) const;

    inline static std::set<const Job*> s_jobs; // GUI thread only

    const Settings m_settings;
    const QPointer<QObject> m_receiver;
    Mailbox m_mailbox; // for what the other thread posts
    int m_unfinished = 0;
    long m_timed = 0; // the task that m_left belongs to
    core::TimeLeft m_left;

    std::mutex m_mutex; // of what follows to m_waiting
    std::condition_variable m_wake;
    std::deque<Waiting> m_waiting;
    std::atomic<long> m_newest = 0;
    std::atomic<long> m_running = 0;
    std::atomic<long> m_cancelled = 0; // tasks up to this one
    std::atomic<long> m_forgotten = 0; // the same
    std::atomic<bool> m_closing = false;
    std::atomic<double> m_done = 0.0;
    std::thread m_thread;
};

// What a task asks and tells its job, from any thread for as long as it runs.
class Job::Run
{
public:
    // Something newer waits, or the job ends: nobody wants the result any more.
    bool isSuperseded() const { return m_job.isSuperseded(m_number); }
    // The same, or it was cancelled; lets others who wait for the processor go first.
    bool mustEnd() const;
    core::Cancel cancel() const // as mustEnd(); for no longer than this lives
    {
        return [this] { return mustEnd(); };
    }
    bool isClosing() const { return m_job.m_closing; }
    // While somebody waits for the processor, but not for ever; ends when something waits for this job's thread.
    void giveWay() const;
    // Waits so long. False: another task waits, or the end has come.
    bool rest(std::chrono::milliseconds time) const;
    void advance(double done) const { m_job.m_done = done; } // 0 … 1
    // Calls it on the receiver's thread, after all that was delivered before, unless something newer has made this
    // unwanted by then.
    void deliver(std::function<void()> act) const;

private:
    friend class Job;
    Run(Job& job, long number)
        : m_job(job)
        , m_number(number)
    {}

    Job& m_job;
    long m_number;
};

} // namespace ui
