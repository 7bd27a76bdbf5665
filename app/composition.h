// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct WindowOptions
{
    std::optional<std::string> open;       // a session, a checkpoint folder or a text; it exists
    std::optional<std::string> screenshot; // save the first complete picture there, then end
    std::optional<std::string> tour;       // save pictures of everything into that folder, then end
    std::vector<long> tourLengths;         // tokens; 0: before anything is read
    std::vector<int> tourColumns;
    std::string lesson;          // its id; empty: none
    std::size_t lessonStep = 0;  // from 0
    bool lessonAnswered = false; // with the right answer to its prediction chosen
    int width = 0;               // logical pixels; 0: not asked for
    int height = 0;
    bool listActions = false; // instead of opening anything
    std::string theme;        // "light", "dark"; empty: the desktop's
    std::string language;     // asked for on the command line; empty: the preferred one
    int threads = 0;          // 0: as many as the machine has
};

// Puts the window together and runs it; returns the exit code. Throws core::Error.
int runWindow(const WindowOptions& options);

} // namespace app
