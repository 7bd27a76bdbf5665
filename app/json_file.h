// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <filesystem>

namespace app {

// Throws core::Error naming the file when it is missing, larger than maxBytes, no JSON, or nested too deeply.
core::Json readJsonFile(const std::filesystem::path& path, std::uint64_t maxBytes);

} // namespace app
