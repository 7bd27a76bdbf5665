// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/slope_number.h"

#include <QString>
#include <QVector>

#include <optional>

namespace ui {

// parseNumber() up to ±kLargestSlope.
std::optional<double> parseSlope(const QString& text);

inline constexpr double kLargestSlope = 65536.0;

// Many of them, as they stand in papers, tables and programs: apart by spaces, lines, semicolons or commas, with or
// without brackets around. A comma between digits only, nothing else beside it, is a mark of decimals: "0,5 0,25" are
// two, "0.5,0.25" and "1/2,1/4" too.
struct SlopeList
{
    QVector<double> slopes;
    QString wrong; // the first entry that is no slope; empty: all are
};
SlopeList parseSlopes(const QString& text);

} // namespace ui
