// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress.h"

#include "app/messages.h"
#include "core/base/words.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr std::chrono::milliseconds kBarInterval{100};
constexpr std::chrono::seconds kLineInterval{10};
constexpr int kBarCells = 24;

std::string bar(double done)
{
    const int full = static_cast<int>(done * kBarCells);
    std::string text;
    for (int i = 0; i < kBarCells; ++i)
        text += i < full ? "█" : "░";
    return text;
}

} // namespace

std::string durationText(double seconds)
{
    const auto whole = static_cast<long>(std::clamp(seconds, 0.0, 1e9));
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

Progress::Progress(std::string task)
    : m_task(std::move(task))
    , m_terminal(::isatty(STDERR_FILENO) == 1)
    , m_last(Clock::now())
{}

Progress::~Progress() { clearBar(); }

void Progress::update(double done, const std::string& note)
{
    const std::lock_guard lock(m_mutex);
    const Clock::time_point now = Clock::now();
    const auto left = m_left.seconds(done, now);
    if (now - m_last < (m_terminal ? Clock::duration(kBarInterval) : Clock::duration(kLineInterval)))
        return;
    m_last = now;
    done = std::clamp(done, 0.0, 1.0);
    std::string text = fmt::format("{:3.0f} %", std::floor(100.0 * done));
    if (!note.empty())
        text += " · " + note;
    if (left)
        text += " · " + core::sentence("{} left", durationText(*left)).translated();
    if (m_terminal)
        sayPiece(fmt::format("\r\033[K{} {} {}", m_task, bar(done), text));
    else
        app::say(fmt::format("{}: {}", m_task, text));
    m_drawn = m_terminal;
}

void Progress::say(const std::string& line)
{
    const std::lock_guard lock(m_mutex);
    clearBar();
    app::say(line);
}

void Progress::clearBar()
{
    if (m_drawn)
        sayPiece("\r\033[K");
    m_drawn = false;
}

} // namespace app
