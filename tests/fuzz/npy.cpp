// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "tests/fuzz/reader.h"

namespace fuzz {

void npy(std::string_view bytes)
{
    attempt([&] {
        const core::NpyArray array = core::parseNpy(bytes, "file");
        promise(static_cast<std::size_t>(array.matrix().size()) == array.values.size(), "the shape fits the numbers");
    });
}

} // namespace fuzz
