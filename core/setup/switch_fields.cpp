// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/switch_fields.h"

#include "core/base/error.h"

#include <cstddef>

namespace core {
namespace {

constexpr std::size_t kMostSlopes = 4096;

} // namespace

void readSwitches(const Fields& fields, std::vector<double>& slopes, Json& options)
{
    if (const Json* read = fields.find("options")) {
        if (!read->is_object() || read->contains("alibi_slopes"))
            throw error("{} must be an object of encoding options; slopes stand in \"slopes\".",
                        fields.path("options"));
        options = *read;
    }
    if (fields.find("slopes"))
        slopes = fields.numbers("slopes", kMostSlopes);
}

void writeSwitches(OrderedJson& json, const std::vector<double>& slopes, const Json& options)
{
    if (!slopes.empty())
        json["slopes"] = slopes;
    if (!options.empty())
        json["options"] = options;
}

} // namespace core
