// SPDX-License-Identifier: GPL-3.0-or-later
// What LiveTraining's worker shows of its runs: maps, samples, losses on held-out text, and the view made of them.
#include "core/model/attention_map.h"
#include "core/model/generate.h"
#include "ui/language/words.h"
#include "ui/session/live_worker.h"

#include <algorithm>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr long kSampleEvery = 100; // steps
constexpr auto kMapEvery = 200ms;
constexpr int kSampleTokens = 40;
constexpr std::size_t kCurvePoints = 256;

} // namespace

// Samples and losses on held-out text belong to certain steps, so that they are the same in every run of the program;
// maps come as fast as the eye can use them. wholly: at once.
void LiveTraining::Worker::refresh(Run& run, bool wholly)
{
    const bool mapDue = wholly || Clock::now() - run.mapMade > kMapEvery;
    const bool sampleDue = run.live.stepsDone() % kSampleEvery == 0 && run.sampleStep != run.live.stepsDone();
    if (!mapDue && !sampleDue)
        return;
    const core::Transformer<float> model(run.live.weights());
    if (mapDue)
        drawMap(run, model);
    if (sampleDue) {
        const auto measured = run.live.heldOut();
        if (m_text->tokens.heldOut.size() > 1 && (measured.empty() || measured.back().step != run.live.stepsDone()))
            run.live.measure(m_text->tokens.heldOut, cancel());
        writeSample(run, model);
    }
}

void LiveTraining::Worker::drawMap(Run& run, const core::Transformer<float>& model)
{
    const std::size_t most = static_cast<std::size_t>(
        std::min<core::Index>(model.encoding().longestInput(), static_cast<core::Index>(m_shown.tokens.size())));
    const auto trace = core::forward(model, std::span(m_shown.tokens).first(most), m_pool, {-1, cancel()});
    const auto length = static_cast<core::Index>(most);
    const core::MapRequest request{std::min(m_layer, model.config().layers - 1),
                                   std::min(m_head, model.config().heads - 1),
                                   core::Stage::Weights,
                                   {0, length, 0, length},
                                   length,
                                   length,
                                   core::Reduction::Peak};
    run.map = std::make_shared<const core::ReducedMap>(core::attentionMap(*trace, request, m_pool, cancel()));
    run.range = core::valueRange(core::Stage::Weights, run.map->grid, core::Limits::Robust);
    run.mapMade = Clock::now();
}

void LiveTraining::Worker::writeSample(Run& run, const core::Transformer<float>& model)
{
    const auto prompt = std::span<const int>(m_shown.tokens).first(m_shown.promptTokens);
    core::GenerateOptions options;
    options.tokens = static_cast<int>(std::min<core::Index>(
        kSampleTokens, model.encoding().longestInput() - static_cast<core::Index>(prompt.size())));
    options.sampling.temperature = 0.8;
    options.sampling.topK = 40;
    options.seed = m_plan.seed;
    options.cancel = cancel();
    std::vector<int> tokens;
    core::generate(model, prompt, options, m_pool, [&](int token) { tokens.push_back(token); });
    run.sample = QString::fromStdString(m_tokenizer->decode(tokens));
    run.sampleStep = run.live.stepsDone();
}

LiveRunView LiveTraining::Worker::viewOf(const Run& run) const
{
    const core::LiveRun& live = run.live;
    const auto& entry = core::encodingById<float>(live.config().encoding);
    LiveRunView view;
    view.id = run.id;
    view.encoding = QString::fromStdString(live.config().encoding);
    view.label = words(entry.label);
    for (const LiveEncoding& encoding : m_plan.encodings)
        if (!encoding.name.empty() && encoding.isOf(live.config()))
            view.label = QString::fromStdString(encoding.name);
    view.step = live.stepsDone();
    view.tokens = live.tokensSeen();
    view.seconds = live.seconds();
    view.tokensPerSecond = live.tokensPerSecond();
    view.loss = live.meanLoss();
    view.curve = core::lossCurve(live.steps(), kCurvePoints);
    view.heldOut.assign(live.heldOut().begin(), live.heldOut().end());
    view.trouble = QString::fromStdString(live.trouble());
    view.sampleStep = run.sampleStep;
    view.sample = run.sample;
    view.layers = live.config().layers;
    view.heads = live.config().heads;
    view.map = run.map;
    view.range = run.range;
    return view;
}

void LiveTraining::Worker::publish()
{
    auto view = std::make_shared<LiveView>();
    view->ready = m_text.has_value();
    view->playing = m_playing;
    view->canTakeBack = !m_lost.runs.empty();
    view->plan = m_plan;
    if (m_text) {
        view->title = m_text->title;
        view->trainingTokens = static_cast<long>(m_text->tokens.training->size());
        view->heldOutTokens = static_cast<long>(m_text->tokens.heldOut.size());
        view->prompt = m_shown.prompt;
        view->labels = m_shown.labels;
    }
    for (const Run& run : m_runs) {
        LiveRunView made = viewOf(run);
        made.nth = static_cast<int>(std::ranges::count(view->runs, made.encoding, &LiveRunView::encoding));
        view->runs.push_back(std::move(made));
    }
    m_published = Clock::now();
    m_view.show(std::move(view), *m_run, [this] { emit m_owner.changed(); });
}

} // namespace ui
