// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace core {

// "alibi-lab train --length 64 …": the program's command line with these arguments, quoted so that a shell reads the
// same.
inline std::string commandText(std::span<const std::string> arguments)
{
    const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";
    std::string text = "alibi-lab";
    for (const std::string& word : arguments) {
        if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
            text += " " + word;
            continue;
        }
        text += " '";
        for (const char c : word)
            text += c == '\'' ? std::string("'\\''") : std::string(1, c);
        text += "'";
    }
    return text;
}

} // namespace core
