// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/trace.h"

#include <optional>
#include <vector>

namespace core {

// Where the content of a cell of the first layer comes from when the encoding adds vectors to the embeddings. A row
// that goes into the projections is (x - mean) / deviation · weight + bias of the norm, x = content + position; with
// mean and deviation taken as they are that is linear, so query and key each are what the token brings + what the
// position brings
// + what the biases of norm and projection bring, and their product is a sum of nine: the four below, and the rest.
// All divided by sqrt(headWidth).
struct ContentParts
{
    double contentContent = 0.0;
    double contentPosition = 0.0; // of the query's token with the key's position
    double positionContent = 0.0; // of the query's position with the key's token
    double positionPosition = 0.0;
    double rest = 0.0; // with a bias in it

    double sum() const { return contentContent + contentPosition + positionContent + positionPosition + rest; }
};

// What a pair of dimensions that is turned together adds to the content, divided by sqrt(headWidth).
struct PairShare
{
    double frequency = 0.0; // radians per token
    double content = 0.0;
};

// The sum behind one cell of one head's map:
//     content = Σ products / sqrt(headWidth)    score = content + bias    weight = exp(score - rowLogSum)
struct CellSum
{
    int layer = 0;
    int head = 0;
    Index query = 0;
    Index key = 0;
    std::vector<double> queryVector; // headWidth numbers, as they meet the key's: turned, if the encoding turns
    std::vector<double> keyVector;
    std::vector<double> products; // of each dimension
    double content = 0.0;
    double bias = 0.0;
    double score = 0.0;
    double rowLogSum = 0.0; // log Σ exp(score) over the keys that the query sees
    double weight = 0.0;
    std::optional<ContentParts> parts;  // layer 0 of encodings that add to the embeddings
    std::vector<PairShare> byFrequency; // of encodings that turn; they sum to the content
};

// Throws Error when the cell lies outside the trace, or the query does not see the key.
CellSum cellSum(const Trace<float>& trace, int layer, int head, Index query, Index key);

} // namespace core
