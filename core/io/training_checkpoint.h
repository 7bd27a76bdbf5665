// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/trainer.h"

#include <filesystem>

namespace core {

// training.safetensors beside the weights: weights, both moments of the optimiser, the number of steps done and what
// the run was started with, in one file, so that it cannot fall apart.
void saveTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash);

// Continues such a run: the following steps give the same numbers as if it had never stopped. Throws Error when the
// file is missing or damaged, or when model, options or text are not those the run was started with.
void resumeTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash);

bool hasTraining(const std::filesystem::path& folder);

} // namespace core
