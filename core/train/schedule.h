// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

namespace core {

// Linear warm-up, then a half cosine down to `floor` of the peak. step counts from 0.
struct Schedule
{
    double peak = 2e-3;
    long warmup = 100; // steps
    long steps = 1000; // in all
    double floor = 0.1;

    double at(long step) const
    {
        if (step < warmup)
            return peak * static_cast<double>(step + 1) / static_cast<double>(warmup);
        if (step >= steps)
            return peak * floor;
        const double progress = static_cast<double>(step - warmup) / static_cast<double>(steps - warmup);
        return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress)));
    }
};

} // namespace core
