// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace app {

// A line on stderr, in one piece. When it cannot be written there (a full disk, a pipe that nobody reads, a closed
// stream) it is lost and nothing else: work goes on, and the exit code says how it ended. Any thread.
void say(std::string_view line) noexcept;
// The same without the line's end, for what is drawn over itself.
void sayPiece(std::string_view text) noexcept;

// Before anything is opened: where the caller has closed a standard stream, something stands in for it that cannot be
// written to or read from. Otherwise the next file opened would get its number, and messages would go into that file.
void occupyStandardStreams();

} // namespace app
