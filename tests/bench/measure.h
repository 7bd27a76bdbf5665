// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

// What the parts of the benchmark measure with.
namespace bench {

using Clock = std::chrono::steady_clock;

inline double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

inline double percentile(std::vector<double> times, int percent)
{
    std::sort(times.begin(), times.end());
    return times.empty() ? 0.0 : times[times.size() * static_cast<std::size_t>(percent) / 100];
}

// The median of enough runs to fill about a second, at least three; the first run is not counted.
inline double median(const std::function<void()>& work)
{
    work();
    std::vector<double> times;
    double total = 0.0;
    while (times.size() < 3 || (total < 1000.0 && times.size() < 200)) {
        const auto start = Clock::now();
        work();
        times.push_back(millisecondsSince(start));
        total += times.back();
    }
    return percentile(times, 50);
}

// A value of this process's /proc/self/status, e.g. VmRSS, in MB.
inline double megabytes(const std::string& key)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key + ":"))
            return std::stod(line.substr(key.size() + 1)) / 1024.0;
    return 0.0;
}

} // namespace bench
