// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/engine_worker.h"

#include "core/model/attention_map.h"
#include "ui/language/words.h"

#include <QCoreApplication>
#include <algorithm>
#include <atomic>
#include <utility>

namespace ui {
namespace {

using Clock = std::chrono::steady_clock;

// A piece of work gives way to a newer request only after this long: shorter ones are finished and shown, so that a
// drag shows what it passes.
constexpr auto kPatience = std::chrono::milliseconds(150);
constexpr auto kRest = std::chrono::milliseconds(100);
constexpr core::Index kMeasuredRows = 64; // a pass over fewer new ones says little about the pace

QString noMemory()
{
    return QCoreApplication::translate("ui::Engine",
                                       "There is not enough memory for this length; choose a shorter one.");
}

std::span<const int> curveTokens(const std::vector<int>& tokens)
{
    return std::span<const int>(tokens).first(std::min<std::size_t>(tokens.size(), kCurveTokens));
}

core::Index sharedTokens(const core::Trace<float>& trace, const std::vector<int>& tokens)
{
    const auto known = trace.tokens();
    return std::mismatch(known.begin(), known.end(), tokens.begin(), tokens.end()).first - known.begin();
}

} // namespace

Engine::Worker::Worker(Engine& engine, EngineListener& listener, core::ThreadPool& pool)
    : m_engine(engine)
    , m_listener(listener)
    , m_answers(listener)
    , m_pool(pool)
{}

bool Engine::Worker::newerWaits() const { return m_run->isSuperseded(); }

core::Cancel Engine::Worker::patience(std::function<bool(const Request& newer)> serves) const
{
    return [this, start = Clock::now(), serves = std::move(serves)] {
        if (!m_run->isSuperseded())
            return false;
        const std::lock_guard lock(m_engine.m_mutex);
        const Request* newer = m_engine.m_waiting.get();
        return m_run->isClosing() ||
               (newer != nullptr && (newer->urgent || Clock::now() - start > kPatience) && !(serves && serves(*newer)));
    };
}

LongWorkReport Engine::Worker::reportOn(const Request& request, std::size_t c, LongWork::Kind kind, core::Index length,
                                        double expected, double others)
{
    return {[this](const LongWork& work) { m_listener.working(work); },
            {request.number, request.columns[c].id, kind, static_cast<int>(length), 0.0, {}, false},
            expected,
            others};
}

double Engine::Worker::secondsOf(const core::ModelConfig& config, double work) const
{
    const auto found = m_paces.find(config.encoding);
    return found == m_paces.end() ? 0.0 : found->second * work;
}

double Engine::Worker::passesAfter(const Request& request, std::size_t c) const
{
    double seconds = 0.0;
    while (++c < request.columns.size()) {
        const core::Transformer<float>& model = request.columns[c].source.checkpoint->model;
        const Column& known = m_columns[c];
        const bool same = known.text == request.text && known.source == request.columns[c].source && known.isTraced();
        const core::Index have = same ? known.trace->length() : 0;
        const core::Index length = same ? ownLength(request.length, c) : request.length;
        if (length > have && length <= model.encoding().longestInput())
            seconds +=
                secondsOf(model.config(), core::forwardWork(model.config(), model.encoding().window(), have, length));
    }
    return seconds;
}

void Engine::Worker::endIfNewer() const
{
    if (newerWaits())
        throw core::Cancelled();
}

// In a drag the processors belong to maps and painting: curves begin when no change has come for a moment.
void Engine::Worker::rest() const
{
    if (!m_run->rest(kRest))
        throw core::Cancelled();
}

void Engine::Worker::answer(const Request& request, const Job::Run& run)
{
    m_run = &run;
    try {
        placeColumns(request);
        std::vector<std::size_t> good;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            try {
                prepare(request, c);
                if (isTooLong(request, c))
                    continue; // its curve goes on
                trace(request, c);
                detail(request, c);
                good.push_back(c);
            } catch (const core::Cancelled&) {
                throw;
            } catch (const std::bad_alloc&) {
                fail(request, c, noMemory());
            } catch (const std::exception& problem) {
                fail(request, c, sentenceOf(problem));
            }
        }
        m_answers.flush();
        endIfNewer();
        ++m_turn;
        for (std::size_t i = 0; i < good.size(); ++i) // a drag may leave time for one column only: each in its turn
            thumbnails(request, good[(m_turn + i) % good.size()]);
        m_answers.add(&EngineListener::settled, {request.number, true});
        m_answers.flush();
        if (request.curves)
            perplexities(request);
        m_answers.add(&EngineListener::settled, {request.number, false});
    } catch (const core::Cancelled&) {
        // a newer request waits, or the program ends
    } catch (const std::bad_alloc&) { // for thumbnails or curves
        m_answers.add(&EngineListener::columnFailed, {request.number, request.columns.front().id, noMemory(), 0});
    } catch (const std::exception& problem) {
        m_answers.add(&EngineListener::columnFailed,
                      {request.number, request.columns.front().id, sentenceOf(problem), 0});
    }
    m_answers.flush();
}

