// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/packed_matrix.h"
#include "core/model/parameters.h"
#include "core/position/registry.h"

#include <memory>

namespace core {

// A model that can be run: its shape, its weights and its position encoding. A value that is cheap to copy (the weights
// are shared and never change) and safe to use from several threads.
template <typename S>
class Transformer
{
public:
    // Throws Cancelled soon after cancel() is true.
    explicit Transformer(std::shared_ptr<const Parameters<S>> parameters, const Cancel& cancel = {});
    // For a trainer, which changes both in place: `packed` is what packMatrices() makes of parameters.
    Transformer(std::shared_ptr<const Parameters<S>> parameters, std::shared_ptr<const Parameters<S>> packed);

    const ModelConfig& config() const { return m_config; }
    const Parameters<S>& parameters() const { return *m_parameters; }
    // The weight (out, in) at this offset of the parameters' layout.
    PackedMatrix<S> packed(Index offset, Index out, Index in) const
    {
        return {m_packed->values().data() + offset, in, out};
    }
    PackedMatrix<S> packedHead() const // what makes the logits
    {
        return packed(m_packed->layout().head, m_config.vocabularySize, m_config.width);
    }
    const PositionEncoding<S>& encoding() const { return *m_encoding; }

    // The same weights with other encoding options, e.g. {"alibi_slopes": […]} or {"attention_window": 64}; keys of
    // `patch` replace the present ones, null gives a key its default back. Throws Error when the encoding has no such
    // key (a misspelt switch must not go unnoticed) or refuses the value.
    Transformer withEncodingOptions(const Json& patch) const;

private:
    std::shared_ptr<const Parameters<S>> m_parameters;
    std::shared_ptr<const Parameters<S>> m_packed;
    ModelConfig m_config;
    std::shared_ptr<const PositionEncoding<S>> m_encoding;
};

} // namespace core
