// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/json.h"

#include <cstddef>
#include <string_view>

namespace core {

// The only way in for JSON that others wrote (tests/architecture forbids any other parse).

struct JsonLimits
{
    std::size_t bytes = std::size_t{1} << 20;
    int depth = 32; // so that a crafted file cannot exhaust the stack of whoever walks through it
    std::size_t values = 4'000'000;
    Cancel cancel = {}; // throws Cancelled soon after it is true
};

// The text is not JSON at all, as against JSON that is refused.
class JsonSyntaxError : public Error
{
public:
    using Error::Error;
};

// name: the file or option, for messages. Throws Error naming it, with line and column, when the text is larger than
// the limits, nested deeper, not JSON, or holds a key twice in one object: which of the two counts would depend on the
// reader. Any thread.
Json parseJson(std::string_view text, std::string_view name, const JsonLimits& limits = {});
OrderedJson parseOrderedJson(std::string_view text, std::string_view name, const JsonLimits& limits = {});

} // namespace core
