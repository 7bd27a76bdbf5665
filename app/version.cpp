// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/version.h"

#include "core/base/instruction_level.h"
#include "core/base/words.h"

#include <fmt/format.h>

#include <QtGlobal>

namespace app {

std::string programVersion() { return "alibi-lab " ALIBI_LAB_VERSION; }

std::string versionText()
{
    return fmt::format("{}, Qt {}, {}", programVersion(), qVersion(), core::translated(core::instructionLevel()));
}

} // namespace app
