// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/child_process.h"

#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace {

using namespace core;
using Clock = std::chrono::steady_clock;

int shell(const std::string& script, std::vector<std::string>& lines, const Cancel& cancel = {})
{
    return runChild(
        {"/bin/sh", "-c", script}, [&](std::string_view line) { lines.emplace_back(line); }, cancel);
}

TEST(ChildProcess, HandsOverLinesAndTheExitCode)
{
    std::vector<std::string> lines;
    EXPECT_EQ(shell("echo one; printf 'two\\n\\nthree'; exit 3", lines), 3);
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "", "three"}));
}

TEST(ChildProcess, IsEndedWhenCancelled)
{
    std::vector<std::string> lines;
    const Clock::time_point start = Clock::now();
    EXPECT_THROW(shell("echo $$; exec sleep 60", lines, [&] { return !lines.empty(); }), Cancelled);
    EXPECT_LT(Clock::now() - start, std::chrono::seconds(30));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists("/proc/" + lines.front()));
}

TEST(ChildProcess, ThatCannotRunOrIsKilledIsAnError)
{
    std::vector<std::string> lines;
    const auto missing = messageOf<Error>([] { runChild({"/no/such/program"}, [](std::string_view) {}); });
    EXPECT_NE(missing.find("/no/such/program"), std::string::npos);
    EXPECT_THROW(shell("kill -9 $$", lines), Error);
}

TEST(PeakMemory, GrowsWithWhatIsHeld)
{
    const double before = peakMemory();
    ASSERT_GT(before, 1e6);
    constexpr std::size_t size = std::size_t{256} << 20;
    const std::vector<char> held(size, 1); // every page is written
    EXPECT_GT(peakMemory(), static_cast<double>(size));
    EXPECT_EQ(held.back(), 1);
}

} // namespace
