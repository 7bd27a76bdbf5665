// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/trace.h"

#include "core/layers/cross_entropy.h"
#include "core/layers/layer_norm.h"
#include "core/model/block.h"
#include "core/model/embedding.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

namespace core {

template <typename S>
HeadInput<S> Trace<S>::head(int layer, int head) const
{
    const MatrixView<S> projected = m_rows->projected(layer);
    const ModelConfig& config = m_model.config();
    const S* row = projected.data() + head * config.headWidth();
    return {
        row, row + config.width, row + 2 * config.width, projected.cols(), config.headWidth(), m_keyNorms(layer, head)};
}

template <typename S>
Matrix<S> Trace<S>::logits(Index first, Index count) const
{
    const ModelConfig& config = m_model.config();
    Matrix<S> logits(count, config.vocabularySize);
    m_model.packedHead().multiply(rowsOf(constView<S>(m_rows->final()), first, count), view(logits));
    return logits;
}

template <typename S>
std::size_t Trace<S>::bytes() const
{
    const Index numbers =
        length() * TraceRows<S>::numbersPerRow(m_model.config()) + static_cast<Index>(m_losses.size());
    return static_cast<std::size_t>(numbers) * sizeof(S);
}

namespace {

template <typename S>
void copyRows(TraceRows<S>& from, TraceRows<S>& to, int layers, Index rows)
{
    for (int n = 0; n < layers; ++n) {
        to.projected(n).topRows(rows) = from.projected(n).topRows(rows);
        to.rowMax(n).topRows(rows) = from.rowMax(n).topRows(rows);
        to.rowLogSum(n).topRows(rows) = from.rowLogSum(n).topRows(rows);
    }
    to.final().topRows(rows) = from.final().topRows(rows);
    to.firstAttended().topRows(rows) = from.firstAttended().topRows(rows);
}

// Two chunks for each thread, as far as they are neither tiny nor larger than a tile.
Index chunkRows(Index rows, int threads)
{
    // Whole vectors of queries, and whole blocks of the products' six rows where vectors are short enough for both.
    constexpr Index whole = simd::kLanes<float> <= 8 ? 24 : 16;
    const Index fair = (rows + 2 * threads - 1) / (2 * threads);
    return std::clamp<Index>((fair + whole / 2) / whole * whole, 16, kQueryTile);
}

} // namespace

// How far each chunk of rows has come. Tasks are handed out stage by stage and from the first rows to the last, so what
// one needs has always been begun before it; it is almost always done, too, and nobody waits.
class ChunkProgress
{
public:
    explicit ChunkProgress(int chunks)
        : m_stages(static_cast<std::size_t>(chunks), 0)
    {}

    // Sleeps until `stages` stages of the chunks up to this one are done; false: the pass has been given up.
    bool await(int stages, int chunk)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            return m_givenUp || std::all_of(m_stages.begin(), m_stages.begin() + chunk + 1,
                                            [&](int done) { return done >= stages; });
        });
        return !m_givenUp;
    }

    void done(int chunk)
    {
        const std::lock_guard lock(m_mutex);
        ++m_stages[static_cast<std::size_t>(chunk)];
        m_changed.notify_all();
    }

    void giveUp()
    {
        const std::lock_guard lock(m_mutex);
        m_givenUp = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<int> m_stages;
    bool m_givenUp = false;
};

// Rows go through the layers in chunks. Only attention looks at other rows, and only at keys and values of the same or
// earlier ones; so a layer's second half and the next layer's projections are one task, which can begin as soon as the
// chunks before it have been projected: no layer waits for the end of the one before.
template <typename S>
class ForwardPass
{
public:
    ForwardPass(const Transformer<S>& model, ThreadPool& pool, const ForwardOptions& options)
        : m_pool(pool)
        , m_options(options)
        , m_trace(new Trace<S>(model))
        , m_config(m_trace->m_model.config())
    {
        for (int n = 0; n < m_config.layers; ++n)
            m_weights.push_back(blockWeights(m_trace->m_model, n));
    }

    ~ForwardPass()
    {
        if (m_claimed && m_trace != nullptr) // it did not come to its end
            m_trace->m_rows->giveBack(m_first, m_trace->length());
    }

