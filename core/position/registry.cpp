// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/registry.h"

#include "core/base/error.h"

#include <array>

namespace core {

#define POSITION_ENCODING(id, factory, described, label, about, source)                                                \
    std::span<const Option> described();                                                                               \
    template <typename S>                                                                                              \
    std::shared_ptr<const PositionEncoding<S>> factory(const EncodingContext&, const Json&);
#include "core/position/encodings.def"
#undef POSITION_ENCODING

template <typename S>
std::span<const EncodingEntry<S>> encodings()
{
#define POSITION_ENCODING(id, factory, described, label, about, source)                                                \
    EncodingEntry<S>{#id, label, about, source, &described, &factory<S>},
    static const std::array entries{
#include "core/position/encodings.def"
    };
#undef POSITION_ENCODING
    return entries;
}

template <typename S>
const EncodingEntry<S>& encodingById(std::string_view id)
{
    std::string known;
    for (const auto& entry : encodings<S>()) {
        if (entry.id == id)
            return entry;
        known += (known.empty() ? "" : ", ") + std::string(entry.id);
    }
    throw error("The position encoding \"{}\" is unknown; known are {}.", id, known);
}

template std::span<const EncodingEntry<float>> encodings<float>();
template std::span<const EncodingEntry<double>> encodings<double>();
template const EncodingEntry<float>& encodingById<float>(std::string_view);
template const EncodingEntry<double>& encodingById<double>(std::string_view);

} // namespace core
