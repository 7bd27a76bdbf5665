// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/tokenizer.h"
#include "core/train/live_run.h"

#include <filesystem>

namespace core {

// What training.json says of a run: `record` (program and text) with its options, learning rates and steps done.
OrderedJson recordOf(const LiveRun& run, OrderedJson record);

// Writes the present state of a run as a checkpoint folder (checkpoint.h) with the record that `alibi-lab train` leaves
// too: log.csv (every step), validation.csv (loss on held-out text, when it was measured) and training.json
// (recordOf()). Each file appears whole or not at all. Throws Error when the
// folder cannot be made or already holds a model.
void saveLiveRun(const std::filesystem::path& folder, const LiveRun& run, const Tokenizer& tokenizer,
                 OrderedJson record);

} // namespace core
