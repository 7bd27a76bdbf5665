// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/plain_number.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

QString withoutTrailingZeros(QString text)
{
    if (!text.contains(QLatin1Char('.')))
        return text;
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

// Without the minus of a zero.
QString withMinus(QString text)
{
    if (text.toDouble() == 0.0 && text.startsWith(QLatin1Char('-')))
        text.remove(0, 1);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString superscript(int number)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString raised;
    for (const QChar letter : QString::number(number))
        raised += letter == QLatin1Char('-') ? QChar(0x207b) : digits.at(letter.digitValue());
    return raised;
}

} // namespace

QString plainNumber(double value, int digits)
{
    if (value == 0.0)
        return QStringLiteral("0");
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("–") : value > 0.0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::abs(value);
    int power = static_cast<int>(std::floor(std::log10(size) + 1e-12));
    if (size >= 1e7 || size < 1e-4) {
        if (size / std::pow(10.0, power) >= 10.0 - 0.5 * std::pow(10.0, 2 - digits))
            ++power; // would round to 10
        const QString factor =
            withMinus(withoutTrailingZeros(QString::number(value / std::pow(10.0, power), 'f', digits - 2)));
        const QString ten = QStringLiteral("10") + superscript(power);
        return factor == QStringLiteral("1") ? ten : factor + QChar(0x00d7) + ten;
    }
    return withMinus(withoutTrailingZeros(QString::number(value, 'f', std::max(digits - 1 - power, 0))));
}

QString fixedNumber(double value, int decimals)
{
    return std::isfinite(value) ? withMinus(QString::number(value, 'f', decimals)) : plainNumber(value);
}

QString percentText(double share) { return fixedNumber(100.0 * share, 1) + QStringLiteral(" %"); }

QString plainTick(double value, double step)
{
    if (!(step > 0.0) || std::abs(value) >= 1e7)
        return plainNumber(value);
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
    const QString text = fixedNumber(value, decimals);
    return text.toDouble() == 0.0 ? QStringLiteral("0") : text;
}

} // namespace ui
