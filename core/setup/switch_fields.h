// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

#include <vector>

namespace core {

// How switches of a model stand in files: "slopes", one per head, and "options", an object of encoding options; both
// may be missing. Throws Error naming the field that is wrong.
void readSwitches(const Fields& fields, std::vector<double>& slopes, Json& options);
void writeSwitches(OrderedJson& json, const std::vector<double>& slopes, const Json& options);

} // namespace core
