// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/matrix.h"
#include "core/base/tensor_spec.h"
#include "core/position/attention_window.h"

#include <limits>
#include <span>
#include <typeinfo>
#include <vector>

namespace core {

// What an encoding may know of the model it serves.
struct EncodingContext
{
    int width = 0; // of the residual stream; heads * headWidth
    int heads = 0;
    int headWidth = 0;
    int trainingLength = 0; // tokens
    int layers = 0;

    bool operator==(const EncodingContext&) const = default;
};

enum class Side { Query, Key };

// Two dimensions of a head that are turned together, by `frequency` radians per token.
struct TurnedPair
{
    Index first = 0;
    Index second = 0;
    double frequency = 0.0;
};

// How a token's position enters the model. Attention calls these hooks and knows no encoding by name; every hook
// defaults to "does nothing", so an encoding overrides only the places it touches. Positions, heads count from 0.
//
// `own` are the encoding's learned tensors in the order of tensors(), `gradients` the same shapes, to be added to.
// Objects are immutable after construction: all hooks may be called from several threads at once.
template <typename S>
class PositionEncoding
{
public:
    using Own = std::span<const ConstMatrixView<S>>;
    using Gradients = std::span<MatrixView<S>>;

    virtual ~PositionEncoding() = default;

    // Learned tensors, with the names they have in model.safetensors.
    virtual std::vector<TensorSpec> tensors() const { return {}; }

    // x is (rows, width): scaled token embeddings of positions firstPosition, firstPosition + 1, …
    virtual bool addsToEmbedding() const { return false; }
    virtual void addToEmbedding(MatrixView<S> /*x*/, Index /*firstPosition*/, Own /*own*/) const {}
    virtual void addToEmbeddingBackward(ConstMatrixView<S> /*dx*/, Index /*firstPosition*/,
                                        Gradients /*gradients*/) const
    {}

    // x is (rows, width), head h in columns h*headWidth …: queries or keys, turned in place.
    virtual bool turns() const { return false; }
    // Positions are part of what queries and keys are, and so of the content of a score.
    bool isInContent() const { return addsToEmbedding() || turns(); }
    virtual void turn(MatrixView<S> /*x*/, Side /*side*/, Index /*firstPosition*/) const {}
    // What turn() turns together, each dimension of a head once.
    virtual std::vector<TurnedPair> turnedPairs() const { return {}; }
    // dx comes in as d(loss)/d(output of turn), leaves as d(loss)/d(input of turn).
    virtual void turnBackward(MatrixView<S> /*dx*/, Side /*side*/, Index /*firstPosition*/) const {}

    // scores is one tile of one head, already scaled by 1/sqrt(headWidth); the bias is added to it. A row is a KEY, a
    // column a QUERY: scores(k, q) belongs to key firstKey + k and query firstQuery + q (so that the softmax over keys
    // runs down the rows, with queries along the vector lanes). Keys after the query are masked later: what stands
    // there is ignored, but must be finite.
    virtual bool biases() const { return false; }
    virtual void addBias(MatrixView<S> /*scores*/, Index /*firstQuery*/, Index /*firstKey*/, int /*head*/,
                         Own /*own*/) const
    {}
    // dScores is zero where the mask is.
    virtual void addBiasBackward(ConstMatrixView<S> /*dScores*/, Index /*firstQuery*/, Index /*firstKey*/, int /*head*/,
                                 Own /*own*/, Gradients /*gradients*/) const
    {}

    // An upper bound of the biases of keys `distance` tokens back and more, which falls with the distance; infinity:
    // none is known. Attention passes over keys that get a weight of exactly 0 under it.
    virtual S largestBias(Index /*distance*/, int /*head*/) const { return std::numeric_limits<S>::infinity(); }

    // The keys a query sees; hidden ones get a weight of exactly 0, and tiles of them are not computed.
    virtual AttentionWindow window() const { return {}; }

    // Whether a head is switched off: it attends as it does, but that adds nothing to its layer's output.
    virtual bool isOff(int /*layer*/, int /*head*/) const { return false; }

    // The longest input it can take (a learned table ends somewhere).
    virtual Index longestInput() const { return std::numeric_limits<Index>::max(); }

    // What each head multiplies the distance by before it subtracts it, before anything stretches it; empty: there is
    // no such number.
    virtual std::vector<double> slopes(Own /*own*/) const { return {}; }

    // Its keys of config.json with the values in force.
    virtual Json options() const { return Json::object(); }

    // Whether `other`, an encoding of the same model with other options, places tokens in the first layer's queries and
    // keys alike, and whether it gives the scores of a head alike bias and window: what is alike is not computed again
    // when options change. False is always allowed.
    virtual bool placesLike(const PositionEncoding& other) const { return isLike(other); }
    virtual bool biasesLike(const PositionEncoding& other, int /*head*/) const { return isLike(other); }

private:
    bool isLike(const PositionEncoding& other) const
    {
        return this == &other || (typeid(*this) == typeid(other) && options() == other.options());
    }
};

} // namespace core
