// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/block.h"

#include "core/layers/activation.h"
#include "core/layers/layer_norm.h"
#include "core/layers/linear.h"

namespace core {
namespace {

template <typename View, typename P>
BlockTensors<View> tensorsOf(P& p, int layer)
{
    const ModelConfig& config = p.layout().config();
    const ParameterLayout::Layer& at = p.layout().layers[static_cast<std::size_t>(layer)];
    const Index width = config.width;
    const Index inner = config.feedForwardWidth;
    return {p.at(at.attentionNormWeight, 1, width),
            p.at(at.attentionNormBias, 1, width),
            p.at(at.queryKeyValueWeight, 3 * width, width),
            p.at(at.queryKeyValueBias, 1, 3 * width),
            p.at(at.outputWeight, width, width),
            p.at(at.outputBias, 1, width),
            p.at(at.feedForwardNormWeight, 1, width),
            p.at(at.feedForwardNormBias, 1, width),
            p.at(at.upWeight, inner, width),
            p.at(at.upBias, 1, inner),
            p.at(at.downWeight, width, inner),
            p.at(at.downBias, 1, width)};
}

} // namespace

template <typename S>
BlockWeights<S> blockWeights(const Transformer<S>& model, int layer)
{
    const Index width = model.config().width;
    const Index inner = model.config().feedForwardWidth;
    const ParameterLayout::Layer& at = model.parameters().layout().layers[static_cast<std::size_t>(layer)];
    return {tensorsOf<ConstMatrixView<S>>(model.parameters(), layer),
            model.packed(at.queryKeyValueWeight, 3 * width, width), model.packed(at.outputWeight, width, width),
            model.packed(at.upWeight, inner, width), model.packed(at.downWeight, width, inner)};
}

template <typename S>
BlockGradients<S> blockGradients(Parameters<S>& gradients, int layer)
{
    return tensorsOf<MatrixView<S>>(gradients, layer);
}

template <typename S>
void BlockActivations<S>::shapeFor(Index rows, const ModelConfig& config)
{
    for (Matrix<S>* m : {&input, &normed, &attended, &middle, &feedForwardNormed})
        setShape(*m, rows, config.width);
    setShape(projected, rows, 3 * config.width);
    setShape(up, rows, config.feedForwardWidth);
    setShape(active, rows, config.feedForwardWidth);
    setShape(normStatistics, rows, 2);
    setShape(feedForwardNormStatistics, rows, 2);
    setShape(rowMax, rows, config.heads);
    setShape(rowLogSum, rows, config.heads);
}

template <typename S>
void blockProject(const ModelConfig& config, const BlockWeights<S>& weights, BlockActivations<S>& a,
                  MatrixView<S> projected)
{
    layerNormForward<S>(view(std::as_const(a.input)), weights.attentionNormWeight, weights.attentionNormBias,
                        static_cast<S>(config.layerNormEpsilon), view(a.normed), view(a.normStatistics));
    linearForward<S>(view(std::as_const(a.normed)), weights.queryKeyValuePacked, weights.queryKeyValueBias, projected);
}

template <typename S>
void blockFinish(const ModelConfig& config, const BlockWeights<S>& weights, BlockActivations<S>& a,
                 ConstMatrixView<S> attended, MatrixView<S> output)
{
    linearForward<S>(attended, weights.outputPacked, weights.outputBias, view(a.middle));
    a.middle += a.input;
    layerNormForward<S>(view(std::as_const(a.middle)), weights.feedForwardNormWeight, weights.feedForwardNormBias,
                        static_cast<S>(config.layerNormEpsilon), view(a.feedForwardNormed),
                        view(a.feedForwardNormStatistics));
    linearForward<S>(view(std::as_const(a.feedForwardNormed)), weights.upPacked, weights.upBias, view(a.up));
    activationForward<S>(config.activation, view(std::as_const(a.up)), view(a.active));
    linearForward<S>(view(std::as_const(a.active)), weights.downPacked, weights.downBias, output);
    output += a.middle;
}

template <typename S>
void blockFinishBackward(const ModelConfig& config, const BlockWeights<S>& weights, const BlockActivations<S>& a,
                         MatrixView<S> dx, MatrixView<S> dAttended, BlockGradients<S>& gradients,
                         BackwardScratch<S>& scratch)
{
    setShape(scratch.wide, dx.rows(), config.feedForwardWidth);
    setShape(scratch.narrow, dx.rows(), config.width);
    const ConstMatrixView<S> dOutput(dx.data(), dx.rows(), dx.cols(), Eigen::OuterStride<>(dx.outerStride()));
    linearBackward<S>(view(a.active), weights.downWeight, dOutput, view(scratch.wide), gradients.downWeight,
                      gradients.downBias);
    activationBackward<S>(config.activation, view(a.up), view(std::as_const(scratch.wide)), view(scratch.wide));
    linearBackward<S>(view(a.feedForwardNormed), weights.upWeight, view(std::as_const(scratch.wide)),
                      view(scratch.narrow), gradients.upWeight, gradients.upBias);
    layerNormBackward<S>(view(a.middle), weights.feedForwardNormWeight, view(a.feedForwardNormStatistics),
                         view(std::as_const(scratch.narrow)), dx, gradients.feedForwardNormWeight,
                         gradients.feedForwardNormBias);
    linearBackward<S>(view(a.attended), weights.outputWeight, dOutput, dAttended, gradients.outputWeight,
                      gradients.outputBias);
}

template <typename S>
void blockProjectBackward(const BlockWeights<S>& weights, const BlockActivations<S>& a, ConstMatrixView<S> dProjected,
                          MatrixView<S> dx, BlockGradients<S>& gradients, BackwardScratch<S>& scratch)
{
    linearBackward<S>(view(a.normed), weights.queryKeyValueWeight, dProjected, view(scratch.narrow),
                      gradients.queryKeyValueWeight, gradients.queryKeyValueBias);
    layerNormBackward<S>(view(a.input), weights.attentionNormWeight, view(a.normStatistics),
                         view(std::as_const(scratch.narrow)), dx, gradients.attentionNormWeight,
                         gradients.attentionNormBias);
}

#define INSTANTIATE(S)                                                                                                 \
    template struct BlockActivations<S>;                                                                               \
    template BlockWeights<S> blockWeights<S>(const Transformer<S>&, int);                                              \
    template BlockGradients<S> blockGradients<S>(Parameters<S>&, int);                                                 \
    template void blockProject<S>(const ModelConfig&, const BlockWeights<S>&, BlockActivations<S>&, MatrixView<S>);    \
    template void blockFinish<S>(const ModelConfig&, const BlockWeights<S>&, BlockActivations<S>&, ConstMatrixView<S>, \
                                 MatrixView<S>);                                                                       \
    template void blockFinishBackward<S>(const ModelConfig&, const BlockWeights<S>&, const BlockActivations<S>&,       \
                                         MatrixView<S>, MatrixView<S>, BlockGradients<S>&, BackwardScratch<S>&);       \
    template void blockProjectBackward<S>(const BlockWeights<S>&, const BlockActivations<S>&, ConstMatrixView<S>,      \
                                          MatrixView<S>, BlockGradients<S>&, BackwardScratch<S>&);
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

} // namespace core
