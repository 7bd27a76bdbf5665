// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace app {

// Puts bytes that arrive in pieces of any size back together into whole characters. Bytes that belong to no character
// become U+FFFD.
class Utf8Stream
{
public:
    // What is complete now.
    std::string take(std::string_view bytes);
    // What is left at the end.
    std::string finish();

private:
    std::string m_waiting; // the beginning of a character
};

} // namespace app
