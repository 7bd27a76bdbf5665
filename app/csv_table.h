// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <string>

namespace app {

// Results as a table: a line per element, a column per key, with a header. Lists are left out, they are in JSON only;
// what is null or not finite is an empty cell.
std::string csvOf(const core::OrderedJson& results);

} // namespace app
