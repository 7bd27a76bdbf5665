// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/pre_tokenizer.h"

#include <string_view>

namespace core {

// The "pre_tokenizer" of a tokenizer.json. Throws Error, naming `name`, for any that cuts differently from our rules.
SplitRule splitRuleFrom(const Json& preTokenizer, std::string_view name);

OrderedJson splitRuleJson(SplitRule rule);

} // namespace core
