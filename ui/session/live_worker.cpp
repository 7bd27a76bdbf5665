// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/live_worker.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/io/live_checkpoint.h"
#include "core/text/text_reader.h"
#include "ui/language/words.h"
#include "ui/library/library.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr long kTokensPerStep = 512; // a step is short, so that whoever waits for the processor does not wait long
constexpr auto kPublishEvery = 80ms;
constexpr int kPromptTokens = 8;
constexpr std::uintmax_t kLargestText = std::uintmax_t{16} << 20;
constexpr std::size_t kTextPiece = 1 << 16; // bytes that are cut into tokens between two looks at the clock

core::ModelConfig modelOf(const LivePlan& plan, const LiveEncoding& encoding, int vocabulary)
{
    const auto sizes = liveSizes();
    const auto size = std::find_if(sizes.begin(), sizes.end(), [&](const LiveSize& s) { return s.id == plan.size; });
    if (size == sizes.end())
        throw core::error("There is no size \"{}\" to train.", plan.size);
    core::ModelConfig config;
    config.vocabularySize = vocabulary;
    config.width = size->width;
    config.layers = size->layers;
    config.heads = size->heads;
    config.feedForwardWidth = 4 * size->width;
    config.embeddingScale = std::sqrt(static_cast<double>(size->width));
    config.encoding = encoding.id;
    config.encodingOptions = encoding.options;
    config.trainingLength = plan.length;
    config.check(core::translated("live training"));
    return config;
}

core::TrainingOptions optionsOf(const LivePlan& plan)
{
    core::TrainingOptions options;
    options.length = plan.length;
    options.batch = static_cast<int>(std::max<long>(1, kTokensPerStep / std::max(1, plan.length)));
    options.schedule.warmup = 20;
    options.seed = plan.seed;
    return options;
}

// In pieces that end with a line where there are lines, so that it can be cancelled.
std::vector<int> encoded(const core::Tokenizer& tokenizer, std::string_view text, const core::Cancel& cancel)
{
    std::vector<int> tokens;
    while (!text.empty()) {
        core::throwIfCancelled(cancel);
        std::size_t end = text.size() <= kTextPiece ? text.size() : text.rfind('\n', kTextPiece - 1);
        end = end == std::string_view::npos ? kTextPiece : std::min(end + 1, text.size());
        const std::vector<int> piece = tokenizer.encode(text.substr(0, end), cancel);
        tokens.insert(tokens.end(), piece.begin(), piece.end());
        text.remove_prefix(end);
    }
    return tokens;
}

bool sameStart(const LivePlan& a, const LivePlan& b)
{
    return a.length == b.length && a.size == b.size && a.seed == b.seed && a.file == b.file;
}

} // namespace

LiveTraining::Worker::Worker(LiveTraining& owner, core::ThreadPool& pool, std::function<bool()> giveWay)
    : m_owner(owner)
    , m_pool(pool)
    , m_job(&owner, {Job::Order::OneAfterAnother, std::move(giveWay),
                     [this](const Job::Run& run) { return m_playing && stepOne(run); },
                     [this](const JobEnding& ending) { report(ending); },
                     QCoreApplication::translate("ui::LiveTraining", "There is not enough memory for this training.")})
{}

void LiveTraining::Worker::post(std::function<void(Worker&)> command, bool certain)
{
    m_job.start(
        [this, command = std::move(command)](const Job::Run& run) {
            m_run = &run;
            try {
                command(*this);
            } catch (...) {
                m_playing = false;
                publish();
                throw;
            }
            publish();
        },
        [this](const JobEnding& ending) { report(ending); }, certain);
}

std::shared_ptr<const LiveView> LiveTraining::Worker::view() const { return m_view.get(); }

core::Cancel LiveTraining::Worker::cancel() const
{
    return [run = m_run] { return run->isClosing(); };
}

void LiveTraining::Worker::report(const JobEnding& ending)
{
    if (!ending.trouble.isEmpty())
        emit m_owner.failed(ending.trouble);
}

void LiveTraining::Worker::setPlaying(bool playing)
{
    m_playing = playing && std::ranges::any_of(m_runs, [](const Run& run) { return !run.live.hasStopped(); });
}

