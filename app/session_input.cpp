// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session_input.h"

#include "app/interruption.h"
#include "core/base/error.h"
#include "core/base/path_text.h"
#include "core/io/atomic_file.h"
#include "core/setup/session_file.h"

namespace app {

core::Setup sessionSetup(const std::string& path, bool otherText)
{
    const std::filesystem::path file = core::pathOf(path);
    core::Setup setup =
        core::parseSession(core::readFileBytes(file, core::kLargestSession, interrupted), file, interrupted).setup;
    if (setup.text.kind == core::TextKind::File && setup.text.inside.empty() && !otherText)
        throw core::error("{}: its text is another file, {}, which is not read without being named; give it with "
                          "--text-file.",
                          path, setup.text.value.string());
    return setup;
}

} // namespace app
