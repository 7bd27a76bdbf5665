// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/job.h"

#include "core/base/error.h"
#include "tests/ui/patience.h"
#include "ui/library/library.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <gtest/gtest.h>

#include <pthread.h>

#include <new>
#include <optional>
#include <semaphore>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using ui::Job;
using ui::JobEnding;

constexpr int kJobPatience = ui::kPatience;
constexpr auto kSoon = std::chrono::seconds(2); // 50 ms is the aim; this only catches one that waits

bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kJobPatience); }

// Runs until it must end, and tells when it has begun.
Job::Task endless(std::binary_semaphore& begun)
{
    return [&begun](const Job::Run& run) {
        begun.release();
        while (!run.mustEnd())
            std::this_thread::sleep_for(1ms);
        throw core::Cancelled();
    };
}

TEST(Job, DeliversToTheGuiThreadInOrderAndThenEnds)
{
    QObject receiver;
    Job job(&receiver);
    std::vector<int> heard;
    QThread* const here = QThread::currentThread();
    QThread* there = here;
    job.start(
        [&](const Job::Run& run) {
            there = QThread::currentThread();
            for (int i = 0; i < 3; ++i)
                run.deliver([&heard, here, i] {
                    EXPECT_EQ(QThread::currentThread(), here);
                    heard.push_back(i);
                });
        },
        [&](const JobEnding& ending) {
            EXPECT_FALSE(ending.cancelled);
            EXPECT_TRUE(ending.trouble.isEmpty());
            EXPECT_FALSE(job.isRunning());
            heard.push_back(3);
        });
    EXPECT_TRUE(job.isRunning());
    EXPECT_TRUE(heard.empty()); // nothing happens before the window's loop takes it
    ASSERT_TRUE(becomes([&] { return heard.size() == 4; }));
    EXPECT_EQ(heard, (std::vector<int>{0, 1, 2, 3}));
    EXPECT_NE(there, here);
}

TEST(Job, EndsSoonWhenCancelledAndWhatItDeliversThenStillArrives)
{
    QObject receiver;
    Job job(&receiver);
    std::binary_semaphore begun{0};
    Clock::time_point ended;
    bool kept = false;
    std::optional<JobEnding> how;
    job.start(
        [&](const Job::Run& run) {
            begun.release();
            while (!run.mustEnd())
                std::this_thread::sleep_for(1ms);
            ended = Clock::now();
            run.deliver([&] { kept = true; });
            throw core::Cancelled();
        },
        [&](const JobEnding& ending) { how = ending; });
    begun.acquire();
    const auto asked = Clock::now();
    job.cancel();
    ASSERT_TRUE(becomes([&] { return how.has_value(); }));
    EXPECT_TRUE(how->cancelled);
    EXPECT_TRUE(kept);
    EXPECT_LT(ended - asked, kSoon);
    testing::Test::RecordProperty(
        "milliseconds", fmt::format("{:.2f}", std::chrono::duration<double, std::milli>(ended - asked).count()));
}

TEST(Job, TheNewestWins)
{
    QObject receiver;
    Job job(&receiver);
    std::binary_semaphore begun{0};
    std::string heard;
    job.start(endless(begun), [&](const JobEnding&) { heard += "first "; });
    begun.acquire();
    job.start([&](const Job::Run& run) { run.deliver([&] { heard += "second "; }); });
    job.start([&](const Job::Run& run) { run.deliver([&] { heard += "third "; }); },
              [&](const JobEnding&) { heard += "end"; });
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_EQ(heard, "third end"); // the second was dropped while it waited
}

TEST(Job, WhatIsOnItsWayWhenANewerTaskStartsIsDropped)
{
    QObject receiver;
    Job job(&receiver);
    std::binary_semaphore delivered{0};
    std::string heard;
    job.start([&](const Job::Run& run) {
        run.deliver([&] { heard += "old"; });
        delivered.release();
    });
    delivered.acquire(); // it waits for the window's loop
    job.start([&](const Job::Run& run) { run.deliver([&] { heard += "new"; }); });
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_EQ(heard, "new");
    job.start([&](const Job::Run& run) { run.deliver([&] { heard += " forgotten"; }); });
    job.forget();
    EXPECT_FALSE(job.isRunning());
    job.start([&](const Job::Run&) {});
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_EQ(heard, "new");
}

