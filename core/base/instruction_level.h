// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace core {

// The instructions this copy of core uses, e.g. "x86-64-v4 (AVX-512)". The portable build has several copies, of which
// the loader picked this one.
std::string_view instructionLevel();

} // namespace core
