// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/training_checkpoint.h"

#include "core/base/parallel.h"
#include "tests/fuzz/reader.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace fuzz {

core::Trainer smallTrainer()
{
    static core::ThreadPool pool(1);
    static const auto tokens =
        std::make_shared<const std::vector<int>>(std::vector<int>{0, 1, 2, 3, 0, 2, 1, 3, 3, 2, 1, 0});
    core::ModelConfig config;
    config.vocabularySize = 4;
    config.width = 4;
    config.layers = 1;
    config.heads = 1;
    config.feedForwardWidth = 4;
    config.encoding = "alibi";
    config.trainingLength = 4;
    core::TrainingOptions options;
    options.length = 4;
    options.batch = 1;
    options.schedule.steps = 10;
    options.schedule.warmup = 1;
    return {config, options, tokens, pool};
}

// training.safetensors of a tiny run. What is gone on from is finite, and the step after it, too.
void training(std::string_view bytes)
{
    static const std::string folder = fileOf("") + "-run";
    std::filesystem::create_directory(folder);
    const std::string file = folder + "/training.safetensors";
    std::filesystem::remove(file);
    std::filesystem::copy_file(fileOf(bytes), file);
    core::Trainer trainer = smallTrainer();
    attempt([&] {
        core::resumeTraining(folder, trainer, 7);
        promise(std::ranges::all_of(trainer.weights()->values(), [](float w) { return std::isfinite(w); }),
                "no state that is not finite is gone on from");
        if (!trainer.finished())
            trainer.step();
    });
    std::filesystem::remove_all(folder);
}

} // namespace fuzz
