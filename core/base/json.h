// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

namespace core {

using Json = nlohmann::json;
// Keeps the order in which keys were written: for files people read.
using OrderedJson = nlohmann::ordered_json;

} // namespace core
