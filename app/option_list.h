// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace app {

// The switches of --set, for the help of a command: one paragraph each, by encoding.
std::string switchHelp();
// Every option of every encoding as a table in Markdown; the README has the same.
std::string optionTable();

} // namespace app
