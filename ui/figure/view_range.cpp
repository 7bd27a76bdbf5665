// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/view_range.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double kLargestBound = 1e250;

}

std::pair<double, double> roomyView(double lower, double upper, bool logarithmic, double share)
{
    if (!(lower <= upper))
        return logarithmic ? std::pair(8.0, 4096.0) : std::pair(0.0, 1.0);
    if (logarithmic) {
        const double least = upper / lower < 1.1 ? std::log(2.0) : 0.0;
        const double extra = std::max(share * std::log(upper / lower), least);
        return {lower * std::exp(-extra), upper * std::exp(extra)};
    }
    const bool flat = upper - lower <= 1e-9 * std::max(std::abs(lower), std::abs(upper));
    const double extra = flat ? std::max(0.1 * std::abs(upper), 0.5) : share * (upper - lower);
    return {lower - extra, upper + extra};
}

std::pair<double, double> boundedView(const std::pair<double, double>& view, const std::pair<double, double>& full,
                                      bool logarithmic)
{
    if (logarithmic && !(std::min(view.first, full.first) > 0.0))
        return full;
    const auto onAxis = [&](double value) { return logarithmic ? std::log(value) : value; };
    const auto back = [&](double place) { return logarithmic ? std::exp(place) : place; };
    const double least = onAxis(full.first);
    const double most = onAxis(full.second);
    const double size = onAxis(view.second) - onAxis(view.first);
    if (!(size < (most - least) * (1.0 - 1e-9)))
        return full;
    if (view.first >= full.first && view.second <= full.second)
        return view;
    const double lower = std::clamp(onAxis(view.first), least, most - size);
    // Rounding must not leave it a hair outside, where it would be put back again and again.
    return {std::max(back(lower), full.first), std::min(back(lower + size), full.second)};
}

bool isSaneView(const std::pair<double, double>& view, bool logarithmic, bool whole)
{
    const auto [lower, upper] = view;
    if (!(upper > lower) || std::max(std::abs(lower), std::abs(upper)) > kLargestBound)
        return false;
    if (logarithmic)
        return lower > 1.0 / kLargestBound && upper / lower > (whole ? 1.02 : 1.0001);
    return upper - lower > (whole ? 0.9 : 1e-9 * std::max(1.0, std::abs(upper)));
}

} // namespace ui
