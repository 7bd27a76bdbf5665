// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/setup.h"

#include <string>

namespace app {

// The setup of a session's file, or of a picture that carries one. Throws core::Error when it cannot be read, or when
// its text is a file that it only names and no other is given: nothing is read that nobody chose.
core::Setup sessionSetup(const std::string& path, bool otherText);

} // namespace app
