// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/parameters.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/layers/packed_matrix.h"
#include "core/position/switches.h"

#include <algorithm>
#include <cmath>

namespace core {

ParameterLayout::ParameterLayout(const ModelConfig& config)
    : m_config(config)
{
    const Index width = config.width;
    embedding = add({"embedding.weight", {config.vocabularySize, width}, 0.02, 0.0, true});
    firstEncodingTensor = m_tensors.size();
    const auto encoding = makeEncoding<float>(config.encoding, config.encodingContext(), config.encodingOptions);
    for (TensorSpec& spec : encoding->tensors())
        add(std::move(spec));
    encodingTensors = m_tensors.size() - firstEncodingTensor;
    for (int n = 0; n < config.layers; ++n)
        addLayer(fmt::format("layers.{}.", n));
    finalNormWeight = add({"final_norm.weight", {width}, 0.0, 1.0, false});
    finalNormBias = add({"final_norm.bias", {width}});
    head = config.tiedHead ? embedding : add({kHeadName, {config.vocabularySize, width}, 0.02, 0.0, true});
}

void ParameterLayout::addLayer(const std::string& prefix)
{
    const Index width = m_config.width;
    const Index inner = m_config.feedForwardWidth;
    const double last = 0.02 / std::sqrt(2.0 * m_config.layers);
    Layer layer{};
    layer.attentionNormWeight = add({prefix + "attention_norm.weight", {width}, 0.0, 1.0, false});
    layer.attentionNormBias = add({prefix + "attention_norm.bias", {width}});
    layer.queryKeyValueWeight = add({prefix + "attention.query.weight", {width, width}, 0.02, 0.0, true});
    add({prefix + "attention.key.weight", {width, width}, 0.02, 0.0, true});
    add({prefix + "attention.value.weight", {width, width}, 0.02, 0.0, true});
    layer.queryKeyValueBias = add({prefix + "attention.query.bias", {width}});
    add({prefix + "attention.key.bias", {width}});
    add({prefix + "attention.value.bias", {width}});
    layer.outputWeight = add({prefix + "attention.output.weight", {width, width}, last, 0.0, true});
    layer.outputBias = add({prefix + "attention.output.bias", {width}});
    layer.feedForwardNormWeight = add({prefix + "feed_forward_norm.weight", {width}, 0.0, 1.0, false});
    layer.feedForwardNormBias = add({prefix + "feed_forward_norm.bias", {width}});
    layer.upWeight = add({prefix + "feed_forward.up.weight", {inner, width}, 0.02, 0.0, true});
    layer.upBias = add({prefix + "feed_forward.up.bias", {inner}});
    layer.downWeight = add({prefix + "feed_forward.down.weight", {width, inner}, last, 0.0, true});
    layer.downBias = add({prefix + "feed_forward.down.bias", {width}});
    layers.push_back(layer);
}

Index ParameterLayout::add(TensorSpec spec)
{
    const Index offset = m_size;
    m_size += spec.size();
    if (m_size > (Index{1} << 31))
        throw error("The model would have more than 2^31 weights; this program runs small models.");
    m_offsets.push_back(offset);
    m_tensors.push_back(std::move(spec));
    return offset;
}

template <typename S>
Parameters<S>::Parameters(std::shared_ptr<const ParameterLayout> layout, const Cancel& cancel)
    : m_layout(std::move(layout))
{
    constexpr std::size_t atOnce = std::size_t{1} << 20; // the system takes long to bring the memory of large models
    const auto size = static_cast<std::size_t>(m_layout->size());
    m_values.reserve(size);
    while (m_values.size() < size) {
        throwIfCancelled(cancel);
        m_values.resize(std::min(size, m_values.size() + atOnce), S(0));
    }
}

template <typename S>
std::vector<ConstMatrixView<S>> Parameters<S>::encodingTensors() const
{
    std::vector<ConstMatrixView<S>> views;
    for (std::size_t i = 0; i < m_layout->encodingTensors; ++i) {
        const std::size_t tensor = m_layout->firstEncodingTensor + i;
        const TensorSpec& spec = m_layout->tensors()[tensor];
        views.push_back(at(m_layout->offset(tensor), spec.rows(), spec.cols()));
    }
    return views;
}

template <typename S>
std::vector<MatrixView<S>> Parameters<S>::encodingTensors()
{
    std::vector<MatrixView<S>> views;
    for (std::size_t i = 0; i < m_layout->encodingTensors; ++i) {
        const std::size_t tensor = m_layout->firstEncodingTensor + i;
        const TensorSpec& spec = m_layout->tensors()[tensor];
        views.push_back(at(m_layout->offset(tensor), spec.rows(), spec.cols()));
    }
    return views;
}

namespace {

double initialValue(const TensorSpec& spec, std::size_t element, Random& random)
{
    if (!spec.initialValues.empty())
        return spec.initialValues[element];
    if (spec.initialSpread > 0.0)
        return spec.initialValue + spec.initialSpread * (2.0 * random.uniform() - 1.0);
    return spec.initialValue + (spec.initialDeviation > 0.0 ? spec.initialDeviation * random.normal() : 0.0);
}

} // namespace

template <typename S>
void initialise(Parameters<S>& parameters, std::uint64_t seed)
{
    const ParameterLayout& layout = parameters.layout();
    for (std::size_t i = 0; i < layout.tensors().size(); ++i) {
        const TensorSpec& spec = layout.tensors()[i];
        Random random(seed, hashOf(spec.name));
        const auto values = parameters.values().subspan(static_cast<std::size_t>(layout.offset(i)),
                                                        static_cast<std::size_t>(spec.size()));
        for (std::size_t element = 0; element < values.size(); ++element)
            values[element] = static_cast<S>(initialValue(spec, element, random));
    }
}

template <typename S>
void packMatrices(const Parameters<S>& parameters, Parameters<S>& packed, const Cancel& cancel)
{
    const ParameterLayout& layout = parameters.layout();
    const Index width = layout.config().width;
    const Index inner = layout.config().feedForwardWidth;
    const auto pack = [&](Index offset, Index rows, Index cols) {
        PackedMatrix<S>::pack(parameters.at(offset, rows, cols), packed.values().data() + offset, cancel);
    };
    pack(layout.head, layout.config().vocabularySize, width);
    for (const ParameterLayout::Layer& layer : layout.layers) {
        pack(layer.queryKeyValueWeight, 3 * width, width);
        pack(layer.outputWeight, width, width);
        pack(layer.upWeight, inner, width);
        pack(layer.downWeight, width, inner);
    }
}

template class Parameters<float>;
template class Parameters<double>;
template void initialise<float>(Parameters<float>&, std::uint64_t);
template void initialise<double>(Parameters<double>&, std::uint64_t);
template void packMatrices<float>(const Parameters<float>&, Parameters<float>&, const Cancel&);
template void packMatrices<double>(const Parameters<double>&, Parameters<double>&, const Cancel&);

} // namespace core
