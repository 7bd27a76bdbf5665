// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/batch_pass.h"

#include "core/layers/attention.h"
#include "core/layers/cross_entropy.h"
#include "core/layers/layer_norm.h"
#include "core/layers/linear.h"
#include "core/model/embedding.h"

namespace core {
namespace {

template <typename S>
HeadInput<S> headInput(const Matrix<S>& projected, Index firstRow, int head, const ModelConfig& config)
{
    const S* row = projected.data() + firstRow * projected.cols() + head * config.headWidth();
    return {row, row + config.width, row + 2 * config.width, projected.cols(), config.headWidth()};
}

// What takes long on all rows at once, so many at a time; no part is so small that its product goes another way.
template <typename Act>
void inParts(Index rows, const Cancel& cancel, const Act& act)
{
    constexpr Index part = 256;
    for (Index first = 0, count = 0; first < rows; first += count) {
        throwIfCancelled(cancel);
        count = rows - first < 2 * part ? rows - first : part;
        act(first, count);
    }
}

} // namespace

template <typename S>
double BatchPass<S>::run(const Transformer<S>& model, std::span<const int> inputs, std::span<const int> targets,
                         Index length, S factor, Parameters<S>* gradients, const Cancel& cancel)
{
    m_cancel = cancel;
    forward(model, inputs, length, length);
    m_losses.resize(targets.size());
    if (gradients != nullptr) {
        inParts(m_logits.rows(), m_cancel, [&](Index first, Index count) {
            const auto at = static_cast<std::size_t>(first);
            const auto many = static_cast<std::size_t>(count);
            crossEntropyBackward<S>(rowsOf(m_logits, first, count), targets.subspan(at, many), factor,
                                    std::span(m_losses).subspan(at, many));
        });
        backward(model, inputs, length, *gradients);
    } else {
        crossEntropyForward<S>(view(std::as_const(m_logits)), targets, m_losses);
    }
    double sum = 0.0;
    for (const S loss : m_losses)
        sum += static_cast<double>(loss);
    return sum;
}

template <typename S>
void BatchPass<S>::score(const Transformer<S>& model, std::span<const int> inputs, std::span<const int> targets,
                         Index length, Index scored, const Cancel& cancel)
{
    m_cancel = cancel;
    forward(model, inputs, length, scored);
    m_losses.resize(targets.size());
    crossEntropyForward<S>(view(std::as_const(m_logits)), targets, m_losses);
}

template <typename S>
void BatchPass<S>::forward(const Transformer<S>& model, std::span<const int> inputs, Index length, Index scored)
{
    const ModelConfig& config = model.config();
    const Index rows = static_cast<Index>(inputs.size());
    m_layers.resize(static_cast<std::size_t>(config.layers));
    for (BlockActivations<S>& a : m_layers)
        a.shapeFor(rows, config);
    setShape(m_last, rows, config.width);

    for (Index first = 0; first < rows; first += length)
        embed<S>(model, inputs.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length)), 0,
                 rowsOf(m_layers.front().input, first, length));
    for (int n = 0; n < config.layers; ++n) {
        const auto at = static_cast<std::size_t>(n);
        BlockActivations<S>& a = m_layers[at];
        const BlockWeights<S> weights = blockWeights(model, n);
        throwIfCancelled(m_cancel);
        blockProject<S>(config, weights, a, view(a.projected));
        attend(model, n, length);
        throwIfCancelled(m_cancel);
        blockFinish<S>(config, weights, a, view(std::as_const(a.attended)),
                       n + 1 < config.layers ? view(m_layers[at + 1].input) : view(m_last));
    }
    readOut(model, length, scored);
}

// The last norm and the logits, of the rows that count.
template <typename S>
void BatchPass<S>::readOut(const Transformer<S>& model, Index length, Index scored)
{
    const ModelConfig& config = model.config();
    const Parameters<S>& p = model.parameters();
    const ParameterLayout& layout = p.layout();
    const Index sequences = m_last.rows() / length;
    if (scored < length) {
        setShape(m_scored, sequences * scored, config.width);
        for (Index i = 0; i < sequences; ++i)
            m_scored.middleRows(i * scored, scored) = m_last.middleRows((i + 1) * length - scored, scored);
    }
    const Matrix<S>& last = scored < length ? m_scored : m_last;
    setShape(m_final, last.rows(), config.width);
    setShape(m_finalStatistics, last.rows(), 2);
    layerNormForward<S>(view(last), p.at(layout.finalNormWeight, 1, config.width),
                        p.at(layout.finalNormBias, 1, config.width), static_cast<S>(config.layerNormEpsilon),
                        view(m_final), view(m_finalStatistics));
    setShape(m_logits, last.rows(), config.vocabularySize);
    inParts(last.rows(), m_cancel, [&](Index first, Index count) {
        model.packedHead().multiply(rowsOf(std::as_const(m_final), first, count), rowsOf(m_logits, first, count));
    });
}

