// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// Prints every action of the window, a line each: id, text and shortcuts, with tabs between. Needs no display. Returns
// the exit code.
int listActions();

} // namespace app
