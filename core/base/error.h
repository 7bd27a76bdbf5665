// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <utility>

namespace core {

// Something a person can mend. what() is one clear sentence: what is wrong, in which file or field, what to do.
class Error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

// throw error("{}: the header says {} bytes, the file has {}.", path, a, b);
template <typename... Args>
[[nodiscard]] Error error(fmt::format_string<Args...> text, Args&&... args)
{
    return Error(fmt::format(text, std::forward<Args>(args)...));
}

// Thrown out of long work whose caller asked it to end. Not an error: nobody shows it.
class Cancelled : public std::exception
{
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace core
