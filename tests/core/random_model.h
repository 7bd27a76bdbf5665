// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/transformer.h"
#include "core/position/registry.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace core {

template <typename S>
Matrix<S> randomMatrix(Index rows, Index cols, Random& random)
{
    Matrix<S> m(rows, cols);
    for (Index i = 0; i < m.size(); ++i)
        m.data()[i] = static_cast<S>(random.normal());
    return m;
}

// Two layers, three heads (not a power of two), 23 tokens in the vocabulary.
inline ModelConfig randomModelConfig(std::string_view encoding)
{
    ModelConfig config;
    config.vocabularySize = 23;
    config.width = 24;
    config.layers = 2;
    config.heads = 3;
    config.feedForwardWidth = 40;
    config.embeddingScale = 2.0;
    config.encoding = encoding;
    config.trainingLength = 16;
    return config;
}

// Larger weights than a fresh model's, so that attention is far from even and mistakes show.
inline std::shared_ptr<Parameters<float>> randomParameters(const ModelConfig& config)
{
    auto parameters = std::make_shared<Parameters<float>>(std::make_shared<const ParameterLayout>(config));
    Random random(11);
    for (float& value : parameters->values())
        value = static_cast<float>(0.3 * random.normal());
    return parameters;
}

inline Transformer<float> randomModel(std::string_view encoding)
{
    return Transformer<float>(randomParameters(randomModelConfig(encoding)));
}

inline std::vector<int> randomTokens(std::size_t count, int vocabulary = 23)
{
    std::vector<int> tokens;
    Random random(3);
    for (std::size_t i = 0; i < count; ++i)
        tokens.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(vocabulary))));
    return tokens;
}

inline std::vector<std::string> encodingIds()
{
    std::vector<std::string> ids;
    for (const auto& entry : encodings<float>())
        ids.emplace_back(entry.id);
    return ids;
}

} // namespace core
