// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "tests/core/random_model.h"
#include "ui/library/library.h"

#include <filesystem>
#include <string>

namespace ui {

struct SmallModel
{
    std::string encoding = "alibi";
    int layers = 2;
    int heads = 4;
    int trainingLength = 32;
    int longest = 0; // learned positions only
    // 0: the tokenizer of the models inside the program; else one of its own with so many tokens.
    int vocabulary = 0;
};

// A checkpoint folder of random weights in `folder`; what core::Column::model holds for it.
inline std::string writeSmallModel(const std::filesystem::path& folder, const SmallModel& wanted)
{
    const core::Tokenizer tokenizer =
        wanted.vocabulary == 0
            ? builtinTokenizer()
            : core::Tokenizer::train(loadText({core::TextKind::Passage, "lighthouse"})->text, wanted.vocabulary);
    core::ModelConfig config;
    config.vocabularySize = tokenizer.size();
    config.layers = wanted.layers;
    config.heads = wanted.heads;
    config.width = 8 * wanted.heads;
    config.feedForwardWidth = 2 * config.width;
    config.encoding = wanted.encoding;
    config.trainingLength = wanted.trainingLength;
    core::saveCheckpoint(folder, *core::randomParameters(config), &tokenizer, core::WeightType::F32);
    return folder.string();
}

} // namespace ui
