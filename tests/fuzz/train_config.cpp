// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/plan.h"
#include "app/training/run.h"
#include "app/usage_error.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

// 'L': log.csv as --resume reads it; anything else: the file of train --config.
void train_config(std::string_view bytes)
{
    if (bytes.empty())
        return;
    const std::string file = fileOf(bytes.substr(1));
    attempt([&] {
        if (bytes.front() == 'L') {
            app::TrainingTable("step,loss,gradient_norm,learning_rate").load(file, 50);
            return;
        }
        try {
            app::TrainFlags flags;
            flags.config = file;
            const app::TrainingPlan plan = app::planOf(flags);
            app::checkMemoryOf(plan);
            (void)plan.training.toJson().dump();
            (void)plan.model.toJson().dump();
        } catch (const app::UsageError&) {
            // as the command line without an encoding
        }
    });
}

} // namespace fuzz
