// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/config.h"

#include "core/model/parameters.h"
#include "core/position/switches.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

// config.json, and the encoding it makes.
void config(std::string_view bytes)
{
    attempt([&] {
        const auto read = core::ModelConfig::fromJson(jsonOf(bytes), "file");
        const std::string written = read.toJson().dump();
        promise(core::ModelConfig::fromJson(jsonOf(written), "again").toJson().dump() == written,
                "what is written is read as the same");
        promise(core::ParameterLayout(read).size() > 0, "a model has parameters");
        if (read.width > 256)
            return; // its tables would take long
        const auto encoding = core::makeEncoding<float>(read.encoding, read.encodingContext(), read.encodingOptions);
        for (const core::Index distance : {0, 1, 63, 4096, 1 << 20})
            (void)encoding->largestBias(distance, read.heads - 1);
        (void)encoding->options().dump();
    });
}

} // namespace fuzz
