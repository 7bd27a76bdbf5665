// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/instruction_level.h"
#include "core/base/words.h"

namespace core {

std::string_view instructionLevel()
{
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) &&                 \
    defined(__AVX512VL__)
    return "x86-64-v4 (AVX-512)";
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
    return "x86-64-v3 (AVX2)";
#elif defined(__x86_64__)
    return "x86-64";
#elif defined(__aarch64__)
    return "ARM64";
#else
    return said("the platform's own instructions");
#endif
}

} // namespace core
