// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/training_record.h"

#include "tests/fuzz/reader.h"

#include <cmath>

namespace fuzz {

// 'V': validation.csv; anything else: training.json. Neither may keep a model from being read.
void record(std::string_view bytes)
{
    if (bytes.empty())
        return;
    if (bytes.front() == 'V') {
        core::TrainingRecord read;
        attempt([&] {
            read.takeValidation(bytes.substr(1), "file");
            promise(read.validation && read.validation->step >= 0 && std::isfinite(read.validation->perplexity),
                    "what was measured is a number");
        });
        return;
    }
    const core::TrainingRecord read = core::parseTrainingRecord(bytes.substr(1), "file");
    promise(read.trouble.empty() || read.texts.empty(), "what cannot be read leaves nothing");
    promise(!read.learningRate || std::isfinite(*read.learningRate), "numbers are finite");
}

} // namespace fuzz
