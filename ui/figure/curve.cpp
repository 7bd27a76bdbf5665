// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

constexpr double kLargest = 1e200; // beyond this the plotting arithmetic overflows

double onAxis(double value, bool logarithmic) { return logarithmic ? std::log(value) : value; }

bool hasPlace(double value, bool logarithmic)
{
    return std::abs(value) <= kLargest && (!logarithmic || value > 1.0 / kLargest);
}

} // namespace

Curve drawable(const Curve& curve, bool xLog, bool yLog)
{
    const qsizetype size = std::min(curve.x.size(), curve.y.size());
    QVector<qsizetype> order;
    for (qsizetype i = 0; i < size; ++i)
        if (hasPlace(curve.x[i], xLog))
            order.append(i);
    std::stable_sort(order.begin(), order.end(), [&](qsizetype a, qsizetype b) { return curve.x[a] < curve.x[b]; });
    Curve result = curve;
    result.x.clear();
    result.y.clear();
    for (const qsizetype i : order) {
        result.x.append(curve.x[i]);
        result.y.append(hasPlace(curve.y[i], yLog) ? curve.y[i] : std::numeric_limits<double>::quiet_NaN());
    }
    return result;
}

std::optional<CurveReading> readingAt(const Curve& curve, double x, bool xLog, bool yLog)
{
    const auto after = std::lower_bound(curve.x.begin(), curve.x.end(), x);
    if (after == curve.x.end())
        return std::nullopt;
    const qsizetype right = after - curve.x.begin();
    if (*after == x)
        return std::isnan(curve.y[right]) ? std::nullopt : std::optional(CurveReading{x, curve.y[right], true});
    if (right == 0 || std::isnan(curve.y[right]) || std::isnan(curve.y[right - 1]))
        return std::nullopt;
    if (curve.steps)
        return CurveReading{x, curve.y[x - curve.x[right - 1] < curve.x[right] - x ? right - 1 : right], false};
    const double from = onAxis(curve.x[right - 1], xLog);
    const double share = (onAxis(x, xLog) - from) / (onAxis(curve.x[right], xLog) - from);
    const double y = std::lerp(onAxis(curve.y[right - 1], yLog), onAxis(curve.y[right], yLog), share);
    return CurveReading{x, yLog ? std::exp(y) : y, false};
}

std::optional<CurveReading> nearestPoint(const Curve& curve, double x, bool xLog)
{
    std::optional<CurveReading> best;
    double least = std::numeric_limits<double>::infinity();
    for (qsizetype i = 0; i < curve.x.size(); ++i) {
        const double distance = std::abs(onAxis(curve.x[i], xLog) - onAxis(x, xLog));
        if (std::isnan(curve.y[i]) || distance >= least)
            continue;
        least = distance;
        best = CurveReading{curve.x[i], curve.y[i], true};
    }
    return best;
}

bool hasLonelyPoint(const Curve& curve)
{
    const auto missing = [&](qsizetype i) { return i < 0 || i >= curve.y.size() || std::isnan(curve.y[i]); };
    for (qsizetype i = 0; i < curve.y.size(); ++i)
        if (!missing(i) && missing(i - 1) && missing(i + 1))
            return true;
    return false;
}

} // namespace ui
