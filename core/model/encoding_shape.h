// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/transformer.h"
#include "core/render/encoding_shape.h"

#include <vector>

namespace core {

// The shape for the first `length` positions. Dot: how alike two positions are that many tokens apart. Of vectors, the
// mean product over all such pairs of positions; of encodings that turn, the score of a query and a key of ones,
// divided by the head's width, so that it begins at 1 (at distance 0): what turning alone does to the match of equal
// contents.
//
// Takes time in proportion to length², of vectors' products. Throws Error when the encoding has no such shape (then the
// sentence says what it has) or the length is out of range, Cancelled when told so.
Matrix<float> encodingShape(const Transformer<float>& model, EncodingShape what, Index length,
                            const Cancel& cancel = {});

// Those an encoding has.
std::vector<EncodingShape> shapesOf(const PositionEncoding<float>& encoding);

} // namespace core
