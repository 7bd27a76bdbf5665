// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <cmath>
#include <iterator>

namespace core {

namespace {

void appendNumber(std::string& line, float value)
{
    if (std::isnan(value)) // whose sign means nothing
        line += "nan";
    else
        fmt::format_to(std::back_inserter(line), "{}", value);
}

std::string headerLine(std::span<const std::string> columns, bool hasCorner)
{
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0 || hasCorner)
            line += ',';
        line += csvField(columns[i]);
    }
    return line + '\n';
}

void checkCount(const std::filesystem::path& path, std::size_t labels, Index lines, std::string_view what)
{
    if (labels != 0 && labels != static_cast<std::size_t>(lines))
        throw error("{}: {} {} labels were given for {}; give one for each.", path.string(), labels, what, lines);
}

} // namespace

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == text.npos)
        return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"')
            field += '"';
        field += c;
    }
    return field + '"';
}

void writeCsv(const std::filesystem::path& path, const Matrix<float>& matrix, std::span<const std::string> columns,
              std::span<const std::string> rows)
{
    checkCount(path, columns.size(), matrix.cols(), "column");
    checkCount(path, rows.size(), matrix.rows(), "row");
    constexpr std::size_t piece = 1 << 16;
    AtomicFile file(path);
    std::string text = columns.empty() ? std::string() : headerLine(columns, !rows.empty());
    for (Index row = 0; row < matrix.rows(); ++row) {
        if (!rows.empty())
            text += csvField(rows[static_cast<std::size_t>(row)]) + (matrix.cols() > 0 ? "," : "");
        for (Index col = 0; col < matrix.cols(); ++col) {
            if (col > 0)
                text += ',';
            appendNumber(text, matrix(row, col));
        }
        text += '\n';
        if (text.size() >= piece) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
    file.commit();
}

} // namespace core
