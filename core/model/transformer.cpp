// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/transformer.h"

#include "core/base/error.h"
#include "core/position/switches.h"

namespace core {

namespace {

template <typename S>
std::shared_ptr<const Parameters<S>> packedOf(const Parameters<S>& parameters, const Cancel& cancel)
{
    auto packed = std::make_shared<Parameters<S>>(parameters.sharedLayout(), cancel);
    packMatrices(parameters, *packed, cancel);
    return packed;
}

} // namespace

template <typename S>
Transformer<S>::Transformer(std::shared_ptr<const Parameters<S>> parameters, const Cancel& cancel)
    : Transformer(parameters, packedOf(*parameters, cancel))
{}

template <typename S>
Transformer<S>::Transformer(std::shared_ptr<const Parameters<S>> parameters,
                            std::shared_ptr<const Parameters<S>> packed)
    : m_parameters(std::move(parameters))
    , m_packed(std::move(packed))
    , m_config(m_parameters->layout().config())
    , m_encoding(makeEncoding<S>(m_config.encoding, m_config.encodingContext(), m_config.encodingOptions))
{}

template <typename S>
Transformer<S> Transformer<S>::withEncodingOptions(const Json& patch) const
{
    Transformer changed = *this;
    for (const auto& [key, value] : patch.items())
        changed.m_config.encodingOptions[key] = value;
    changed.m_encoding =
        makeEncoding<S>(m_config.encoding, m_config.encodingContext(), changed.m_config.encodingOptions);
    checkOptionKeys(m_config.encoding, patch);
    const auto shapes = [](const PositionEncoding<S>& encoding) {
        std::vector<std::vector<Index>> all;
        for (const TensorSpec& tensor : encoding.tensors())
            all.push_back(tensor.shape);
        return all;
    };
    if (shapes(*changed.m_encoding) != shapes(*m_encoding))
        throw error("{} would change the shape of what the \"{}\" encoding has learned; a trained model keeps it.",
                    patch.dump().substr(0, 100), m_config.encoding);
    return changed;
}

template class Transformer<float>;
template class Transformer<double>;

} // namespace core
