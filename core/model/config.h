// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/layers/activation.h"
#include "core/position/position_encoding.h"

#include <string>
#include <string_view>

namespace core {

// config.json of a checkpoint folder. Pre-LN decoder, causal.
struct ModelConfig
{
    int vocabularySize = 0;
    int width = 0; // of the residual stream ("hidden_size")
    int layers = 0;
    int heads = 0;
    int feedForwardWidth = 0;
    Activation activation = Activation::Gelu;
    double layerNormEpsilon = 1e-5;
    double embeddingScale = 1.0; // multiplies token embeddings before anything is added
    bool tiedHead = true;        // the output layer is the embedding; otherwise a matrix of its own
    std::string encoding;        // id in the registry
    int trainingLength = 0;      // tokens
    Json encodingOptions = Json::object();

    int headWidth() const { return width / heads; }
    EncodingContext encodingContext() const { return {width, heads, headWidth(), trainingLength, layers}; }

    // name: the file, for messages. Throws Error naming the field that is missing, of the wrong type or out of range;
    // the encoding must be known and accept its options. Keys it does not know become encodingOptions.
    static ModelConfig fromJson(const Json& json, std::string_view name);
    OrderedJson toJson() const;
    // Throws Error for values no model can have (the checks of fromJson).
    void check(std::string_view name) const;
    // Throws Error where the model has no such layer or no such head; both count from 0.
    void checkHead(int layer, int head) const;
};

} // namespace core
