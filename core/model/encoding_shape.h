// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/transformer.h"

#include <string_view>
#include <vector>

namespace core {

// What a model's encoding is before any text, for the first `length` positions.
enum class EncodingShape {
    Vectors, // (length, width): what is added to the embedding of each position
    Dot,     // (1, length): by distance, see below
    Angles,  // (length, pairs): radians that each pair of dimensions is turned by
    Bias,    // (heads, length): by distance, what the last position's query adds for the key so far back
};

// Dot: how alike two positions are that many tokens apart. Of vectors, the mean product over all such pairs of
// positions; of encodings that turn, the score of a query and a key of ones, divided by the head's width, so that it
// begins at 1 (at distance 0): what turning alone does to the match of equal contents.
//
// Throws Error when the encoding has no such shape (then the sentence says what it has), or the length is out of range.
Matrix<float> encodingShape(const Transformer<float>& model, EncodingShape what, Index length);

// Those an encoding has.
std::vector<EncodingShape> shapesOf(const PositionEncoding<float>& encoding);

EncodingShape encodingShapeById(std::string_view id); // "vectors", "dot", "angles", "bias"; throws Error
std::string_view idOf(EncodingShape what);

} // namespace core
