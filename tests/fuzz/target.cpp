// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls; FUZZED is the reader's name.
#include "tests/fuzz/reader.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::FUZZED({reinterpret_cast<const char*>(data), size});
    return 0;
}
