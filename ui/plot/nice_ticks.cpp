// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/nice_ticks.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// base^k for k = stride multiples.
QVector<double> powers(double lower, double upper, double base, int atMost)
{
    const double scale = std::log2(base);
    const int first = static_cast<int>(std::ceil(std::log2(lower) / scale - 1e-9));
    const int last = static_cast<int>(std::floor(std::log2(upper) / scale + 1e-9));
    const int stride = (last - first + atMost) / std::max(atMost, 1); // ceil((last - first + 1) / atMost)
    QVector<double> ticks;
    for (int exponent = first; exponent <= last; ++exponent)
        if (exponent % std::max(stride, 1) == 0)
            ticks.append(std::pow(base, exponent));
    return ticks;
}

} // namespace

QVector<double> linearTicks(double lower, double upper, int atMost, bool whole)
{
    atMost = std::max(atMost, 2);
    if (!(upper > lower) || !std::isfinite(upper - lower))
        return {};
    const double least = (upper - lower) / atMost;
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    double step = 10.0 * decade;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * decade >= least && factor * decade < step)
            step = factor * decade;
    if (whole)
        step = std::max(step, 1.0);
    QVector<double> ticks;
    const double first = std::ceil(lower / step - 1e-9);
    for (int i = 0; i <= atMost && (first + i) * step <= upper + 1e-9 * step; ++i)
        ticks.append((first + i) * step);
    return ticks;
}

QVector<double> octaveTicks(double lower, double upper, int atMost)
{
    if (!(lower > 0.0) || upper < 4.0 * lower)
        return linearTicks(lower, upper, atMost, true);
    return powers(lower, upper, 2.0, std::max(atMost, 2));
}

QVector<double> decadeTicks(double lower, double upper, int atMost)
{
    atMost = std::max(atMost, 2);
    if (!(lower > 0.0) || !(upper > lower))
        return linearTicks(lower, upper, atMost, false);
    if (upper / lower < 1e6) {
        QVector<double> ticks;
        for (double decade = std::pow(10.0, std::floor(std::log10(lower))); decade <= upper; decade *= 10.0)
            for (const double factor : {1.0, 2.0, 5.0})
                if (const double tick = factor * decade; tick >= lower && tick <= upper)
                    ticks.append(tick);
        if (ticks.size() < 3)
            return linearTicks(lower, upper, atMost, false);
        if (ticks.size() <= atMost)
            return ticks;
    }
    QVector<double> ticks = powers(lower, upper, 10.0, atMost);
    return ticks.size() >= 2 ? ticks : linearTicks(lower, upper, atMost, false);
}

} // namespace ui