    std::shared_ptr<const Trace<S>> run(std::span<const int> tokens, const Trace<S>* known, const LayerReady<S>& ready)
    {
        prepare(tokens, known);
        const Index rows = m_trace->length() - m_first;
        const Index chunk = chunkRows(rows, m_pool.threads());
        const int chunks = static_cast<int>((rows + chunk - 1) / chunk);
        setShape(m_chunkNorms, chunks, m_config.layers * m_config.heads);
        m_chunkNorms.setZero();
        std::vector<std::atomic<int>> attended(static_cast<std::size_t>(m_config.layers)); // chunks of each layer
        ChunkProgress progress(chunks);
        const auto task = [&](int i) {
            const int stage = i / chunks;
            const Index at = m_first + i % chunks * chunk;
            try {
                throwIfCancelled(m_options.cancel);
                if (!progress.await(stage, i % chunks))
                    return;
                runChunk(stage, i % chunks, at, std::min(chunk, m_trace->length() - at));
                progress.done(i % chunks);
                if (stage > 0 && ++attended[static_cast<std::size_t>(stage - 1)] == chunks) {
                    keepKeyNorms(stage - 1, chunks);
                    if (ready)
                        ready(*m_trace, stage - 1);
                }
            } catch (...) {
                progress.giveUp();
                throw;
            }
            advance(stage, at, std::min(at + chunk, m_trace->length()));
        };
        const int tasks = chunks * (m_config.layers + 1);
        if (chunks > 1)
            m_pool.forEach(tasks, task);
        else // nothing to share: nobody is woken
            for (int i = 0; i < tasks; ++i)
                task(i);
        return std::move(m_trace);
    }

private:
    // One thread's memory for the rows of a chunk.
    struct Scratch
    {
        BlockActivations<S> a;
        Matrix<S> logits;
        Matrix<S> statistics;
    };

    void prepare(std::span<const int> tokens, const Trace<S>* known)
    {
        m_trace->m_tokens.assign(tokens.begin(), tokens.end());
        const Index length = m_trace->length();
        const Transformer<S>& model = m_trace->m_model;
        const bool sameWeights = known != nullptr && &known->model().parameters() == &model.parameters();
        const Index shared =
            sameWeights
                ? std::mismatch(tokens.begin(), tokens.end(), known->tokens().begin(), known->tokens().end()).first -
                      tokens.begin()
                : 0;
        const bool sameModel = sameWeights && &known->model().encoding() == &model.encoding();
        m_first = sameModel ? shared : 0;
        const Trace<S>* prefix = m_first > 0 ? known : nullptr;
        if (sameWeights && !sameModel)
            keepFirstLayer(*known, shared);
        takeRows(prefix, length);
        findBounded(prefix);
        m_trace->m_losses.assign(static_cast<std::size_t>(m_options.next >= 0 ? length : length - 1),
                                 std::numeric_limits<S>::quiet_NaN());
        setShape(m_residual, length - m_first, m_config.width);
        if (m_first > 0) {
            std::copy_n(prefix->m_losses.begin(), m_first - 1, m_trace->m_losses.begin());
            scoreRows(m_first - 1, 1, scratch()); // its next token is known only now
        }
    }

    // Of a model that differs in its encoding's options.
    void keepFirstLayer(const Trace<S>& other, Index rows)
    {
        const PositionEncoding<S>& encoding = m_trace->m_model.encoding();
        const PositionEncoding<S>& before = other.model().encoding();
        if (!encoding.placesLike(before))
            return;
        m_kept = other.m_rows.get();
        m_keptRows = rows;
        for (int head = 0; head < m_config.heads; ++head)
            m_keptHeads.push_back(encoding.biasesLike(before, head));
    }
    bool isKept(Index first, Index rows) const { return first + rows <= m_keptRows; }

    // Behind the prefix's rows when they can be had, otherwise in new memory with room to grow.
    void takeRows(const Trace<S>* prefix, Index length)
    {
        if (prefix != nullptr && m_first == prefix->length() && prefix->m_rows->claim(m_first, length)) {
            m_trace->m_rows = prefix->m_rows;
            m_claimed = true;
            return;
        }
        const Index grown = m_first > 0 ? length + length / 2 : length;
        m_trace->m_rows = std::make_shared<TraceRows<S>>(m_config, std::max(grown, length + m_options.room));
        m_trace->m_rows->claim(0, length);
        if (m_first > 0)
            copyRows(*prefix->m_rows, *m_trace->m_rows, m_config.layers, m_first);
    }

    // Heads that pass over far keys within this length, and what is known of the prefix's.
    void findBounded(const Trace<S>* prefix)
    {
        setShape(m_trace->m_keyNorms, m_config.layers, m_config.heads);
        m_trace->m_keyNorms.setConstant(std::numeric_limits<S>::infinity());
        for (int head = 0; head < m_config.heads; ++head) {
            if (!weighNothing(m_trace->bias(head), m_trace->length() - 1, S(0)))
                continue;
            m_bounded.push_back(head);
            for (int layer = 0; layer < m_config.layers; ++layer) {
                S& norm = m_trace->m_keyNorms(layer, head);
                if (prefix != nullptr && std::isfinite(prefix->m_keyNorms(layer, head)))
                    norm = prefix->m_keyNorms(layer, head);
                else
                    norm = largestKeyNorm(m_trace->head(layer, head), 0, m_first);
            }
        }
    }

