// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace core {

// The path that a person gave: "file:///home/a%20b" and "file://localhost/…" are /home/a b; anything else is itself.
inline std::string pathOf(std::string_view text)
{
    constexpr std::string_view scheme = "file://";
    if (!text.starts_with(scheme))
        return std::string(text);
    std::string_view rest = text.substr(scheme.size());
    if (rest.starts_with("localhost/"))
        rest.remove_prefix(std::string_view("localhost").size());
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string path;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const bool coded = rest[i] == '%' && i + 2 < rest.size() && digit(rest[i + 1]) >= 0 && digit(rest[i + 2]) >= 0;
        path += coded ? static_cast<char>(digit(rest[i + 1]) * 16 + digit(rest[i + 2])) : rest[i];
        i += coded ? 2 : 0;
    }
    return path;
}

} // namespace core