void Engine::Worker::trace(const Request& request, std::size_t c)
{
    Column& column = m_columns[c];
    const core::Index length = ownLength(request.length, c);
    const bool changed = column.trace != nullptr && !column.isTraced();
    const core::Index known = column.isTraced() ? std::min(length, sharedTokens(*column.trace, *column.tokens)) : 0;
    double milliseconds = 0.0;
    if (known < length || column.tracedText != column.text) { // another text: at least the last loss is another
        const double work = core::forwardWork(column.model->config(), column.model->encoding().window(), known, length);
        LongWorkReport report = reportOn(request, c, LongWork::Kind::Pass, length,
                                         secondsOf(column.model->config(), work), passesAfter(request, c));
        const auto start = Clock::now();
        const auto tokens = std::span<const int>(*column.tokens).first(static_cast<std::size_t>(length));
        const bool more = static_cast<std::size_t>(length) < column.tokens->size();
        core::ForwardOptions options;
        options.next = more ? (*column.tokens)[static_cast<std::size_t>(length)] : -1;
        options.cancel = patience([&](const Request& newer) { // hovering about does not begin a long pass anew
            return newer.text == request.text && c < newer.columns.size() &&
                   newer.columns[c].id == request.columns[c].id &&
                   newer.columns[c].source == request.columns[c].source && ownLength(newer.length, c) >= length;
        });
        options.progress = [&](double done) { report.advance(done); };
        core::LayerReady<float> ready;
        if (changed && column.tracedText == column.text && column.trace->length() == length)
            ready = [&](const core::Trace<float>& unfinished, int layer) { // the last comes with the pass
                if (layer == request.columns[c].layer && layer + 1 < column.model->config().layers)
                    earlyDetail(request, c, unfinished);
            };
        column.detailTrace = nullptr;
        column.trace = core::forward(*column.model, tokens, m_pool, options, column.trace.get(), ready);
        milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        column.tracedText = column.text;
        column.thumbnailTrace = nullptr;
        if (!changed && length - known >= kMeasuredRows) // a change leaves part of the first layer as it was
            m_paces[column.model->config().encoding] = milliseconds / 1000.0 / work;
        if (Clock::now() - start > kPatience)
            endIfNewer();
    }
    m_answers.add(&EngineListener::traceReady,
                  {request.number, column.id, static_cast<int>(length), column.trace,
                   static_cast<int>(std::max<core::Index>(0, length - known)), milliseconds, column.source.switches});
}

core::MapRequest Engine::Worker::wantedDetail(const Request& request, std::size_t c) const
{
    const core::Region region = ownRegion(request, c, ownLength(request.length, c));
    return {request.columns[c].layer,
            request.columns[c].head,
            request.view.stage,
            region,
            std::clamp<core::Index>(request.detailRows, 1, region.queries),
            std::clamp<core::Index>(request.detailCols, 1, region.keys),
            request.view.reduction};
}

