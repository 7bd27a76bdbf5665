// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_text.h"

#include "ui/controls/number_text.h"

#include <QRegularExpression>
#include <QStringList>

#include <cmath>

namespace ui {

std::optional<double> parseSlope(const QString& text)
{
    const std::optional<double> slope = parseNumber(text);
    return slope && std::abs(*slope) <= kLargestSlope ? slope : std::nullopt;
}

SlopeList parseSlopes(const QString& text)
{
    static const QRegularExpression between(QStringLiteral("[\\s;\\[\\]{}]+"));
    static const QRegularExpression decimal(QStringLiteral("^[-\u2212]?\\d*,\\d+$"));
    SlopeList list;
    for (QString piece : text.split(between, Qt::SkipEmptyParts)) {
        if (piece.endsWith(QLatin1Char(',')))
            piece.chop(1);
        if (piece.isEmpty()) // " , "
            continue;
        const QStringList entries =
            decimal.match(piece).hasMatch() ? QStringList{piece} : piece.split(QLatin1Char(','));
        for (const QString& entry : entries) {
            const std::optional<double> slope = parseSlope(entry);
            if (!slope) {
                list.wrong = entry.isEmpty() ? QStringLiteral(",") : entry;
                return list;
            }
            list.slopes.append(*slope);
        }
    }
    return list;
}

} // namespace ui
