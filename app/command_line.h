// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// The whole program: reads the command line, then does one headless command or opens the window. Returns the exit code:
// 0 done, 1 it could not be done, 2 wrong usage; what went wrong is one sentence on stderr. Without a command that
// draws, no Qt application object is made.
int runCommandLine(int argc, char** argv);

} // namespace app