void Engine::Worker::makeDetail(const core::MapRequest& wanted, std::size_t c, const core::Trace<float>& trace,
                                core::ThreadPool& pool)
{
    Column& column = m_columns[c];
    column.detail = std::make_shared<const core::ReducedMap>(core::attentionMap(trace, wanted, pool, patience()));
    column.detailTrace = &trace;
}

void Engine::Worker::earlyDetail(const Request& request, std::size_t c, const core::Trace<float>& unfinished)
{
    makeDetail(wantedDetail(request, c), c, unfinished, m_alone);
    for (std::size_t other = 0; other < m_columns.size(); ++other) {
        const Column& column = m_columns[other];
        const bool stays = column.text == request.text && column.source == request.columns[other].source &&
                           column.detail != nullptr && column.detailTrace == column.trace.get() &&
                           column.detail->request == wantedDetail(request, other);
        if (other == c || stays)
            sendDetail(request, other);
    }
    m_answers.flush();
}

void Engine::Worker::detail(const Request& request, std::size_t c)
{
    Column& column = m_columns[c];
    const core::MapRequest wanted = wantedDetail(request, c);
    if (column.detail == nullptr || column.detailTrace != column.trace.get() || column.detail->request != wanted) {
        const LongWorkReport report = reportOn(request, c, LongWork::Kind::Map, wanted.region.queries);
        makeDetail(wanted, c, *column.trace, m_pool);
    }
    sendDetail(request, c);
}

void Engine::Worker::sendDetail(const Request& request, std::size_t c)
{
    const Column& column = m_columns[c];
    m_answers.add(&EngineListener::detailReady,
                  {request.number, column.id, column.detail, core::colourScale(*column.detail, request.view.scale)});
}

void Engine::Worker::scaleThumbnails(core::Scale wanted, std::size_t c)
{
    Column& column = m_columns[c];
    if (std::exchange(column.thumbnailScale, wanted) == wanted)
        return;
    m_pool.forEach(static_cast<int>(column.thumbnails.size()), [&](int i) {
        const auto at = static_cast<std::size_t>(i);
        if (column.thumbnails[at] != nullptr)
            column.thumbnailScales[at] = core::colourScale(*column.thumbnails[at], wanted);
    });
}

void Engine::Worker::thumbnails(const Request& request, std::size_t c)
{
    Column& column = m_columns[c];
    const core::ModelConfig& config = column.model->config();
    const auto count = static_cast<std::size_t>(config.layers) * static_cast<std::size_t>(config.heads);
    if (column.thumbnailTrace != column.trace.get())
        column.thumbnails.clear();
    column.thumbnails.resize(count);
    column.thumbnailScales.resize(count);
    scaleThumbnails(request.view.scale, c);
    column.thumbnailTrace = column.trace.get();
    const core::Index length = ownLength(request.length, c);
    const core::Index side = std::clamp<core::Index>(request.thumbnailSide, 1, length);
    std::vector<core::MapRequest> missing;
    std::vector<int> left(static_cast<std::size_t>(config.layers), 0); // heads of each layer
    for (int i = 0; i < config.layers; ++i) {
        const int layer = (column.nextLayer + i) % config.layers;
        for (int head = 0; head < config.heads; ++head) {
            const core::MapRequest wanted{layer, head, request.view.stage,    {0, length, 0, length},
                                          side,  side, request.view.reduction};
            const auto& known = column.thumbnails[column.at(layer, head)];
            if (known == nullptr || known->request != wanted) {
                missing.push_back(wanted);
                ++left[static_cast<std::size_t>(layer)];
            }
        }
    }
    for (int layer = 0; layer < config.layers; ++layer)
        if (left[static_cast<std::size_t>(layer)] == 0)
            sendLayer(request, c, layer);
    LongWorkReport report = reportOn(request, c, LongWork::Kind::Heads, length);
    std::mutex mutex;
    std::size_t done = 0;
    bool layerDone = false;
    const core::Cancel cancel = patience();
    m_pool.forEach(static_cast<int>(missing.size()), [&](int i) {
        const core::MapRequest& wanted = missing[static_cast<std::size_t>(i)];
        const auto map =
            std::make_shared<const core::ReducedMap>(core::attentionMap(*column.trace, wanted, m_alone, cancel));
        const core::ColourScale scale = core::colourScale(*map, request.view.scale);
        const std::lock_guard lock(mutex);
        column.thumbnails[column.at(wanted.layer, wanted.head)] = map;
        column.thumbnailScales[column.at(wanted.layer, wanted.head)] = scale;
        report.advance(static_cast<double>(++done) / static_cast<double>(missing.size()));
        if (--left[static_cast<std::size_t>(wanted.layer)] == 0) {
            sendLayer(request, c, wanted.layer);
            column.nextLayer = wanted.layer + 1; // a drag that leaves no time for all layers shows each in its turn
            layerDone = true;
        }
        if (layerDone)
            endIfNewer();
    });
}

