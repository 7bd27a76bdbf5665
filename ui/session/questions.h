// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <optional>
#include <string>

namespace ui {

// What only the person can decide while something is being opened. The window answers with dialogs, tests with values;
// an empty function is a no.
struct Questions
{
    // A model is not where a session says: another folder instead, or nothing.
    std::function<std::optional<QString>(const QString& path)> otherFolder;
    // May this text file be read, which a session names without holding its content?
    std::function<bool(const QString& path)> mayRead;
    // A text that is not UTF-8: the encoding (an id of core::kTextEncodings), or nothing. beginning: its first bytes.
    std::function<std::optional<std::string>(const QString& path, const std::string& beginning)> encoding;
};

} // namespace ui
