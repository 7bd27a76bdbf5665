// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/transformer.h"

namespace core {

// One layer of the pre-LN decoder, in the two halves between which a row has to wait for the keys and values of the
// rows before it:
//     project   queries, keys, values = attention_norm(x) · Wᵀ
//     finish    x += output(attended);  x += down(activation(up(feed_forward_norm(x))))
// Shapes: x is (T, C), queries/keys/values lie side by side in (T, 3C).

// View is ConstMatrixView<S> for weights, MatrixView<S> for their gradients.
template <typename View>
struct BlockTensors
{
    View attentionNormWeight, attentionNormBias, queryKeyValueWeight, queryKeyValueBias, outputWeight, outputBias,
        feedForwardNormWeight, feedForwardNormBias, upWeight, upBias, downWeight, downBias;
};

template <typename S>
using BlockGradients = BlockTensors<MatrixView<S>>;

// Matrices both as they are stored, for going backward, and packed, for going forward.
template <typename S>
struct BlockWeights : BlockTensors<ConstMatrixView<S>>
{
    PackedMatrix<S> queryKeyValuePacked, outputPacked, upPacked, downPacked;
};

template <typename S>
BlockWeights<S> blockWeights(const Transformer<S>& model, int layer);
template <typename S>
BlockGradients<S> blockGradients(Parameters<S>& gradients, int layer);

// What the backward pass needs of a layer's forward pass; as scratch memory it serves plain running too.
template <typename S>
struct BlockActivations
{
    Matrix<S> input, normed, projected, attended, middle, feedForwardNormed, up, active;
    Matrix<S> normStatistics, feedForwardNormStatistics, rowMax, rowLogSum;

    void shapeFor(Index rows, const ModelConfig& config);
};

// project: reads a.input, fills a.normed, a.normStatistics and `projected`.
template <typename S>
void blockProject(const ModelConfig& config, const BlockWeights<S>& weights, BlockActivations<S>& a,
                  MatrixView<S> projected);
// finish: reads a.input and `attended`, fills a.middle … a.active and `output`, which may be a.input.
template <typename S>
void blockFinish(const ModelConfig& config, const BlockWeights<S>& weights, BlockActivations<S>& a,
                 ConstMatrixView<S> attended, MatrixView<S> output);

// Backward halves. dx comes in as the gradient of the layer's output and leaves blockFinishBackward as that of
// a.middle; dAttended is overwritten. blockProjectBackward adds the way through the projections to dx, which then is
// the gradient of a.input. Weight gradients are overwritten. `scratch` is reused memory.
template <typename S>
struct BackwardScratch
{
    Matrix<S> wide, narrow;
};
template <typename S>
void blockFinishBackward(const ModelConfig& config, const BlockWeights<S>& weights, const BlockActivations<S>& a,
                         MatrixView<S> dx, MatrixView<S> dAttended, BlockGradients<S>& gradients,
                         BackwardScratch<S>& scratch);
template <typename S>
void blockProjectBackward(const BlockWeights<S>& weights, const BlockActivations<S>& a, ConstMatrixView<S> dProjected,
                          MatrixView<S> dx, BlockGradients<S>& gradients, BackwardScratch<S>& scratch);

} // namespace core
