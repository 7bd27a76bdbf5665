// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/setup.h"
#include "tests/core/random_model.h"
#include "tests/fuzz/reader.h"

#include <vector>

namespace fuzz {
namespace {

const std::vector<core::Transformer<float>>& models()
{
    static const auto all = [] {
        std::vector<core::Transformer<float>> made;
        for (const char* encoding :
             {"alibi", "rotary", "t5", "kerple", "fire", "sandwich", "xpos", "sinusoidal", "none"})
            attempt([&] { made.push_back(core::randomModel(encoding)); });
        return made;
    }();
    return all;
}

} // namespace

// A session file, and its switches put on models of every encoding.
void session(std::string_view bytes)
{
    attempt([&] {
        const core::Setup setup = core::Setup::fromJson(jsonOf(bytes), "file");
        promise(core::Setup::fromJson(jsonOf(setup.toJson().dump(2)), "again") == setup,
                "what is written is read as the same");
        for (const core::Column& column : setup.columns) {
            const core::Json switches = column.switches();
            if (switches.empty())
                continue;
            for (const auto& model : models())
                attempt([&] {
                    const auto switched = model.withEncodingOptions(switches);
                    for (const core::Index distance : {0, 1, 63, 4096, 1 << 20})
                        (void)switched.encoding().largestBias(distance, 0);
                });
        }
    });
}

} // namespace fuzz
