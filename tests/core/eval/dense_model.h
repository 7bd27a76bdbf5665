// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/transformer.h"

#include <vector>

namespace core {

// Queries, keys, biases and log-sums of every layer and head.
struct Dense
{
    struct Head
    {
        Matrix<double> query, key, value; // (T, headWidth)
        Matrix<double> bias;              // (T, T), queries × keys
        std::vector<double> logSum;
    };
    std::vector<std::vector<Head>> layers;
    Matrix<double> tokens;    // scaled embeddings
    Matrix<double> positions; // what the encoding adds to them
    Matrix<double> logits;    // (T, V)
};

// The whole model worked out densely in double, from its weights and nothing else of ours but the encoding.
Dense dense(const Transformer<float>& model, const std::vector<int>& tokens);

} // namespace core
