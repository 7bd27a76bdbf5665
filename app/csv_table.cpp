// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/csv_table.h"

#include "core/io/csv.h"

#include <cmath>

namespace app {
namespace {

// Text as a cell, numbers as JSON writes them (they read back to the same value), null as an empty cell.
std::string csvCell(const core::OrderedJson& value)
{
    if (value.is_null() || (value.is_number_float() && !std::isfinite(value.get<double>())))
        return {};
    if (value.is_object())
        return value.empty() ? std::string() : core::csvField(value.dump());
    if (!value.is_string())
        return value.dump();
    return core::csvField(value.get<std::string>());
}

} // namespace

std::string csvOf(const core::OrderedJson& results)
{
    std::string header;
    std::string body;
    for (const core::OrderedJson& result : results) {
        header.clear();
        std::string line;
        for (const auto& [key, value] : result.items()) {
            if (value.is_array())
                continue;
            header += (header.empty() ? "" : ",") + key;
            line += (line.empty() ? "" : ",") + csvCell(value);
        }
        body += line + "\n";
    }
    return header + "\n" + body;
}

} // namespace app
