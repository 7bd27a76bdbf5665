// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/plan.h"

#include "app/output.h"
#include "app/usage_error.h"
#include "core/io/json_file.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

using core::Json;

// Two models that are to be compared start from these.
const Json kModelDefaults{{"model_type", "alibi-lab"},
                          {"vocab_size", 1024},
                          {"hidden_size", 128},
                          {"num_hidden_layers", 4},
                          {"num_attention_heads", 8}};
const Json kTrainingDefaults{{"length", 64},       {"batch", 32},         {"learning_rate", 4e-3},
                             {"final_rate", 0.05}, {"weight_decay", 0.1}, {"clip", 1.0}};

struct ConfigFile
{
    Json model = Json::object();
    Json training = Json::object();
    std::optional<core::BookOptions> book;
};

ConfigFile readConfig(const std::string& path)
{
    const Json json = core::readJsonFile(path);
    if (!json.is_object())
        throw core::error("{}: the file must hold a JSON object with \"model\", \"training\" or \"text\".", path);
    ConfigFile file;
    for (const auto& [key, value] : json.items()) {
        if (key != "model" && key != "training" && key != "text")
            throw core::error("{}: the field \"{}\" is unknown; known are model, training and text.", path, key);
        if (!value.is_object())
            throw core::error("{}: \"{}\" must be a JSON object.", path, key);
    }
    file.model = json.value("model", Json::object());
    file.training = json.value("training", Json::object());
    try {
        if (json.contains("text"))
            file.book = core::BookOptions::fromJson(core::OrderedJson(json["text"]));
    } catch (const core::Error& problem) {
        throw core::error("{}: \"text\": {}", path, problem.sentence());
    }
    return file;
}

template <typename T>
void set(Json& json, const char* key, const std::optional<T>& value)
{
    if (value)
        json[key] = *value;
}

// The one length a run has is called training_length in the model and length in the training options.
void settleLength(ConfigFile& file, const TrainFlags& flags, const std::string& name)
{
    Json& model = file.model;
    Json& training = file.training;
    if (flags.length)
        model["training_length"] = training["length"] = *flags.length;
    if (model.contains("training_length") && training.contains("length") &&
        model["training_length"] != training["length"])
        throw core::error("{}: the model's \"training_length\" and the training's \"length\" differ; leave one out.",
                          name);
    if (model.contains("training_length"))
        training["length"] = model["training_length"];
}

core::ModelConfig modelOf(Json json, const Json& length, const TrainFlags& flags, const std::string& name)
{
    for (const auto& [key, value] : kModelDefaults.items())
        json.emplace(key, value);
    set(json, "position_encoding", flags.encoding);
    set(json, "vocab_size", flags.vocabulary);
    set(json, "hidden_size", flags.width);
    set(json, "num_hidden_layers", flags.layers);
    set(json, "num_attention_heads", flags.heads);
    set(json, "intermediate_size", flags.feedForward);
    json["training_length"] = length;
    // A width that is no sensible number is complained about by fromJson().
    const Json& width = json["hidden_size"];
    const bool sensible = width.is_number_integer() && width > 0 && width < (1 << 20);
    json.emplace("intermediate_size", sensible ? 4 * width.get<int>() : 1);
    json.emplace("embedding_scale", sensible ? std::sqrt(width.get<double>()) : 1.0);
    return core::ModelConfig::fromJson(json, name);
}

core::TrainingOptions trainingOf(Json json, const TrainFlags& flags, const std::string& name)
{
    for (const auto& [key, value] : kTrainingDefaults.items())
        json.emplace(key, value);
    set(json, "steps", flags.steps);
    set(json, "batch", flags.batch);
    set(json, "learning_rate", flags.learningRate);
    set(json, "final_rate", flags.finalRate);
    set(json, "warmup", flags.warmup);
    set(json, "weight_decay", flags.weightDecay);
    set(json, "clip", flags.clip);
    set(json, "seed", flags.seed);
    if (!json.contains("steps"))
        throw usageError("--steps is required (or \"steps\" in the --config file)");
    const Json& steps = json["steps"];
    json.emplace("warmup",
                 steps.is_number_integer() ? std::clamp<std::int64_t>(steps.get<std::int64_t>() / 10, 0, 200) : 0);
    return core::TrainingOptions::fromJson(json, name);
}

} // namespace

TrainingPlan planOf(const TrainFlags& flags)
{
    ConfigFile file = flags.config ? readConfig(*flags.config) : ConfigFile{};
    const std::string name = flags.config.value_or("train");
    if (!flags.encoding && !file.model.contains("position_encoding"))
        throw usageError("--encoding is required (or \"position_encoding\" in the --config file)");
    settleLength(file, flags, name);
    TrainingPlan plan;
    plan.training = trainingOf(file.training, flags, name);
    plan.model = modelOf(file.model, plan.training.length, flags, name);
    plan.book = file.book;
    if (flags.cleanBook && !plan.book)
        plan.book = core::BookOptions{};
    return plan;
}

void checkMemoryOf(const TrainingPlan& plan)
{
    const core::ModelConfig& m = plan.model;
    const double numbers = static_cast<double>(core::ParameterLayout(m).size());
    constexpr double shards = 8; // of a batch, each with its own gradients
    // Weights as they are and packed, two moments, gradients.
    const double parameters = 4.0 * numbers * (4.0 + std::min<double>(shards, plan.training.batch));
    const double tokens = static_cast<double>(plan.training.batch) * plan.training.length;
    const double activations =
        4.0 * tokens * (m.layers * (8.0 * m.width + 2.0 * m.feedForwardWidth) + m.vocabularySize);
    checkMemory(parameters + activations, machineMemory(), core::sentence("This training"),
                core::sentence("make the model or the batch smaller"));
}

core::WeightType weightTypeById(const std::string& id)
{
    if (id == "f32")
        return core::WeightType::F32;
    if (id == "f16")
        return core::WeightType::F16;
    if (id == "bf16")
        return core::WeightType::BF16;
    throw usageError("--weights must be f32, f16 or bf16, not \"{}\"", id);
}

} // namespace app
