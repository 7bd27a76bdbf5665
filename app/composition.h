// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace app {

struct WindowOptions
{
    std::optional<std::string> open;       // a session, a checkpoint folder or a text; it exists
    std::optional<std::string> screenshot; // save the first complete picture there, then end
    int width = 0;                         // logical pixels; 0: not asked for
    int height = 0;
    bool listActions = false; // instead of opening anything
    std::string theme;        // "light", "dark"; empty: the desktop's
    std::string language;     // asked for on the command line; empty: the preferred one
    int threads = 0;          // 0: as many as the machine has
};

// Puts the window together and runs it; returns the exit code. Throws core::Error.
int runWindow(const WindowOptions& options);

} // namespace app
