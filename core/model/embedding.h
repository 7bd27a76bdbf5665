// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/transformer.h"

#include <span>

namespace core {

// The way in: x (tokens, C) = embedding_scale * embedding[token] + whatever the encoding adds at positions
// firstPosition, firstPosition + 1, … Tokens must lie in the vocabulary.
template <typename S>
void embed(const Transformer<S>& model, std::span<const int> tokens, Index firstPosition, MatrixView<S> x)
{
    const ModelConfig& config = model.config();
    const auto table =
        model.parameters().at(model.parameters().layout().embedding, config.vocabularySize, config.width);
    for (std::size_t t = 0; t < tokens.size(); ++t)
        x.row(static_cast<Index>(t)) = static_cast<S>(config.embeddingScale) * table.row(tokens[t]);
    model.encoding().addToEmbedding(x, firstPosition, model.parameters().encodingTensors());
}

template <typename S>
void embedBackward(const Transformer<S>& model, std::span<const int> tokens, Index firstPosition, ConstMatrixView<S> dx,
                   Parameters<S>& gradients)
{
    const ModelConfig& config = model.config();
    auto table = gradients.at(gradients.layout().embedding, config.vocabularySize, config.width);
    for (std::size_t t = 0; t < tokens.size(); ++t)
        table.row(tokens[t]) += static_cast<S>(config.embeddingScale) * dx.row(static_cast<Index>(t));
    auto own = gradients.encodingTensors();
    model.encoding().addToEmbeddingBackward(dx, firstPosition, own);
}

// Lets the encoding turn the queries and keys in projected, (rows, 3 width): queries | keys | values.
template <typename S>
void turnRows(const PositionEncoding<S>& encoding, Index width, MatrixView<S> projected, Index firstPosition)
{
    if (!encoding.turns())
        return;
    const Eigen::OuterStride<> stride(projected.outerStride());
    encoding.turn({projected.data(), projected.rows(), width, stride}, Side::Query, firstPosition);
    encoding.turn({projected.data() + width, projected.rows(), width, stride}, Side::Key, firstPosition);
}

template <typename S>
void turnRowsBackward(const PositionEncoding<S>& encoding, Index width, MatrixView<S> dProjected, Index firstPosition)
{
    if (!encoding.turns())
        return;
    const Eigen::OuterStride<> stride(dProjected.outerStride());
    encoding.turnBackward({dProjected.data(), dProjected.rows(), width, stride}, Side::Query, firstPosition);
    encoding.turnBackward({dProjected.data() + width, dProjected.rows(), width, stride}, Side::Key, firstPosition);
}

} // namespace core
