// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/config.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/shortened.h"
#include "core/layers/attention.h"
#include "core/position/switches.h"

#include <array>
#include <cmath>

namespace core {
namespace {

constexpr std::array kOwnKeys{"model_type",          "vocab_size",          "hidden_size",       "num_hidden_layers",
                              "num_attention_heads", "intermediate_size",   "hidden_act",        "layer_norm_epsilon",
                              "embedding_scale",     "tie_word_embeddings", "position_encoding", "training_length"};

int size(const Fields& fields, const char* key, int largest) { return static_cast<int>(fields.whole(key, 1, largest)); }

} // namespace

ModelConfig ModelConfig::fromJson(const Json& json, std::string_view name)
{
    const Fields fields(json, name);
    if (const std::string type = fields.text("model_type"); type != "alibi-lab")
        throw error("{} must be \"alibi-lab\", not \"{}\".", fields.path("model_type"), shortened(type));
    ModelConfig config;
    config.vocabularySize = size(fields, "vocab_size", 1 << 22);
    config.width = size(fields, "hidden_size", 1 << 15);
    config.layers = size(fields, "num_hidden_layers", 1 << 10);
    config.heads = size(fields, "num_attention_heads", 1 << 10);
    config.feedForwardWidth = size(fields, "intermediate_size", 1 << 17);
    config.trainingLength = size(fields, "training_length", 1 << 24);
    config.layerNormEpsilon = fields.number("layer_norm_epsilon", 1e-5);
    config.embeddingScale = fields.number("embedding_scale", 1.0);
    config.encoding = fields.text("position_encoding");
    config.tiedHead = fields.flag("tie_word_embeddings", true);
    try {
        if (fields.find("hidden_act"))
            config.activation = activationById(fields.text("hidden_act"));
    } catch (const Error& problem) {
        throw error("{}: {}", name, problem.sentence());
    }
    for (const auto& [key, value] : json.items())
        if (std::find(kOwnKeys.begin(), kOwnKeys.end(), key) == kOwnKeys.end())
            config.encodingOptions[key] = value;
    config.check(name);
    return config;
}

void ModelConfig::checkHead(int layer, int head) const
{
    if (layer < 0 || layer >= layers)
        throw error("Layer {} does not exist; the model has layers 0 to {}.", layer, layers - 1);
    if (head < 0 || head >= heads)
        throw error("Head {} does not exist; the model has heads 0 to {}.", head, heads - 1);
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
        throw error("{}: {}", name, problem.sentence());
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
                     {"tie_word_embeddings", tiedHead},
                     {"position_encoding", encoding},
                     {"training_length", trainingLength}};
    for (const auto& [key, value] : encodingOptions.items())
        json[key] = value;
    return json;
}

} // namespace core
