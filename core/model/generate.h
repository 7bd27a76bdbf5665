// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"

#include <functional>
#include <span>

namespace core {

struct GenerateOptions
{
    int tokens = 100;         // to add
    double temperature = 1.0; // 0: always the likeliest
    int topK = 0;             // sample among this many likeliest; 0: among all
    std::uint64_t seed = 1;
    Cancel cancel;
};

// Continues the prompt token by token, each appended through onToken as it is chosen. The same seed gives the same
// tokens on every machine up to rounding. Throws Error for an empty prompt or options out of range.
void generate(const Transformer<float>& model, std::span<const int> prompt, const GenerateOptions& options,
              ThreadPool& pool, const std::function<void(int)>& onToken);

} // namespace core
