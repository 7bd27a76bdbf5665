// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"

#include "core/base/error.h"

namespace app {

int runWindow(const WindowOptions&) { throw core::Error("The window is not part of this build."); }

} // namespace app