// True: there is more to do. Stands still when a step throws.
bool LiveTraining::Worker::stepOne(const Job::Run& job)
{
    m_run = &job;
    job.giveWay();
    m_playing = false;
    Run* next = nullptr;
    for (Run& run : m_runs)
        if (!run.live.hasStopped() && (next == nullptr || run.live.stepsDone() < next->live.stepsDone()))
            next = &run;
    if (next != nullptr) {
        m_lost = {};
        next->live.step(cancel());
        refresh(*next, next->live.hasStopped());
        m_playing = true;
    }
    if (!m_playing || Clock::now() - m_published > kPublishEvery)
        publish();
    return m_playing;
}

void LiveTraining::Worker::stepAll()
{
    m_playing = false;
    m_lost = {};
    for (Run& run : m_runs) {
        run.live.step(cancel());
        refresh(run, true);
    }
}

void LiveTraining::Worker::rewind()
{
    m_playing = false;
    if (std::ranges::all_of(m_runs, [](const Run& run) { return run.live.stepsDone() == 0; }))
        return;
    std::vector<Run> fresh;
    for (const Run& run : m_runs)
        fresh.push_back({run.id, run.live.restarted(), -1, {}, {}, {}, {}});
    m_lost = {m_plan, std::exchange(m_runs, std::move(fresh))};
    for (Run& run : m_runs)
        refresh(run, true);
}

void LiveTraining::Worker::takeBack()
{
    if (m_lost.runs.empty())
        return;
    std::vector<Run*> there; // what was lost comes before what took its place
    for (std::vector<Run>* from : {&m_lost.runs, &m_runs})
        for (Run& run : *from)
            there.push_back(&run);
    std::vector<Run> runs;
    for (const LiveEncoding& encoding : m_lost.plan.encodings) {
        const auto run = std::ranges::find_if(there, [&](const Run* r) { return encoding.isOf(r->live.config()); });
        if (run == there.end())
            continue;
        runs.push_back(std::move(**run));
        there.erase(run);
    }
    m_playing = false;
    m_runs = std::move(runs);
    m_plan = m_lost.plan;
    m_lost = {};
    for (Run& run : m_runs)
        refresh(run, true);
}

void LiveTraining::Worker::showHead(int layer, int head)
{
    m_layer = layer;
    m_head = head;
    for (Run& run : m_runs)
        refresh(run, true);
}

void LiveTraining::Worker::prepare(const LivePlan& plan)
{
    core::checkLearningRate(plan.learningRate);
    m_playing = m_playing && sameStart(plan, m_plan);
    if (!m_tokenizer)
        m_tokenizer = builtinTokenizer();
    std::optional<Text> other;
    if (!m_text || m_text->file != plan.file)
        other = readText(plan.file);
    // From here on either all of it changes or, when something throws, nothing.
    std::vector<Run> runs = runsOf(plan, other ? *other : *m_text);
    Lost lost{m_plan, {}};
    for (Run& run : m_runs)
        if (sameStart(plan, m_plan) && std::ranges::find(runs, run.id, &Run::id) == runs.end() &&
            run.live.stepsDone() > 0)
            lost.runs.push_back(std::move(run));
    m_lost = std::move(lost);
    m_runs = std::move(runs);
    if (other)
        m_text = std::move(other);
    m_plan = plan;
    m_shown = shownPart();
    for (Run& run : m_runs) {
        if (run.live.rates().back().rate != plan.learningRate)
            run.live.setLearningRate(plan.learningRate);
        refresh(run, true);
    }
}

// The runs that can go on and, where there are none, new ones.
std::vector<LiveTraining::Worker::Run> LiveTraining::Worker::runsOf(const LivePlan& plan, const Text& text)
{
    std::vector<core::RateChange> rates{{0, plan.learningRate}};
    std::vector<Run*> present;
    if (sameStart(plan, m_plan) && !m_runs.empty()) {
        for (Run& run : m_runs)
            present.push_back(&run);
        // The way the newcomers go, too.
        rates = std::ranges::max_element(m_runs, {}, [](const Run& run) { return run.live.stepsDone(); })->live.rates();
    }
    std::vector<std::pair<Run*, std::optional<Run>>> chosen;
    for (const LiveEncoding& encoding : plan.encodings) {
        const auto known =
            std::ranges::find_if(present, [&](const Run* run) { return encoding.isOf(run->live.config()); });
        if (known != present.end()) {
            chosen.emplace_back(*known, std::nullopt);
            present.erase(known);
        } else {
            core::LiveRun live(modelOf(plan, encoding, m_tokenizer->size()), optionsOf(plan), text.tokens.training,
                               rates, m_pool);
            chosen.emplace_back(nullptr, Run{++m_lastId, std::move(live), -1, {}, {}, {}, {}});
        }
    }
    std::vector<Run> runs;
    for (auto& [known, made] : chosen)
        runs.push_back(std::move(known != nullptr ? *known : *made));
    return runs;
}

