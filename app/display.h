// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// Lives while the application object is made. Qt ends a program by abort() when it cannot reach a display (none is
// named, its socket is gone, it refuses); with this, a picture of the window is made without one instead, and a window
// ends the program with one sentence and exit code 1.
class DisplayWatch
{
public:
    explicit DisplayWatch(bool screenshotOnly);
    ~DisplayWatch();
    DisplayWatch(const DisplayWatch&) = delete;
    DisplayWatch& operator=(const DisplayWatch&) = delete;
};

} // namespace app