TEST(Job, InOrderAllAreDone)
{
    QObject receiver;
    Job job(&receiver, {.order = Job::Order::OneAfterAnother});
    std::string heard;
    for (const char* name : {"a", "b", "c"})
        job.start([&heard, name](const Job::Run& run) { run.deliver([&heard, name] { heard += name; }); });
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_EQ(heard, "abc");
}

TEST(Job, ExceptionsBecomeSentences)
{
    QObject receiver;
    Job job(&receiver, {.noMemory = QStringLiteral("Too much.")});
    const auto troubleOf = [&](const Job::Task& task) {
        std::optional<JobEnding> how;
        job.start(task, [&](const JobEnding& ending) { how = ending; });
        EXPECT_TRUE(becomes([&] { return how.has_value(); }));
        return how->trouble.toStdString();
    };
    EXPECT_EQ(troubleOf([](const Job::Run&) { throw core::error("{}: it is red.", "a.txt"); }), "a.txt: it is red.");
    EXPECT_EQ(troubleOf([](const Job::Run&) { throw std::bad_alloc(); }), "Too much.");
    EXPECT_EQ(troubleOf([](const Job::Run&) {}), ""); // and it goes on
    Job general(&receiver);
    std::optional<JobEnding> how;
    general.start([](const Job::Run&) { throw std::bad_alloc(); }, [&](const JobEnding& ending) { how = ending; });
    ASSERT_TRUE(becomes([&] { return how.has_value(); }));
    EXPECT_EQ(how->trouble, QStringLiteral("There is not enough memory for this."));
}

// A thread with a stack larger than all memory there is cannot be made.
TEST(Job, WithoutAThreadSaysSoAndTriesAgain)
{
    QObject receiver;
    Job job(&receiver);
    std::optional<JobEnding> how;
    bool done = false;
    const auto start = [&] {
        how.reset();
        job.start([&](const Job::Run&) { done = true; }, [&](const JobEnding& ending) { how = ending; });
    };
    pthread_attr_t usual;
    ASSERT_EQ(pthread_getattr_default_np(&usual), 0);
    pthread_attr_t huge = usual;
    ASSERT_EQ(pthread_attr_setstacksize(&huge, std::size_t{1} << 50), 0);
    ASSERT_EQ(pthread_setattr_default_np(&huge), 0);
    start();
    pthread_setattr_default_np(&usual);
    ASSERT_TRUE(becomes([&] { return how.has_value(); }));
    EXPECT_TRUE(how->trouble.contains(QStringLiteral("thread"))) << how->trouble.toStdString();
    EXPECT_FALSE(done);
    EXPECT_FALSE(job.isRunning());
    start();
    ASSERT_TRUE(becomes([&] { return how.has_value(); }));
    EXPECT_TRUE(how->trouble.isEmpty());
    EXPECT_TRUE(done);
}

TEST(Job, NothingIsDeliveredToAReceiverThatIsGone)
{
    auto receiver = std::make_unique<QObject>();
    Job job(receiver.get());
    std::binary_semaphore delivered{0};
    bool heard = false;
    job.start(
        [&](const Job::Run& run) {
            run.deliver([&] { heard = true; });
            delivered.release();
        },
        [&](const JobEnding&) { heard = true; });
    delivered.acquire();
    receiver.reset();
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_FALSE(heard);
}

TEST(Job, GoesWhileItRunsAndNothingArrivesAfterwards)
{
    QObject receiver;
    bool heard = false;
    std::binary_semaphore begun{0};
    auto job = std::make_unique<Job>(&receiver);
    job->start(
        [&](const Job::Run& run) {
            run.deliver([&] { heard = true; });
            endless(begun)(run);
        },
        [&](const JobEnding&) { heard = true; });
    begun.acquire();
    const auto asked = Clock::now();
    job.reset();
    EXPECT_LT(Clock::now() - asked, kSoon);
    QCoreApplication::sendPostedEvents();
    EXPECT_FALSE(heard);
}

TEST(Job, CertainTasksAreDoneEvenAtTheEnd)
{
    QObject receiver;
    std::binary_semaphore begun{0};
    std::atomic<int> done = 0;
    auto job = std::make_unique<Job>(&receiver, Job::Settings{.order = Job::Order::OneAfterAnother});
    job->start(endless(begun));
    job->start([&](const Job::Run&) { done += 1; });
    job->start([&](const Job::Run&) { done += 10; }, {}, true);
    begun.acquire();
    job.reset();
    EXPECT_EQ(done, 10);
}