LiveTraining::Worker::Text LiveTraining::Worker::readText(const std::string& file) const
{
    Text text;
    text.file = file;
    core::OrderedJson files = core::OrderedJson::array();
    std::vector<std::vector<int>> documents;
    const auto add = [&](const std::string& name, const std::string& content) {
        documents.push_back(encoded(*m_tokenizer, content, cancel()));
        files.push_back(
            {{"file", name}, {"bytes", content.size()}, {"hash", core::hexOf(core::hashOf(content, cancel()))}});
    };
    if (file.empty()) {
        text.title = QCoreApplication::translate("ui::LiveTraining", "The program's passages");
        for (const PassageInfo& passage : passages())
            add("passage:" + passage.id.toStdString(),
                loadText({core::TextKind::Passage, passage.id.toStdString()})->text);
    } else {
        text.title = QFileInfo(QString::fromStdString(file)).fileName();
        add(file, core::readTextFile(file, kLargestText, core::Streams::Refuse, cancel()));
    }
    text.tokens = core::holdOut(documents, m_tokenizer->encode("\n\n"));
    text.record = {
        {"program", "alibi-lab " + QCoreApplication::applicationVersion().toStdString() + ", trained in the window"},
        {"text_files", files},
        {"tokens", text.tokens.training->size()},
        {"held_out_tokens", text.tokens.heldOut.size()}};
    return text;
}

// The beginning of what no run learns from, past the training length; of the text itself where nothing was held out.
LiveTraining::Worker::Shown LiveTraining::Worker::shownPart() const
{
    const core::SplitText& text = m_text->tokens;
    const std::vector<int>& all = text.heldOut.size() > 1 ? text.heldOut : *text.training;
    const std::size_t count = std::min(all.size(), static_cast<std::size_t>(std::clamp(2 * m_plan.length, 16, 96)));
    Shown shown;
    shown.tokens.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    for (const int token : shown.tokens)
        shown.labels.append(QString::fromStdString(m_tokenizer->displayOf(token)));
    shown.promptTokens = std::min<std::size_t>(kPromptTokens, count);
    shown.prompt = QString::fromStdString(m_tokenizer->decode(std::span(shown.tokens).first(shown.promptTokens)));
    return shown;
}

void LiveTraining::Worker::save(long id, const std::filesystem::path& folder)
{
    const auto run = std::ranges::find_if(m_runs, [id](const Run& r) { return r.id == id; });
    if (run == m_runs.end())
        throw core::error("{}: this run is gone; nothing was saved.", folder.string());
    core::saveLiveRun(folder, run->live, *m_tokenizer, m_text->record);
    m_run->deliver([owner = &m_owner, path = QString::fromStdString(folder.string())] { emit owner->saved(path); });
}

void LiveTraining::Worker::takeModels()
{
    std::vector<LiveModel> models;
    for (const Run& run : m_runs) {
        const auto weights = run.live.weights();
        const std::string_view bytes(reinterpret_cast<const char*>(weights->values().data()),
                                     weights->values().size_bytes());
        auto record = core::TrainingRecord::fromJson(core::Json(core::recordOf(run.live, m_text->record)), "");
        if (!run.live.heldOut().empty())
            record.validation = {run.live.heldOut().back().step, std::exp(run.live.heldOut().back().nll)};
        const auto checkpoint = std::make_shared<const core::Checkpoint>(core::Checkpoint{
            fmt::format("{} after {} steps", run.live.config().encoding, run.live.stepsDone()),
            core::Transformer<float>(weights), m_tokenizer, core::hexOf(core::hashOf(bytes)), std::move(record)});
        models.push_back({QString::fromStdString(run.live.config().encoding), run.live.stepsDone(), checkpoint});
    }
    m_run->deliver([owner = &m_owner, models = std::move(models)] { emit owner->modelsTaken(models); });
}

} // namespace ui
