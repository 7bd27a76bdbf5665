// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json_file.h"

#include "core/io/atomic_file.h"

namespace core {

Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits)
{
    return parseJson(readFileBytes(path, limits.bytes), path.string(), limits);
}

} // namespace core
