// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/version.h"

#include <fmt/format.h>

#include <QtGlobal>

namespace app {
namespace {

constexpr const char* instructionSet()
{
#if defined(__AVX512F__)
    return "AVX-512";
#elif defined(__AVX2__)
    return "AVX2";
#else
    return "no vector extensions beyond the platform's own";
#endif
}

} // namespace

std::string programVersion() { return "alibi-lab " ALIBI_LAB_VERSION; }

std::string versionText()
{
    return fmt::format("{} (Qt {}, built for {})", programVersion(), qVersion(), instructionSet());
}

} // namespace app
