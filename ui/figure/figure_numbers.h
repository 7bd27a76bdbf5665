// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/matrix.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <string>

namespace ui {

// Numbers behind a figure: a matrix with the names of its rows and columns, units and tokens in them. NaN: no value.
struct FigureNumbers
{
    QString name;        // what they are of
    QString rowsName;    // what the rows are: "query"; with `rows`
    QStringList rows;    // one per row, or none
    QStringList columns; // one per column
    core::Matrix<float> values;
};

// One table below the other; each begins with a header where it differs from the one before, after an empty line. With
// several tables the first field of a line is the table's name. Numbers as core::writeCsv has them.
std::string csvOf(const QVector<FigureNumbers>& tables);
// Lists of {name, rows_name, rows, columns, values}; null: no value.
core::OrderedJson jsonOf(const QVector<FigureNumbers>& tables);
// All of them below each other. Throws core::Error when their columns are not equally many, or there are none.
core::Matrix<float> stacked(const QVector<FigureNumbers>& tables);

} // namespace ui
