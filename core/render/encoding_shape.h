// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace core {

// What a model's encoding is before any text and for how many positions one likes.
enum class EncodingShape {
    Vectors, // (length, width): what is added to the embedding of each position
    Dot,     // (1, length): by distance, see below
    Angles,  // (length, pairs): radians that each pair of dimensions is turned by
    Bias,    // (heads, length): by distance, what the last position's query adds for the key so far back
};

EncodingShape encodingShapeById(std::string_view id); // "vectors", "dot", "angles", "bias"; throws Error
std::string_view idOf(EncodingShape what);

} // namespace core
