// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/parallel.h"
#include "core/model/transformer.h"

#include <functional>
#include <span>
#include <vector>

namespace core {

// A piece of a text that is read on its own, its first token at position 0.
struct Window
{
    Index first = 0;  // its first input
    Index length = 0; // inputs, at least 1; the token after the last one must exist
    Index scored = 0; // the last this many predictions count, 1 … length
};

struct WindowWatch
{
    Cancel cancel;
    std::function<void(double done)> progress; // 0 … 1, from any thread
};

// The losses in nats of the predictions that count, window after window. They do not depend on the number of threads.
// Throws Error for what the model cannot read, Cancelled when told so.
std::vector<float> windowLosses(const Transformer<float>& model, std::span<const int> tokens,
                                std::span<const Window> windows, ThreadPool& pool, const WindowWatch& watch = {});

// Roughly how many multiplications that takes, for dividing up progress.
double workOf(const ModelConfig& config, std::span<const Window> windows);

} // namespace core
