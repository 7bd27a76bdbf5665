// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/training_record.h"
#include "core/model/transformer.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace core {

// A model as it lies in a folder laid out as Hugging Face users expect: config.json, model.safetensors and, for text
// input, tokenizer.json. What its training recorded beside them is read where it is there.
struct Checkpoint
{
    std::string name; // for people: the folder's last part
    Transformer<float> model;
    std::optional<Tokenizer> tokenizer;
    std::string hash; // of the weights file, 16 hexadecimal digits: names the model in results
    TrainingRecord training = {};

    // Throws Error saying that only token ids can be given.
    const Tokenizer& needTokenizer() const;
};

// The folder of a checkpoint one of whose three files was named; any other path is itself.
std::filesystem::path checkpointFolder(const std::filesystem::path& path);

// Reads a folder, or the folder one of whose files is given. A head that is an equal copy of the embedding is dropped,
// another is kept (ModelConfig::tiedHead), whatever config.json says. Throws Error naming the file and what is wrong:
// missing or damaged files, fields of the wrong type or out of range, tensors that are missing, too many or of the
// wrong shape, weights that are not finite. Throws Cancelled soon after cancel() is true.
std::shared_ptr<const Checkpoint> loadCheckpoint(const std::filesystem::path& path, const Cancel& cancel = {});

// The same from the contents of the files; tokenizer and training.json may be empty.
std::shared_ptr<const Checkpoint> parseCheckpoint(std::string_view name, std::string_view config, std::string weights,
                                                  std::string_view tokenizer, std::string_view training = {});

enum class WeightType { F32, F16, BF16 };

// Throws Error naming the file when it could not be read again: a weight is not finite, or would not be as `type`.
void checkWeights(const std::filesystem::path& file, const Parameters<float>& parameters, WeightType type);

// Writes the three files (tokenizer.json only when there is one), making the folder if its parent exists; each file
// appears whole or not at all. Throws Error, before anything is written, as checkWeights() does.
void saveCheckpoint(const std::filesystem::path& folder, const Parameters<float>& parameters,
                    const Tokenizer* tokenizer, WeightType type);

} // namespace core
