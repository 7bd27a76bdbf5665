// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/parallel.h"
#include "core/layers/attention.h"
#include "core/model/trace_rows.h"
#include "core/model/transformer.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace core {

// What a forward pass over T tokens leaves behind: enough to work out any attention map, any logits and all losses, and
// to go on from where it ended, in memory that grows linearly with T. Immutable once made; shared between threads.
template <typename S>
class Trace
{
public:
    const Transformer<S>& model() const { return m_model; }
    Index length() const { return static_cast<Index>(m_tokens.size()); }
    std::span<const int> tokens() const { return m_tokens; }

    // losses()[t] = -log p(token t+1 | tokens 0 … t) in nats. length() - 1 of them, or length() when the token after
    // the last one was given.
    std::span<const S> losses() const { return m_losses; }

    // The turned queries, keys and the values of one head: rows are positions. Norms of keys are known where the head's
    // bias falls far enough within the length for them to matter.
    HeadInput<S> head(int layer, int head) const;
    // What the encoding adds to that head's scores.
    HeadBias<S> bias(int head) const { return {&m_model.encoding(), m_own, head}; }
    // Per position: the largest score of its row, and log Σ exp(score).
    S rowMax(int layer, int head, Index query) const { return m_rows->rowMax(layer)(query, head); }
    S rowLogSum(int layer, int head, Index query) const { return m_rows->rowLogSum(layer)(query, head); }

    // Logits of positions [first, first + count): (count, V).
    Matrix<S> logits(Index first, Index count) const;

    std::size_t bytes() const;

private:
    template <typename T>
    friend class ForwardPass;

    explicit Trace(const Transformer<S>& model)
        : m_model(model)
        , m_own(m_model.parameters().encodingTensors())
    {}

    Transformer<S> m_model;
    std::vector<ConstMatrixView<S>> m_own;
    std::vector<int> m_tokens;
    std::shared_ptr<TraceRows<S>> m_rows; // shared with the traces it goes on from and that go on from it
    std::vector<S> m_losses;
    Matrix<S> m_keyNorms; // (layers, heads): largest, or infinity
};

struct ForwardOptions
{
    int next = -1;       // the token after the last one, when known: adds its loss
    Cancel cancel;       // makes forward() throw Cancelled
    Index firstLoss = 0; // losses before this position are NaN instead of being worked out
    Index room = 0;      // tokens that will follow: traces that go on from this one find their memory ready
    std::function<void(double done)> progress = {}; // share of the work, 0 … 1; on the thread that calls forward()
};

// Hears of each layer as soon as maps of it can be made: then the trace may be asked for head(), bias(), rowMax() and
// rowLogSum() of that layer, and for nothing else. On any of the pool's threads, of two layers perhaps at a time. What
// it throws ends the pass.
template <typename S>
using LayerReady = std::function<void(const Trace<S>& unfinished, int layer)>;

// How much work a forward pass over `tokens` tokens is when the first `known` of them are there already, in units that
// take about the same time each: a multiplication, or half of one in attention. (Attention's, with its exponentials and
// inner size of 16, were measured to take 1.1 times as long as others at 4096 tokens and 1.8 times at 16,384, where
// keys come from far memory; long passes are the ones whose time is told. Under a linear bias they take less.)
double forwardWork(const ModelConfig& config, AttentionWindow window, Index known, Index tokens);

// Runs the model over the tokens. `known` is an older trace: of the same model, then the tokens that both begin with
// are not computed again, since position i never depends on later ones; or of the same weights with other encoding
// options, then of these tokens the first layer's projections and those of its heads that the options leave alike are
// not (all further layers see what has changed). A trace of other weights is of no use and does no harm. Throws Error
// when a token lies outside the vocabulary, the input is empty or longer than the encoding can take.
template <typename S>
std::shared_ptr<const Trace<S>> forward(const Transformer<S>& model, std::span<const int> tokens, ThreadPool& pool,
                                        const ForwardOptions& options = {}, const Trace<S>* known = nullptr,
                                        const LayerReady<S>& ready = {});

} // namespace core
