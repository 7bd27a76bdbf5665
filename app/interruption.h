// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// From now on the first SIGINT or SIGTERM only sets interrupted(), so that work can end in order; a second one ends the
// process at once. So do SIGHUP (the terminal was closed), unless nohup has it ignored, and SIGPIPE (nobody reads what
// we say), however often they come.
void watchInterruption();
bool interrupted();

// The same for a program with an event loop: a descriptor that can be read once SIGINT, SIGTERM or SIGHUP has come;
// negative: the system has none to give, and the signals end the process as ever.
int interruptionToWaitFor();

} // namespace app
