// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace core {

// One line per row, "," between fields, line feeds, a decimal point whatever the locale. Numbers have the fewest digits
// that read back as the same float; what is not finite is written nan, inf or -inf. With column names the first line
// has them; with row labels each line begins with one, and the corner is empty. No names or labels: none are written.
// core::Error if their counts do not fit the matrix or the file cannot be written; then there is no file.
void writeCsv(const std::filesystem::path& path, const Matrix<float>& matrix, std::span<const std::string> columns = {},
              std::span<const std::string> rows = {});

// A text as one field: in quotation marks, and its own doubled, if it needs them (RFC 4180).
std::string csvField(std::string_view text);

} // namespace core
