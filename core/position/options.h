// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <initializer_list>
#include <string>

namespace core {

// An encoding's keys of config.json, each with a standard for when it is missing. All throw Error naming the key when
// the value has the wrong type, is not finite or lies outside [smallest, largest].
double numberOption(const Json& options, const std::string& key, double standard, double smallest, double largest);
int wholeOption(const Json& options, const std::string& key, int standard, int smallest, int largest);
// One of `words`, of which the first is the standard.
std::string wordOption(const Json& options, const std::string& key, std::initializer_list<const char*> words);

} // namespace core
