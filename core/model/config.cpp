// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/config.h"

#include "core/base/error.h"
#include "core/layers/attention.h"
#include "core/position/switches.h"

#include <array>
#include <cmath>

namespace core {
namespace {

constexpr std::array kOwnKeys{"model_type",          "vocab_size",          "hidden_size",       "num_hidden_layers",
                              "num_attention_heads", "intermediate_size",   "hidden_act",        "layer_norm_epsilon",
                              "embedding_scale",     "tie_word_embeddings", "position_encoding", "training_length"};

const Json& field(const Json& json, const char* key, std::string_view name)
{
    const auto found = json.find(key);
    if (found == json.end())
        throw error("{}: \"{}\" is missing.", name, key);
    return *found;
}

int wholeNumber(const Json& json, const char* key, std::string_view name, std::int64_t largest)
{
    const Json& value = field(json, key, name);
    if (!value.is_number_integer())
        throw error("{}: \"{}\" must be a whole number, not {}.", name, key, value.dump().substr(0, 40));
    const bool tooBig = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(largest);
    if (tooBig || value.get<std::int64_t>() < 1 || value.get<std::int64_t>() > largest)
        throw error("{}: \"{}\" must be between 1 and {}, not {}.", name, key, largest, value.dump());
    return value.get<int>();
}

double number(const Json& json, const char* key, double standard, std::string_view name)
{
    const auto found = json.find(key);
    if (found == json.end())
        return standard;
    if (!found->is_number() || !std::isfinite(found->get<double>()))
        throw error("{}: \"{}\" must be a number, not {}.", name, key, found->dump().substr(0, 40));
    return found->get<double>();
}

std::string word(const Json& json, const char* key, std::string_view name)
{
    const Json& value = field(json, key, name);
    if (!value.is_string())
        throw error("{}: \"{}\" must be a text, not {}.", name, key, value.dump().substr(0, 40));
    return value.get<std::string>();
}

} // namespace

ModelConfig ModelConfig::fromJson(const Json& json, std::string_view name)
{
    if (!json.is_object())
        throw error("{}: the file must hold a JSON object.", name);
    if (word(json, "model_type", name) != "alibi-lab")
        throw error("{}: \"model_type\" must be \"alibi-lab\", not {}.", name, json["model_type"].dump());
    ModelConfig config;
    config.vocabularySize = wholeNumber(json, "vocab_size", name, 1 << 22);
    config.width = wholeNumber(json, "hidden_size", name, 1 << 15);
    config.layers = wholeNumber(json, "num_hidden_layers", name, 1 << 10);
    config.heads = wholeNumber(json, "num_attention_heads", name, 1 << 10);
    config.feedForwardWidth = wholeNumber(json, "intermediate_size", name, 1 << 17);
    config.trainingLength = wholeNumber(json, "training_length", name, 1 << 24);
    config.layerNormEpsilon = number(json, "layer_norm_epsilon", 1e-5, name);
    config.embeddingScale = number(json, "embedding_scale", 1.0, name);
    config.encoding = word(json, "position_encoding", name);
    if (const auto tied = json.find("tie_word_embeddings"); tied != json.end() && *tied != true)
        throw error("{}: \"tie_word_embeddings\" must be true: the output layer is the embedding.", name);
    try {
        config.activation =
            json.contains("hidden_act") ? activationById(word(json, "hidden_act", name)) : Activation::Gelu;
    } catch (const Error& problem) {
        throw error("{}: {}", name, problem.what());
    }
    for (const auto& [key, value] : json.items())
        if (std::find(kOwnKeys.begin(), kOwnKeys.end(), key) == kOwnKeys.end())
            config.encodingOptions[key] = value;
    config.check(name);
    return config;
}

void ModelConfig::check(std::string_view name) const
{
    if (heads < 1 || width % heads != 0)
        throw error("{}: \"hidden_size\" {} must be a multiple of \"num_attention_heads\" {}.", name, width, heads);
    if (headWidth() > kMaxHeadWidth)
        throw error("{}: heads are {} wide; at most {} is possible.", name, headWidth(), kMaxHeadWidth);
    if (!(layerNormEpsilon > 0.0 && layerNormEpsilon < 1.0))
        throw error("{}: \"layer_norm_epsilon\" must be between 0 and 1, not {}.", name, layerNormEpsilon);
    if (!(std::abs(embeddingScale) > 0.0 && std::abs(embeddingScale) < 1e6))
        throw error("{}: \"embedding_scale\" must not be 0 nor beyond 1e6, but is {}.", name, embeddingScale);
    try {
        makeEncoding<float>(encoding, encodingContext(), encodingOptions);
    } catch (const Error& problem) {
        throw error("{}: {}", name, problem.what());
    }
}

OrderedJson ModelConfig::toJson() const
{
    OrderedJson json{{"model_type", "alibi-lab"},
                     {"vocab_size", vocabularySize},
                     {"hidden_size", width},
                     {"num_hidden_layers", layers},
                     {"num_attention_heads", heads},
                     {"intermediate_size", feedForwardWidth},
                     {"hidden_act", idOf(activation)},
                     {"layer_norm_epsilon", layerNormEpsilon},
                     {"embedding_scale", embeddingScale},
                     {"tie_word_embeddings", true},
                     {"position_encoding", encoding},
                     {"training_length", trainingLength}};
    for (const auto& [key, value] : encodingOptions.items())
        json[key] = value;
    return json;
}

} // namespace core
