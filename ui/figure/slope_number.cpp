// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/slope_number.h"

#include "ui/figure/plain_number.h"

#include <cmath>

namespace ui {

namespace {

constexpr double kLeastDecimals = 1e-4; // below this decimals would be long

// Values pass through float files and floating sums; a slope this near to a power of two is one.
bool isWhole(double exponent) { return std::abs(exponent - std::round(exponent)) < 1e-6; }

} // namespace

QString formatSlope(double slope)
{
    if (!std::isfinite(slope))
        return QStringLiteral("?");
    if (slope < 0.0)
        return QChar(0x2212) + formatSlope(-slope);
    const double exponent = slope > 0.0 ? std::log2(slope) : 0.5;
    const int whole = static_cast<int>(std::lround(exponent));
    if (isWhole(exponent) && whole >= -14 && whole < 0)
        return QStringLiteral("1/%1").arg(1 << -whole);
    if (slope == 0.0 || slope >= kLeastDecimals)
        return plainNumber(slope);
    return QStringLiteral("2^") + plainNumber(exponent, whole > -100 ? 5 : 7); // three decimals: within 0.1 %
}

} // namespace ui
