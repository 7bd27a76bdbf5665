// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/json_file.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace app {

core::Json readJsonFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    const std::string text = core::readFileBytes(path, maxBytes);
    // Depth is limited so that a crafted file cannot exhaust the stack.
    const auto check = [&](int depth, core::Json::parse_event_t, core::Json&) {
        if (depth > 32)
            throw core::error("{}: the JSON is nested too deeply.", path.string());
        return true;
    };
    try {
        return core::Json::parse(text, check);
    } catch (const core::Json::parse_error& problem) {
        throw core::error("{}: this is not valid JSON (wrong at byte {}).", path.string(), problem.byte);
    } catch (const core::Json::exception&) {
        throw core::error("{}: this is not valid JSON.", path.string());
    }
}

} // namespace app