template <typename S>
void BatchPass<S>::attend(const Transformer<S>& model, int layer, Index length)
{
    const ModelConfig& config = model.config();
    BlockActivations<S>& a = m_layers[static_cast<std::size_t>(layer)];
    const auto own = model.parameters().encodingTensors();
    for (Index first = 0; first < a.input.rows(); first += length) {
        turnRows<S>(model.encoding(), config.width, rowsOf(a.projected, first, length), 0);
        throwIfCancelled(m_cancel);
        for (int head = 0; head < config.heads; ++head) {
            const Index column = head * config.headWidth();
            if (model.encoding().isOff(layer, head))
                a.attended.block(first, column, length, config.headWidth()).setZero();
            else
                attentionForward<S>(headInput(a.projected, first, head, config), {&model.encoding(), own, head}, 0,
                                    length, &a.attended(first, column), config.width, &a.rowMax(first, head),
                                    &a.rowLogSum(first, head), config.heads);
        }
    }
}

template <typename S>
void BatchPass<S>::backward(const Transformer<S>& model, std::span<const int> inputs, Index length,
                            Parameters<S>& gradients)
{
    const ModelConfig& config = model.config();
    const Parameters<S>& p = model.parameters();
    const ParameterLayout& layout = p.layout();
    const Index width = config.width;
    const Index rows = m_last.rows();

    // The encoding's are added to, sequence by sequence and head by head; every other tensor is written.
    for (MatrixView<S>& own : gradients.encodingTensors())
        own.setZero();
    const auto head = p.at(layout.head, config.vocabularySize, width);
    if (layout.head != layout.embedding)
        gradients.at(layout.embedding, config.vocabularySize, width).setZero(); // only added to, at the end
    multiply<S, true>(view(std::as_const(m_logits)), view(std::as_const(m_final)),
                      gradients.at(layout.head, config.vocabularySize, width));
    setShape(m_dFinal, rows, width);
    inParts(rows, m_cancel, [&](Index first, Index count) {
        multiply<S>(rowsOf(std::as_const(m_logits), first, count), head, rowsOf(m_dFinal, first, count));
    });
    setShape(m_dx, rows, width);
    m_dx.setZero();
    layerNormBackward<S>(view(std::as_const(m_last)), p.at(layout.finalNormWeight, 1, width),
                         view(std::as_const(m_finalStatistics)), view(std::as_const(m_dFinal)), view(m_dx),
                         gradients.at(layout.finalNormWeight, 1, width), gradients.at(layout.finalNormBias, 1, width));
    setShape(m_dAttended, rows, width);
    for (int n = config.layers - 1; n >= 0; --n) {
        const BlockActivations<S>& a = m_layers[static_cast<std::size_t>(n)];
        const BlockWeights<S> weights = blockWeights(model, n);
        BlockGradients<S> d = blockGradients(gradients, n);
        throwIfCancelled(m_cancel);
        blockFinishBackward<S>(config, weights, a, view(m_dx), view(m_dAttended), d, m_scratch);
        attendBackward(model, n, length, gradients);
        throwIfCancelled(m_cancel);
        blockProjectBackward<S>(weights, a, view(std::as_const(m_dProjected)), view(m_dx), d, m_scratch);
    }
    for (Index first = 0; first < rows; first += length)
        embedBackward<S>(model, inputs.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length)), 0,
                         rowsOf(std::as_const(m_dx), first, length), gradients);
}

template <typename S>
void BatchPass<S>::attendBackward(const Transformer<S>& model, int layer, Index length, Parameters<S>& gradients)
{
    const ModelConfig& config = model.config();
    const BlockActivations<S>& a = m_layers[static_cast<std::size_t>(layer)];
    const auto own = model.parameters().encodingTensors();
    auto encodingGradients = gradients.encodingTensors();
    setShape(m_dProjected, a.input.rows(), 3 * config.width);
    m_dProjected.setZero();
    for (Index first = 0; first < a.input.rows(); first += length) {
        throwIfCancelled(m_cancel);
        for (int head = 0; head < config.heads; ++head) {
            if (model.encoding().isOff(layer, head))
                continue; // nothing flows back through it
            const Index column = head * config.headWidth();
            S* d = &m_dProjected(first, column);
            attentionBackward<S>(headInput(a.projected, first, head, config), {&model.encoding(), own, head}, length,
                                 &a.attended(first, column), &m_dAttended(first, column), config.width,
                                 &a.rowLogSum(first, head), config.heads,
                                 {d, d + config.width, d + 2 * config.width, m_dProjected.cols()}, encodingGradients);
        }
        turnRowsBackward<S>(model.encoding(), config.width, rowsOf(m_dProjected, first, length), 0);
    }
}

template class BatchPass<float>;
template class BatchPass<double>;

} // namespace core
