// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/encoding_shape.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace core {
namespace {

constexpr std::array<std::pair<std::string_view, EncodingShape>, 4> kShapes{{{"vectors", EncodingShape::Vectors},
                                                                             {"dot", EncodingShape::Dot},
                                                                             {"angles", EncodingShape::Angles},
                                                                             {"bias", EncodingShape::Bias}}};

} // namespace

EncodingShape encodingShapeById(std::string_view id)
{
    std::string known;
    for (const auto& [name, shape] : kShapes) {
        if (name == id)
            return shape;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw error("The shape \"{}\" is unknown; known are {}.", id, known);
}

std::string_view idOf(EncodingShape what)
{
    return std::ranges::find(kShapes, what, &std::pair<std::string_view, EncodingShape>::second)->first;
}

} // namespace core
