// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/ticks.h"

#include "ui/figure/plain_number.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>

namespace ui {
namespace {

// Labels of which each would have 0.6 of the room that they have on average still stand apart.
constexpr double kLeastGap = 0.6;

QVector<double> multiples(double lower, double upper, double step)
{
    QVector<double> ticks;
    const double first = std::ceil(lower / step - 1e-9);
    for (int i = 0; i < 1000 && (first + i) * step <= upper + 1e-9 * step; ++i)
        ticks.append((first + i) * step);
    return ticks;
}

// base^k for every stride-th k; from 0 on, so that a moved view keeps its ticks.
QVector<double> powers(double lower, double upper, double base, int atMost)
{
    const double scale = std::log2(base);
    const int first = static_cast<int>(std::ceil(std::log2(lower) / scale - 1e-9));
    const int last = static_cast<int>(std::floor(std::log2(upper) / scale + 1e-9));
    const int stride = std::max((last - first + atMost) / atMost, 1); // ceil((last - first + 1) / atMost)
    const int anchored = first + (stride - first % stride) % stride;
    QVector<double> ticks;
    for (int k = anchored + stride <= last ? anchored : first; k <= last; k += stride)
        ticks.append(std::pow(base, k));
    return ticks;
}

QVector<double> decades(double lower, double upper, std::initializer_list<double> factors)
{
    QVector<double> ticks;
    for (double decade = std::pow(10.0, std::floor(std::log10(lower))); decade <= upper; decade *= 10.0)
        for (const double factor : factors)
            if (const double tick = factor * decade; tick >= lower && tick <= upper)
                ticks.append(tick);
    return ticks;
}

} // namespace

double roundStep(double least)
{
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * decade >= least * (1.0 - 1e-9))
            return factor * decade;
    return 10.0 * decade;
}

QVector<double> linearTicks(double lower, double upper, int atMost, bool whole)
{
    atMost = std::max(atMost, 2);
    if (!(upper > lower) || !std::isfinite(upper - lower))
        return {};
    double step = roundStep((upper - lower) / atMost);
    if (whole)
        step = std::max(step, 1.0);
    QVector<double> ticks = multiples(lower, upper, step);
    // Two beside each other may just miss both ends: then a finer round step that finds room or, at last, another one.
    for (const double part : {0.5, 0.4, 0.2})
        if (const double finer = part * step;
            ticks.size() < 2 && std::abs(roundStep(finer) - finer) < 1e-6 * finer && (!whole || finer >= 1.0))
            if (QVector<double> more = multiples(lower, upper, finer); more.size() >= 2 && more.size() <= atMost + 1)
                ticks = std::move(more);
    for (const double part : {0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2})
        if (ticks.size() < 2 && (!whole || part * step == std::floor(part * step)))
            if (QVector<double> finer = multiples(lower, upper, part * step); finer.size() >= 2)
                ticks = std::move(finer);
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
    const double gap = kLeastGap * std::log(upper / lower) / atMost;
    QVector<double> best;
    const auto serves = [&](const QVector<double>& ticks) {
        if (ticks.size() > atMost + 1)
            return false;
        for (qsizetype i = 1; i < ticks.size(); ++i)
            if (std::log(ticks[i] / ticks[i - 1]) < gap)
                return false;
        if (ticks.size() > best.size())
            best = ticks;
        return best.size() >= std::min(atMost, 3);
    };
    if (upper / lower < 1e6 &&
        (serves(decades(lower, upper, {1.0, 2.0, 5.0})) || serves(decades(lower, upper, {1, 3}))))
        return best;
    if (serves(powers(lower, upper, 10.0, atMost)))
        return best;
    for (int parts = atMost; parts <= 4 * atMost; ++parts)
        if (serves(linearTicks(lower, upper, parts, false)))
            return best;
    return best.size() >= 2 ? best : linearTicks(lower, upper, atMost, false);
}

core::Index positionStep(core::Index count, core::Index most)
{
    const auto least = static_cast<double>(count) / static_cast<double>(std::max<core::Index>(most, 1));
    return static_cast<core::Index>(std::llround(roundStep(std::max(least, 1.0))));
}

QStringList tickTexts(const QVector<double>& ticks, bool logarithmic)
{
    double step = std::numeric_limits<double>::infinity();
    for (qsizetype i = 1; i < ticks.size(); ++i)
        step = std::min(step, ticks[i] - ticks[i - 1]);
    QStringList texts;
    for (const double tick : ticks)
        texts.append(logarithmic ? plainNumber(tick, 7) : plainTick(tick, step));
    return texts;
}

} // namespace ui
