// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace app {

std::string programVersion(); // "alibi-lab 0.1.0", for files
std::string versionText();    // the same with Qt's version and the instructions in use, for people

} // namespace app
