// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// From now on the first SIGINT or SIGTERM only sets interrupted(), so that work can end in order; a second one ends the
// process at once. So do SIGHUP (the terminal was closed), unless nohup has it ignored, and SIGPIPE (nobody reads what
// we say), however often they come.
void watchInterruption();
bool interrupted();

} // namespace app
