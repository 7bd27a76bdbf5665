// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include "tests/core/sanitized.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <latch>
#include <set>
#include <stdexcept>

namespace {

using namespace core;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// How many are inside at once, at most.
class Crowd
{
public:
    void visit(std::chrono::microseconds stay)
    {
        const int inside = ++m_inside;
        int most = m_most;
        while (inside > most && !m_most.compare_exchange_weak(most, inside)) {
        }
        std::this_thread::sleep_for(stay);
        --m_inside;
    }
    int most() const { return m_most; }

private:
    std::atomic<int> m_inside = 0;
    std::atomic<int> m_most = 0;
};

TEST(ThreadPool, RunsEveryTaskOnceOnAllThreads)
{
    ThreadPool pool(3);
    std::vector<std::atomic<int>> runs(100);
    Crowd crowd;
    pool.forEach(100, [&](int i) {
        ++runs[static_cast<std::size_t>(i)];
        crowd.visit(500us);
    });
    EXPECT_TRUE(std::ranges::all_of(runs, [](int count) { return count == 1; }));
    EXPECT_EQ(crowd.most(), 3);
}

TEST(ThreadPool, TasksInsideTasksRunAlone)
{
    ThreadPool pool(2);
    std::atomic<int> runs = 0;
    pool.forEach(4, [&](int) {
        const auto here = std::this_thread::get_id();
        pool.forEach(5, [&](int) {
            EXPECT_EQ(std::this_thread::get_id(), here);
            ++runs;
        });
    });
    EXPECT_EQ(runs, 20);
}

TEST(ThreadPool, TheFirstExceptionEndsTheCallAndLeavesThePoolUsable)
{
    ThreadPool pool(2);
    std::atomic<int> begun = 0;
    const auto fail = [&](int) {
        ++begun;
        throw std::runtime_error("no");
    };
    EXPECT_THROW(pool.forEach(1000, fail), std::runtime_error);
    EXPECT_LE(begun, 2);
    std::atomic<int> runs = 0;
    pool.forEach(10, [&](int) { ++runs; });
    EXPECT_EQ(runs, 10);
}

TEST(ThreadPool, SeveralCallersKeepNoMoreThreadsBusyThanThereAre)
{
    ThreadPool pool(2);
    Crowd crowd;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; ++caller)
        callers.emplace_back([&, caller] {
            for (int call = 0; call < 5; ++call)
                pool.forEach(caller == 0 ? 1 : 10, [&](int) { crowd.visit(300us); });
        });
    for (std::thread& caller : callers)
        caller.join();
    EXPECT_EQ(crowd.most(), 2);
}

TEST(ThreadPool, AShortCallDoesNotWaitForTheEndOfALongOne)
{
    ThreadPool pool(2);
    std::atomic<int> left = 400;
    std::latch begun(1);
    std::thread longCall([&] {
        pool.forEach(400, [&](int i) {
            if (i == 0)
                begun.count_down();
            std::this_thread::sleep_for(1ms);
            --left;
        });
    });
    begun.wait();
    pool.forEach(4, [](int) { std::this_thread::sleep_for(1ms); });
    EXPECT_GT(left, 300);
    longCall.join();
}

// Which threads begin tasks within this time; it need not be over when all have.
std::set<std::thread::id> busyThreads(ThreadPool& pool, std::chrono::milliseconds time)
{
    std::mutex mutex;
    std::set<std::thread::id> seen;
    const auto start = Clock::now();
    pool.forEach(static_cast<int>(time / 100us), [&](int) {
        {
            const std::lock_guard lock(mutex);
            if (Clock::now() - start > time || seen.size() == static_cast<std::size_t>(pool.threads()))
                return;
            seen.insert(std::this_thread::get_id());
        }
        std::this_thread::sleep_for(200us);
    });
    return seen;
}

// With a Foreground that is too young to have lost its processor again.
std::size_t busyThreadsBesideForeground(ThreadPool& pool)
{
    std::size_t threads = 0;
    auto age = Clock::duration::max();
    for (int attempt = 0; attempt < 20 && age > Foreground::kLongestCourtesy; ++attempt) { // a busy machine is slow
        const auto start = Clock::now();
        const Foreground foreground;
        threads = busyThreads(pool, 10ms).size();
        age = Clock::now() - start;
    }
    return threads;
}

class ForegroundTest : public testing::Test
{
protected:
    void SetUp() override
    {
        if (m_pool.threads() == 1)
            GTEST_SKIP() << "there is one processor";
    }

    ThreadPool m_pool{0, Priority::Background};
};

TEST_F(ForegroundTest, GetsAProcessorFromThreadsInTheBackground)
{
    const auto all = static_cast<std::size_t>(m_pool.threads());
    EXPECT_LT(busyThreadsBesideForeground(m_pool), all);
    EXPECT_EQ(busyThreads(m_pool, 2s).size(), all);
}

TEST_F(ForegroundTest, GetsItInTheMiddleOfATask)
{
    std::atomic<bool> rested = false;
    std::atomic<bool> over = false;
    std::thread calls([&] {
        m_pool.forEach(m_pool.threads(), [&](int) {
            while (!rested && !over) {
                const auto start = Clock::now();
                giveWay();
                if (Clock::now() - start > 5ms)
                    rested = true;
            }
        });
    });
    // A busy machine may run the threads too late for one of them.
    for (const auto start = Clock::now(); !rested && Clock::now() - start < 20s;) {
        {
            const Foreground foreground;
            std::this_thread::sleep_for(10ms);
        }
        std::this_thread::sleep_for(2ms);
    }
    over = true;
    calls.join();
    EXPECT_TRUE(rested);
}

TEST_F(ForegroundTest, DoesNotKeepItForEver)
{
    const auto all = static_cast<std::size_t>(m_pool.threads());
    const Foreground outer; // a dialog, say, that is open for long
    std::this_thread::sleep_for(Foreground::kLongestCourtesy);
    EXPECT_LT(busyThreadsBesideForeground(m_pool), all);
    EXPECT_EQ(busyThreads(m_pool, 2s).size(), all);
}

TEST_F(ForegroundTest, LetsAPoolEnd)
{
    const Foreground foreground;
    ThreadPool pool(0, Priority::Background);
    pool.forEach(10, [](int) {});
}

TEST_F(ForegroundTest, LeavesTeamsThatAreNotInTheBackgroundAlone)
{
    ThreadPool normal(m_pool.threads());
    const Foreground foreground;
    EXPECT_EQ(busyThreads(normal, 2s).size(), static_cast<std::size_t>(normal.threads()));
}

// In a process of its own: the limit holds for all of it, and a sanitizer needs all addresses there are.
TEST(ThreadPool, GoesOnWithFewerThreadsThanWanted)
{
    if constexpr (kSanitized)
        return;
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto workWithLittleMemory = [] {
        const rlimit limit{1 << 29, 1 << 29};
        ::setrlimit(RLIMIT_AS, &limit);
        ThreadPool pool(1024);
        std::atomic<int> sum = 0;
        pool.forEach(100, [&](int i) { sum += i; });
        const std::vector<char> room(1 << 26, 'x'); // there still is memory to work with
        std::exit(pool.wanted() == 1024 && pool.threads() < 1024 && sum == 4950 && room.back() == 'x' ? 7 : 8);
    };
    EXPECT_EXIT(workWithLittleMemory(), testing::ExitedWithCode(7), "");
}

} // namespace
