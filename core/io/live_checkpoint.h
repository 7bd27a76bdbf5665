// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/tokenizer.h"
#include "core/train/live_run.h"

#include <filesystem>

namespace core {

// Writes the present state of a run as a checkpoint folder (checkpoint.h) with the record that `alibi-lab train` leaves
// too: log.csv (every step), validation.csv (loss on held-out text, when it was measured) and training.json (`record`
// with the run's options, learning rates and steps). Each file appears whole or not at all. Throws Error when the
// folder cannot be made or already holds a model.
void saveLiveRun(const std::filesystem::path& folder, const LiveRun& run, const Tokenizer& tokenizer,
                 OrderedJson record);

} // namespace core
