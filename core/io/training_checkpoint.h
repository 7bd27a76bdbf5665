// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/trainer.h"

#include <cstdint>
#include <filesystem>

namespace core {

// training.safetensors beside the weights: weights, both moments of the optimiser, the number of steps done, what the
// run was started with and a checksum, in one file, so that it cannot fall apart. Throws Error as checkTraining() does.
void saveTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash);

// Throws Error when the state holds what could not be gone on from: a number that is not finite.
void checkTraining(const std::filesystem::path& folder, Trainer& trainer);

// Continues such a run: the following steps give the same numbers as if it had never stopped. Throws Error, leaving the
// trainer as it was, when the file is missing or damaged (numbers that are not finite or have changed), or when model,
// options or text are not those the run was started with.
void resumeTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash);

bool hasTraining(const std::filesystem::path& folder);

// The most bytes the state of such a model may have; a larger file is refused unread.
std::uint64_t largestTraining(const ParameterLayout& layout);

} // namespace core
