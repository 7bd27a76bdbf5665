// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/tensor_spec.h"
#include "core/model/config.h"

#include <memory>
#include <span>
#include <vector>

namespace core {

// What an output layer of its own is called in files, as Hugging Face calls it.
inline constexpr const char* kHeadName = "lm_head.weight";

// Where each named tensor of a model lies in one flat buffer. Query, key and value of a layer are neighbours, so that
// one product serves all three.
class ParameterLayout
{
public:
    // Throws Error when the model would need more than 2^31 numbers.
    explicit ParameterLayout(const ModelConfig& config);

    struct Layer
    {
        Index attentionNormWeight, attentionNormBias, queryKeyValueWeight, queryKeyValueBias, outputWeight, outputBias,
            feedForwardNormWeight, feedForwardNormBias, upWeight, upBias, downWeight, downBias;
    };

    std::span<const TensorSpec> tensors() const { return m_tensors; }
    Index offset(std::size_t tensor) const { return m_offsets[tensor]; }
    Index size() const { return m_size; }
    const ModelConfig& config() const { return m_config; }

    // Offsets in the flat buffer.
    Index embedding = 0;
    Index finalNormWeight = 0;
    Index finalNormBias = 0;
    Index head = 0; // of the output layer; the embedding's, unless it is a matrix of its own
    std::vector<Layer> layers;
    // The encoding's tensors are tensors()[firstEncodingTensor] … of this number.
    std::size_t firstEncodingTensor = 0;
    std::size_t encodingTensors = 0;

private:
    Index add(TensorSpec spec);
    void addLayer(const std::string& prefix);

    ModelConfig m_config;
    std::vector<TensorSpec> m_tensors;
    std::vector<Index> m_offsets;
    Index m_size = 0;
};

// Numbers of one kind (weights, gradients, moments) for every tensor of a layout. The layout is shared, the numbers are
// copied with the object.
template <typename S>
class Parameters
{
public:
    // All zero. Throws Cancelled soon after cancel() is true.
    explicit Parameters(std::shared_ptr<const ParameterLayout> layout, const Cancel& cancel = {});

    const ParameterLayout& layout() const { return *m_layout; }
    const std::shared_ptr<const ParameterLayout>& sharedLayout() const { return m_layout; }
    std::span<S> values() { return m_values; }
    std::span<const S> values() const { return m_values; }

    MatrixView<S> at(Index offset, Index rows, Index cols)
    {
        return {m_values.data() + offset, rows, cols, Eigen::OuterStride<>(cols)};
    }
    ConstMatrixView<S> at(Index offset, Index rows, Index cols) const
    {
        return {m_values.data() + offset, rows, cols, Eigen::OuterStride<>(cols)};
    }
    // The encoding's tensors, in its order.
    std::vector<ConstMatrixView<S>> encodingTensors() const;
    std::vector<MatrixView<S>> encodingTensors();

private:
    std::shared_ptr<const ParameterLayout> m_layout;
    std::vector<S, Eigen::aligned_allocator<S>> m_values;
};

// Fresh weights: normal with the deviation each tensor asks for (0.02; output and down projections divided by
// sqrt(2 layers), Radford et al. 2019), norms 1, biases 0. Tensors are drawn by name, so two models that differ only in
// their encoding start from the same numbers.
template <typename S>
void initialise(Parameters<S>& parameters, std::uint64_t seed);

// The matrices that rows are multiplied with, each packed (core/layers/packed_matrix.h) in its place of the same
// layout; query, key and value of a layer as one (3C, C). The rest stays zero.
template <typename S>
void packMatrices(const Parameters<S>& parameters, Parameters<S>& packed, const Cancel& cancel = {});

template <typename To, typename From>
Parameters<To> converted(const Parameters<From>& from)
{
    Parameters<To> to(from.sharedLayout());
    for (std::size_t i = 0; i < from.values().size(); ++i)
        to.values()[i] = static_cast<To>(from.values()[i]);
    return to;
}

} // namespace core