TEST(Job, GivesWayButNotForEver)
{
    QObject receiver;
    std::atomic<bool> waiting = true;
    std::atomic<int> rounds = 0;
    Job job(&receiver, {.othersWait = [&] { return waiting.load(); }});
    std::binary_semaphore begun{0};
    job.start([&](const Job::Run& run) {
        begun.release();
        while (!run.mustEnd())
            ++rounds;
    });
    begun.acquire();
    std::this_thread::sleep_for(600ms);
    EXPECT_LE(rounds, 3); // a quarter of a second each
    ASSERT_TRUE(becomes([&] { return rounds >= 1; }));
    waiting = false;
    const int before = rounds;
    ASSERT_TRUE(becomes([&] { return rounds > before + 1000; }));
    waiting = true;
    const auto asked = Clock::now(); // giving way does not delay the end
    job.cancel();
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
    EXPECT_LT(Clock::now() - asked, kSoon);
}

TEST(Job, TellsHowFarItIsAndWhatIsLeft)
{
    QObject receiver;
    Job job(&receiver);
    std::binary_semaphore half{0};
    std::binary_semaphore on{0};
    job.start([&](const Job::Run& run) {
        run.advance(0.25);
        half.release();
        on.acquire();
        run.advance(0.5);
        half.release();
        on.acquire();
    });
    half.acquire();
    EXPECT_EQ(job.done(), 0.25);
    EXPECT_FALSE(job.secondsLeft()); // no progress to judge by yet
    std::this_thread::sleep_for(20ms);
    on.release();
    half.acquire();
    EXPECT_EQ(job.done(), 0.5);
    ASSERT_TRUE(job.secondsLeft());
    EXPECT_GT(*job.secondsLeft(), 0.02);
    on.release();
    ASSERT_TRUE(becomes([&] { return !job.isRunning(); }));
}

TEST(Job, WorksIdlyBetweenTasksUntilThereIsNothingToDo)
{
    QObject receiver;
    std::atomic<int> steps = 0;
    QString trouble;
    Job job(&receiver, {.order = Job::Order::OneAfterAnother,
                        .idle =
                            [&](const Job::Run&) {
                                if (steps == 8)
                                    throw core::error("It broke.");
                                return ++steps % 5 != 0;
                            },
                        .afterIdle = [&](const JobEnding& ending) { trouble = ending.trouble; }});
    ASSERT_TRUE(becomes([&] { return steps == 5; }));
    job.start([](const Job::Run&) {}); // a task wakes it
    ASSERT_TRUE(becomes([&] { return !trouble.isEmpty(); }));
    EXPECT_EQ(trouble, QStringLiteral("It broke."));
    EXPECT_EQ(steps, 8);
}

// ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(SessionReading, MayEndInTheMiddle)
{
    core::ThreadPool pool(2);
    for (int round = 0; round < 20; ++round) {
        auto session = std::make_unique<ui::Session>(pool);
        session->start(ui::startSetup());
        std::this_thread::sleep_for(std::chrono::milliseconds(round));
        const auto asked = Clock::now();
        session.reset();
        EXPECT_LT(Clock::now() - asked, kSoon);
        QCoreApplication::sendPostedEvents();
    }
}

TEST(SessionReading, OfTwoTheNewestIsShown)
{
    core::ThreadPool pool(2);
    ui::Session session(pool);
    session.start(ui::startSetup());
    ASSERT_TRUE(becomes([&] { return session.text() != nullptr; }));
    QSignalSpy failed(&session, &ui::Session::failed);
    QSignalSpy loading(&session, &ui::Session::loadingChanged);
    const auto choose = [&](const char* model) {
        session.open(QStringLiteral("choose"), [model](core::Setup& setup) { setup.columns[0].model = model; });
    };
    choose("builtin:rotary-64");
    choose("builtin:t5-64");
    ASSERT_TRUE(becomes([&] { return session.checkpoint(0) && session.setup().columns[0].model == "builtin:t5-64"; }));
    EXPECT_FALSE(loading.last().first().toBool());
    EXPECT_TRUE(failed.isEmpty());
    choose("builtin:rotary-64");
    choose("builtin:alibi-64"); // known: nothing to read
    EXPECT_EQ(session.setup().columns[0].model, "builtin:alibi-64");
    EXPECT_FALSE(loading.last().first().toBool());
    QTest::qWait(50);
    EXPECT_EQ(session.setup().columns[0].model, "builtin:alibi-64");
    choose("builtin:nothing");
    ASSERT_TRUE(becomes([&] { return failed.count() == 1; }));
    EXPECT_EQ(session.setup().columns[0].model, "builtin:alibi-64");
}

} // namespace