    // Of the keys up to that chunk.
    S keyNorm(int layer, int head, Index chunk) const
    {
        return std::max(m_trace->m_keyNorms(layer, head),
                        m_chunkNorms.col(layer * m_config.heads + head).head(chunk + 1).maxCoeff());
    }

    void keepKeyNorms(int layer, int chunks)
    {
        for (const int head : m_bounded)
            m_trace->m_keyNorms(layer, head) = keyNorm(layer, head, chunks - 1);
    }

    static Scratch& scratch()
    {
        static thread_local Scratch memory;
        return memory;
    }

    // Stage n finishes layer n-1 (or embeds) and projects for layer n (or ends the model).
    void runChunk(int stage, Index chunk, Index first, Index rows)
    {
        Scratch& s = scratch();
        s.a.shapeFor(rows, m_config);
        const MatrixView<S> x = rowsOf(m_residual, first - m_first, rows);
        if (stage == 0) {
            embed<S>(m_trace->m_model,
                     std::span<const int>(m_trace->m_tokens)
                         .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(rows)),
                     first, x);
        } else {
            attend(stage - 1, chunk, first, rows, s);
            s.a.input = x;
            blockFinish<S>(m_config, m_weights[static_cast<std::size_t>(stage - 1)], s.a,
                           view(std::as_const(s.a.attended)), x);
        }
        s.a.input = x;
        if (stage < m_config.layers) {
            project(stage, first, rows, s);
            for (const int head : m_bounded)
                m_chunkNorms(chunk, stage * m_config.heads + head) =
                    largestKeyNorm(m_trace->head(stage, head), first, rows);
        } else {
            finish(first, rows, s);
        }
    }

    void project(int layer, Index first, Index rows, Scratch& s)
    {
        MatrixView<S> projected = rowsOf(m_trace->m_rows->projected(layer), first, rows);
        if (layer == 0 && isKept(first, rows)) {
            projected = rowsOf(m_kept->projected(0), first, rows);
            return;
        }
        blockProject<S>(m_config, m_weights[static_cast<std::size_t>(layer)], s.a, projected);
        turnRows<S>(m_trace->m_model.encoding(), m_config.width, projected, first);
    }

    void attend(int layer, Index chunk, Index first, Index rows, Scratch& s)
    {
        MatrixView<S> rowMax = m_trace->m_rows->rowMax(layer);
        MatrixView<S> rowLogSum = m_trace->m_rows->rowLogSum(layer);
        for (int head = 0; head < m_config.heads; ++head) {
            throwIfCancelled(m_options.cancel); // one head of very many keys is long enough
            giveWay();
            if (layer == 0 && isKept(first, rows) && m_keptHeads[static_cast<std::size_t>(head)]) {
                copyHead(head, first, rows, s);
                continue;
            }
            HeadInput<S> input = m_trace->head(layer, head);
            input.keyNorm = keyNorm(layer, head, chunk);
            attentionForward<S>(input, m_trace->bias(head), first, rows, &s.a.attended(0, head * m_config.headWidth()),
                                m_config.width, &rowMax(first, head), &rowLogSum(first, head), m_config.heads);
        }
        if (layer == 0)
            rowsOf(m_trace->m_rows->firstAttended(), first, rows) = s.a.attended; // of heads that are off, too
        for (int head = 0; head < m_config.heads; ++head)
            if (m_trace->m_model.encoding().isOff(layer, head))
                s.a.attended.middleCols(head * m_config.headWidth(), m_config.headWidth()).setZero();
    }

    // The first layer's, from the trace that has it already.
    void copyHead(int head, Index first, Index rows, Scratch& s)
    {
        const Index column = head * m_config.headWidth();
        s.a.attended.middleCols(column, m_config.headWidth()) =
            m_kept->firstAttended().block(first, column, rows, m_config.headWidth());
        m_trace->m_rows->rowMax(0).block(first, head, rows, 1) = m_kept->rowMax(0).block(first, head, rows, 1);
        m_trace->m_rows->rowLogSum(0).block(first, head, rows, 1) = m_kept->rowLogSum(0).block(first, head, rows, 1);
    }

    // Each stage but the first is one layer's share of the rows' work; the first, projections alone, is left out.
    void advance(int stage, Index first, Index end)
    {
        if (!m_options.progress || stage == 0)
            return;
        const AttentionWindow window = m_trace->m_model.encoding().window();
        const double done = m_done += forwardWork(m_config, window, first, end) / m_config.layers;
        if (std::this_thread::get_id() == m_caller)
            m_options.progress(std::min(1.0, done / forwardWork(m_config, window, m_first, m_trace->length())));
    }

    void finish(Index first, Index rows, Scratch& s)
    {
        const Parameters<S>& p = m_trace->m_model.parameters();
        setShape(s.statistics, rows, 2);
        layerNormForward<S>(view(std::as_const(s.a.input)), p.at(p.layout().finalNormWeight, 1, m_config.width),
                            p.at(p.layout().finalNormBias, 1, m_config.width),
                            static_cast<S>(m_config.layerNormEpsilon), rowsOf(m_trace->m_rows->final(), first, rows),
                            view(s.statistics));
        scoreRows(first, rows, s);
    }

    void scoreRows(Index firstRow, Index rows, Scratch& s)
    {
        std::vector<int> targets;
        const Index first = std::max(firstRow, m_options.firstLoss);
        for (Index t = first; t < firstRow + rows && t < static_cast<Index>(m_trace->m_losses.size()); ++t)
            targets.push_back(t + 1 < m_trace->length() ? m_trace->m_tokens[static_cast<std::size_t>(t + 1)]
                                                        : m_options.next);
        if (targets.empty())
            return;
        const Index count = static_cast<Index>(targets.size());
        setShape(s.logits, count, m_config.vocabularySize);
        m_trace->m_model.packedHead().multiply(rowsOf(constView<S>(m_trace->m_rows->final()), first, count),
                                               view(s.logits));
        crossEntropyForward<S>(
            view(std::as_const(s.logits)), targets,
            std::span<S>(m_trace->m_losses).subspan(static_cast<std::size_t>(first), targets.size()));
    }

    ThreadPool& m_pool;
    const ForwardOptions& m_options;
    std::shared_ptr<Trace<S>> m_trace;
    const ModelConfig& m_config;
    std::vector<BlockWeights<S>> m_weights;
    Matrix<S> m_residual;   // (new rows, C)
    Index m_first = 0;      // first row to compute
    bool m_claimed = false; // the new rows lie behind the prefix's
    TraceRows<S>* m_kept = nullptr;
    Index m_keptRows = 0;
    std::vector<bool> m_keptHeads;
    std::vector<int> m_bounded;
    Matrix<S> m_chunkNorms; // (chunks, layers × heads): each chunk's largest, of bounded heads
    const std::thread::id m_caller = std::this_thread::get_id();
    std::atomic<double> m_done = 0.0; // work
};

