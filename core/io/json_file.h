// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"

#include <filesystem>

namespace core {

// parseJson() of a file. Throws Error naming the file when it is missing, too, or no ordinary file.
Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits = {});

} // namespace core
