// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_numbers.h"

#include "core/base/error.h"
#include "core/io/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <vector>

namespace ui {
namespace {

std::string fieldOf(const QString& text) { return core::csvField(text.toStdString()); }

std::string numberOf(float value)
{
    if (std::isfinite(value))
        return fmt::format("{}", value);
    return std::isnan(value) ? "nan" : value > 0.0F ? "inf" : "-inf";
}

// The double with the fewest digits that reads back as this float: 0.1, not 0.10000000149.
double asShort(float value)
{
    const std::string digits = fmt::format("{}", value);
    double number = 0.0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

} // namespace

std::string csvOf(const QVector<FigureNumbers>& tables)
{
    std::string csv;
    const FigureNumbers* before = nullptr;
    for (const FigureNumbers& table : tables) {
        const bool labelled = !table.rows.isEmpty();
        // A line's first fields: the table's name among several, the row's where rows have one.
        const auto begin = [&](const std::string& name, const QString& row) {
            std::vector<std::string> fields;
            if (tables.size() > 1)
                fields.push_back(name);
            if (labelled)
                fields.push_back(fieldOf(row));
            return fields;
        };
        if (before == nullptr || before->columns != table.columns || before->rowsName != table.rowsName) {
            std::vector<std::string> fields = begin("of", table.rowsName);
            for (const QString& column : table.columns)
                fields.push_back(fieldOf(column));
            csv += fmt::format("{}{}\n", before == nullptr ? "" : "\n", fmt::join(fields, ","));
        }
        const std::string name = fieldOf(table.name);
        for (core::Index row = 0; row < table.values.rows(); ++row) {
            std::vector<std::string> fields = begin(name, table.rows.value(row));
            for (core::Index column = 0; column < table.values.cols(); ++column)
                fields.push_back(numberOf(table.values(row, column)));
            csv += fmt::format("{}\n", fmt::join(fields, ","));
        }
        before = &table;
    }
    return csv;
}

core::OrderedJson jsonOf(const QVector<FigureNumbers>& tables)
{
    const auto listOf = [](const QStringList& texts) {
        core::OrderedJson list = core::OrderedJson::array();
        for (const QString& text : texts)
            list.push_back(text.toStdString());
        return list;
    };
    core::OrderedJson all = core::OrderedJson::array();
    for (const FigureNumbers& table : tables) {
        core::OrderedJson values = core::OrderedJson::array();
        for (core::Index row = 0; row < table.values.rows(); ++row) {
            core::OrderedJson line = core::OrderedJson::array();
            for (core::Index column = 0; column < table.values.cols(); ++column) {
                const float value = table.values(row, column);
                line.push_back(std::isfinite(value) ? core::OrderedJson(asShort(value)) : core::OrderedJson(nullptr));
            }
            values.push_back(std::move(line));
        }
        all.push_back({{"name", table.name.toStdString()},
                       {"rows_name", table.rowsName.toStdString()},
                       {"rows", listOf(table.rows)},
                       {"columns", listOf(table.columns)},
                       {"values", std::move(values)}});
    }
    return all;
}

core::Matrix<float> stacked(const QVector<FigureNumbers>& tables)
{
    core::Index rows = 0;
    for (const FigureNumbers& table : tables) {
        rows += table.values.rows();
        if (table.values.cols() != tables.front().values.cols())
            throw core::error("The tables behind this figure have different columns, which .npy has no place for; take "
                              ".csv or .json.");
    }
    if (rows == 0)
        throw core::error("There are no numbers behind this figure.");
    core::Matrix<float> all(rows, tables.front().values.cols());
    rows = 0;
    for (const FigureNumbers& table : tables) {
        all.middleRows(rows, table.values.rows()) = table.values;
        rows += table.values.rows();
    }
    return all;
}

} // namespace ui
