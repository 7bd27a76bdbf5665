// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"

namespace core {

// What positions alone bring to a layer's scores, whatever the tokens say: the bias and, in the first layer of
// encodings that add vectors to the embeddings, position · position (see ContentParts, core/eval/cell_sum.h). Positions
// cannot be told apart from tokens in later layers of those, nor where queries and keys are turned.
bool positionsStandApart(const PositionEncoding<float>& encoding, int layer);

// Queries and keys of one head of the first layer as far as the added vectors make them: those through norm and
// projection, the norm's mean and deviation of each whole row taken as they are. (rows, headWidth) each; for the first
// `rows` positions of an encoding that adds to the embeddings.
struct PositionVectors
{
    Matrix<float> query;
    Matrix<float> key;
};
PositionVectors positionVectors(const Trace<float>& trace, int head, Index rows);

} // namespace core