void Engine::Worker::sendLayer(const Request& request, std::size_t c, int layer)
{
    const Column& column = m_columns[c];
    const int heads = column.model->config().heads;
    const auto first = static_cast<std::ptrdiff_t>(column.at(layer, 0));
    const auto maps = column.thumbnails.begin() + first;
    const auto scales = column.thumbnailScales.begin() + first;
    m_answers.add(&EngineListener::thumbnailsReady,
                  {request.number, column.id, layer, {maps, maps + heads}, {scales, scales + heads}});
}

void Engine::Worker::perplexities(const Request& request)
{
    std::vector<int> training;
    core::Index most = 0;
    for (const Column& column : m_columns) {
        if (!column.model)
            continue;
        training.push_back(column.model->config().trainingLength);
        most = std::max(most, static_cast<core::Index>(column.tokens->size()));
    }
    std::vector<core::Index> lengths =
        perplexityLengths(std::min(most, kCurveTokens), training, std::max(kUsualLength, request.length));
    for (std::size_t c = 0; c < m_columns.size(); ++c) // so that what a column's heading says stands in the curve, too
        if (m_columns[c].ends != nullptr)
            if (const core::Index own = ownLength(request.length, c); std::ranges::find(lengths, own) == lengths.end())
                lengths.push_back(own);
    // The point under the cursor first, then its neighbours.
    std::stable_sort(lengths.begin(), lengths.end(), [&](core::Index a, core::Index b) {
        const auto octaves = [&](core::Index length) {
            return std::abs(std::log2(static_cast<double>(length) / std::max(1, request.length)));
        };
        return octaves(a) < octaves(b);
    });
    bool rested = false;
    for (const core::Index length : lengths)
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isPerplexityMissing(c, length)) {
                if (!std::exchange(rested, true))
                    rest();
                perplexity(request, c, length);
                endIfNewer();
            }
}

bool Engine::Worker::isPerplexityMissing(std::size_t c, core::Index length) const
{
    const Column& column = m_columns[c];
    return column.model && column.tokens->size() > 1 &&
           length < static_cast<core::Index>(curveTokens(*column.tokens).size()) &&
           length <= column.model->encoding().longestInput() && !column.perplexities.contains(length);
}

void Engine::Worker::perplexity(const Request& request, std::size_t c, core::Index length)
{
    Column& column = m_columns[c];
    core::EvaluationOptions options;
    options.length = length;
    options.cancel = [this] { return newerWaits(); }; // curves can wait, maps cannot
    LongWorkReport report = reportOn(request, c, LongWork::Kind::Perplexity, length);
    options.progress = [&](double done) { report.advance(done); };
    const auto& evaluation =
        column.perplexities.emplace(length, core::evaluate(*column.model, curveTokens(*column.tokens), options, m_pool))
            .first->second;
    m_answers.add(&EngineListener::perplexityReady, {request.number, column.id, column.source.switches, evaluation});
    m_answers.flush();
}

} // namespace ui
