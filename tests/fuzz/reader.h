// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// A reader takes any bytes. A core::Error is the expected answer to bad input; whatever else leaves it, a sanitizer's
// report, or a promise that does not hold, is a finding.
namespace fuzz {

#define READER(name) void name(std::string_view bytes);
#include "tests/fuzz/readers.def"
#undef READER

// What a reader promises of what it has read.
inline void promise(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

// Does what it is told; an Error is fine.
template <typename Action>
void attempt(const Action& action)
{
    try {
        action();
    } catch (const core::Error&) {
        // the sentence people would see
    }
}

// A file with these bytes, its name always the same within a process.
std::string fileOf(std::string_view bytes);

// As readers of JSON from outside parse it. Throws core::Error.
core::Json jsonOf(std::string_view text);

} // namespace fuzz