namespace {

void checkTokens(std::span<const int> tokens, const ModelConfig& config, Index longest)
{
    if (tokens.empty())
        throw error("There are no tokens to read; the text must give at least one.");
    if (static_cast<Index>(tokens.size()) > longest)
        throw error("The \"{}\" encoding takes at most {} tokens, not {}.", config.encoding, longest, tokens.size());
    for (const int token : tokens)
        if (token < 0 || token >= config.vocabularySize)
            throw error("Token {} is outside the vocabulary, which goes from 0 to {}.", token,
                        config.vocabularySize - 1);
}

} // namespace

double forwardWork(const ModelConfig& config, AttentionWindow window, Index known, Index tokens)
{
    constexpr double attentionWeight = 2.0;
    // Keys that rows before `end` look at, all together.
    const auto keysBefore = [&](Index end) {
        const auto rows = static_cast<double>(end);
        const double past = std::max(0.0, rows - static_cast<double>(window.tokens + window.sinks));
        return (rows * (rows + 1.0) - past * (past + 1.0)) / 2.0;
    };
    const double width = config.width;
    const double dense =
        config.layers * (4.0 * width * width + 2.0 * width * config.feedForwardWidth) + width * config.vocabularySize;
    return static_cast<double>(tokens - known) * dense +
           attentionWeight * config.layers * 2.0 * width * (keysBefore(tokens) - keysBefore(known));
}

template <typename S>
std::shared_ptr<const Trace<S>> forward(const Transformer<S>& model, std::span<const int> tokens, ThreadPool& pool,
                                        const ForwardOptions& options, const Trace<S>* known,
                                        const LayerReady<S>& ready)
{
    checkTokens(tokens, model.config(), model.encoding().longestInput());
    if (options.next >= model.config().vocabularySize)
        throw error("Token {} is outside the vocabulary, which goes from 0 to {}.", options.next,
                    model.config().vocabularySize - 1);
    return ForwardPass<S>(model, pool, options).run(tokens, known, ready);
}

template class Trace<float>;
template class Trace<double>;
template std::shared_ptr<const Trace<float>> forward<float>(const Transformer<float>&, std::span<const int>,
                                                            ThreadPool&, const ForwardOptions&, const Trace<float>*,
                                                            const LayerReady<float>&);
template std::shared_ptr<const Trace<double>> forward<double>(const Transformer<double>&, std::span<const int>,
                                                              ThreadPool&, const ForwardOptions&, const Trace<double>*,
                                                              const LayerReady<double>&);

} // namespace core
