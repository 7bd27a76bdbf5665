// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/labels.h"

#include <algorithm>
#include <cmath>

namespace ui {

std::vector<double> niceTicks(double low, double high, int most)
{
    const double raw = (high - low) / std::max(1, most);
    if (!(raw > 0.0) || !std::isfinite(raw))
        return {};
    const double magnitude = std::pow(10.0, std::floor(std::log10(raw)));
    double step = 10.0 * magnitude;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * magnitude >= raw * 0.999) {
            step = factor * magnitude;
            break;
        }
    std::vector<double> ticks;
    const double first = std::ceil(low / step - 1e-6);
    const double last = std::floor(high / step + 1e-6);
    for (double i = first; i <= last; i += 1.0)
        ticks.push_back(i * step);
    return ticks;
}

core::Index niceStep(core::Index count, core::Index most)
{
    most = std::max<core::Index>(1, most);
    for (core::Index magnitude = 1;; magnitude *= 10)
        for (const core::Index factor : {1, 2, 5})
            if (factor * magnitude * most >= count)
                return factor * magnitude;
}

QString numberText(double value)
{
    QString text = QString::number(value == 0.0 ? 0.0 : value, 'g', 4); // no "−0"
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString oneLine(const QString& token)
{
    constexpr qsizetype longest = 48;
    QString result;
    for (const QChar c : token.left(longest)) {
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            result += QChar(0x21B5);
        else if (c == QLatin1Char('\t'))
            result += QChar(0x21E5);
        else if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            result += QChar(0x00B7);
        else
            result += c;
    }
    if (token.size() > longest) {
        if (result.back().isHighSurrogate())
            result.chop(1);
        result += QChar(0x2026);
    }
    if (result.trimmed().isEmpty())
        return QString(std::max<qsizetype>(1, result.size()), QChar(0x2423)); // spaces would look like no label
    return result;
}

} // namespace ui
