// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/continuation_worker.h"

#include "core/base/error.h"
#include "ui/language/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kShowEvery = 30ms;
constexpr auto kLongestLag = 100ms; // that is caught up with when a token came late
constexpr std::size_t kMeasuredSteps = 200;
constexpr std::size_t kMostBranches = 64; // that can be taken back to
constexpr core::Index kRoom = 512;        // tokens that find their memory ready

} // namespace

Continuation::Worker::Worker(Continuation& owner, std::function<bool()> giveWay)
    : m_owner(owner)
    , m_job(&owner, {Job::Order::OneAfterAnother, std::move(giveWay),
                     [this](const Job::Run& run) { return m_playing && goOn(run); },
                     [this](const JobEnding& ending) { report(ending); },
                     QCoreApplication::translate("ui::Continuation", "There is not enough memory for so long a text.")})
{}

void Continuation::Worker::post(std::function<void(Worker&)> command)
{
    m_job.start(
        [this, command = std::move(command)](const Job::Run& run) {
            m_run = &run;
            try {
                command(*this);
            } catch (const core::Cancelled&) {
                throw; // something newer comes
            } catch (...) {
                m_playing = false;
                publish();
                throw;
            }
            publish();
        },
        [this](const JobEnding& ending) { report(ending); });
}

std::shared_ptr<const ContinuationView> Continuation::Worker::view() const { return m_view.get(); }

core::Cancel Continuation::Worker::cancel() const
{
    return [run = m_run] { return run->mustEnd(); };
}

void Continuation::Worker::report(const JobEnding& ending)
{
    if (!ending.trouble.isEmpty())
        emit m_owner.failed(ending.trouble);
}

// The same columns go on from the same beginning: only what comes behind it in the text is another.
bool Continuation::Worker::beginsAlike(const ContinuationPlan& plan) const
{
    const auto same = [](const Text& text, const ContinuedColumn& column) {
        const auto prompt = static_cast<std::size_t>(column.prompt);
        return text.own && text.column.id == column.id && text.column.source == column.source &&
               text.column.prompt == column.prompt &&
               std::ranges::equal(std::span(*text.column.tokens).first(prompt),
                                  std::span(*column.tokens).first(prompt));
    };
    return !plan.empty() && std::ranges::equal(m_texts, plan, same);
}

void Continuation::Worker::prepare(const ContinuationPlan& plan)
{
    if (beginsAlike(plan)) {
        for (std::size_t i = 0; i < plan.size(); ++i)
            m_texts[i].column = plan[i];
        return;
    }
    m_written = 0;
    m_steps.clear();
    m_branches.clear();
    m_texts.clear(); // stays so when this is cancelled: then another plan comes
    std::vector<Text> texts;
    for (const ContinuedColumn& column : plan)
        texts.push_back({.column = column});
    m_texts = std::move(texts);
    publish(); // reading may take a while
    for (Text& text : m_texts) {
        try {
            read(text);
        } catch (const core::Cancelled&) {
            m_texts.clear();
            throw;
        } catch (const std::exception& problem) {
            text.trouble = sentenceOf(problem);
        }
    }
    for (Text& text : m_texts)
        findJudge(text);
    m_playing = m_playing && canGoOn();
    m_due = Clock::now();
}

void Continuation::Worker::read(Text& text)
{
    const ContinuedColumn& column = text.column;
    const auto prompt = std::span<const int>(*column.tokens).first(static_cast<std::size_t>(column.prompt));
    core::Transformer<float> model = column.source.checkpoint->model;
    if (!column.source.switches.empty())
        model = model.withEncodingOptions(column.source.switches);
    text.own.emplace(model, prompt, m_pool, kRoom, cancel());
}

void Continuation::Worker::setOptions(const ContinuationOptions& options)
{
    options.sampling.check();
    m_options = options;
    m_due = Clock::now();
    m_steps.clear();
}

void Continuation::Worker::look(const ContinuationLook& what)
{
    const bool judges = m_look.judge != what.judge;
    m_look = what;
    for (Text& text : m_texts)
        if (judges)
            findJudge(text);
}

void Continuation::Worker::setPlaying(bool playing)
{
    m_playing = playing && (m_texts.empty() || canGoOn()); // empty: a plan is about to come, and will be played
    m_due = Clock::now();
    m_steps.clear();
}

bool Continuation::Worker::canGoOn(const Text& text) const
{
    return text.own && text.trouble.isEmpty() && text.written() == m_written && !text.own->isFull() &&
           text.own->length() < kLongestContinuation;
}

bool Continuation::Worker::canGoOn() const
{
    return std::ranges::any_of(m_texts, [this](const Text& text) { return canGoOn(text); });
}

// True: there is more to do. Stands still when something goes wrong.
bool Continuation::Worker::goOn(const Job::Run& run)
{
    m_run = &run;
    const auto now = Clock::now();
    if (now < m_due || m_texts.empty()) { // empty: another plan is about to come
        run.rest(std::clamp(std::chrono::ceil<std::chrono::milliseconds>(m_due - now), 1ms, 1000ms));
        return true;
    }
    run.giveWay();
    try {
        stepAll();
    } catch (const core::Cancelled&) {
        throw; // another plan comes, which it will play
    } catch (...) {
        m_playing = false;
        throw;
    }
    m_playing = canGoOn();
    const std::chrono::duration<double> between(1.0 / m_options.speed);
    m_due = std::max(m_due + std::chrono::ceil<Clock::duration>(between), now - kLongestLag);
    m_steps.push_back(Clock::now());
    if (m_steps.size() > kMeasuredSteps)
        m_steps.pop_front();
    if (!m_playing || Clock::now() - m_published > kShowEvery)
        publish();
    return m_playing;
}

double Continuation::Worker::pace() const
{
    if (!m_playing || m_steps.size() < 5)
        return 0.0;
    const std::chrono::duration<double> span = m_steps.back() - m_steps.front();
    return static_cast<double>(m_steps.size() - 1) / std::max(1e-9, span.count());
}

// What goes wrong with one text is its own matter.
void Continuation::Worker::stepAll()
{
    if (!canGoOn())
        return;
    for (Text& text : m_texts) {
        if (!canGoOn(text))
            continue;
        try {
            step(text);
        } catch (const core::Cancelled&) {
            throw;
        } catch (const std::exception& problem) {
            text.trouble = sentenceOf(problem);
        }
    }
    ++m_written;
}

void Continuation::Worker::step(Text& text)
{
    text.own->step(m_options.sampling, m_options.seed, cancel());
    letJudgeRead(text);
    noteEnd(text);
}

void Continuation::Worker::noteEnd(Text& text) const
{
    if (text.own->isFull())
        text.trouble = words(core::sentence("This model cannot read more than {} tokens: its encoding knows no "
                                            "positions past that.",
                                            text.own->length()));
    else if (text.own->length() >= kLongestContinuation)
        text.trouble = words(core::sentence("The text ends here, at {} tokens.", text.own->length()));
}

void Continuation::Worker::cut(int written)
{
    written = std::max(0, written);
    if (written >= m_written)
        return;
    for (Text& text : m_texts) {
        if (!text.own)
            continue;
        while (text.written() > written) {
            text.own->back();
            text.trouble.clear();
        }
        if (text.judge)
            while (text.judge->length() > text.own->length())
                text.judge->back();
        if (text.map)
            text.map->cut(text.own->length());
    }
    m_written = written;
    m_steps.clear();
}

// Behind so many tokens something else is to come; what is there can be had again.
void Continuation::Worker::branch(int written)
{
    if (std::max(0, written) >= m_written)
        return;
    Branch now;
    for (const Text& text : m_texts)
        now.push_back(
            text.own ? std::vector<int>(text.own->tokens().begin() + text.own->promptLength(), text.own->tokens().end())
                     : std::vector<int>());
    m_branches.push_back(std::move(now));
    if (m_branches.size() > kMostBranches)
        m_branches.pop_front();
    cut(written);
}

void Continuation::Worker::takeBranchBack()
{
    if (m_branches.empty())
        return;
    m_playing = false;
    const Branch before = std::move(m_branches.back());
    m_branches.pop_back();
    int common = m_written;
    for (std::size_t i = 0; i < m_texts.size(); ++i)
        if (const auto& own = m_texts[i].own) {
            const auto now = std::span(own->tokens()).subspan(static_cast<std::size_t>(own->promptLength()));
            common = std::min(common, static_cast<int>(std::ranges::mismatch(now, before[i]).in1 - now.begin()));
        }
    cut(common);
    for (std::size_t i = 0; i < m_texts.size(); ++i) {
        Text& text = m_texts[i];
        if (!text.own)
            continue;
        const auto rest =
            std::span(before[i]).subspan(std::min(before[i].size(), static_cast<std::size_t>(text.written())));
        text.own->append(rest, cancel());
        letJudgeRead(text);
        noteEnd(text);
        m_written = std::max(m_written, text.written());
    }
}

// Another column's model, of the same tokens, over this text.
void Continuation::Worker::findJudge(Text& text)
{
    text.judge.reset();
    const auto judge = std::ranges::find_if(m_texts, [this](const Text& t) { return t.column.id == m_look.judge; });
    if (judge == m_texts.end() || &*judge == &text || !text.own || !judge->own ||
        judge->own->promptLength() != text.own->promptLength() ||
        judge->own->model().config().vocabularySize != text.own->model().config().vocabularySize ||
        (judge->column.tokens != text.column.tokens && *judge->column.tokens != *text.column.tokens))
        return;
    const auto prompt =
        std::span<const int>(text.own->tokens()).first(static_cast<std::size_t>(text.own->promptLength()));
    text.judge.emplace(judge->own->model(), prompt, m_pool, kRoom, cancel());
    letJudgeRead(text);
}

void Continuation::Worker::letJudgeRead(Text& text)
{
    if (!text.judge)
        return;
    const core::Index end = std::min(text.own->length(), text.judge->model().encoding().longestInput());
    const core::Index known = text.judge->length();
    if (end > known)
        text.judge->append(std::span<const int>(text.own->tokens())
                               .subspan(static_cast<std::size_t>(known), static_cast<std::size_t>(end - known)),
                           cancel());
}

ContinuedText Continuation::Worker::viewOf(Text& text)
{
    ContinuedText view;
    view.id = text.column.id;
    view.prompt = text.column.prompt;
    view.trouble = text.trouble;
    if (!text.own) {
        view.tokens.assign(text.column.tokens->begin(), text.column.tokens->begin() + text.column.prompt);
        return view;
    }
    view.tokens = text.own->tokens();
    view.surprises.assign(text.own->surprises().begin(), text.own->surprises().end());
    if (text.judge)
        view.judged.assign(text.judge->surprises().begin(), text.judge->surprises().end());
    else if (m_look.judge == 0 || m_look.judge == view.id)
        view.judged = view.surprises;
    view.trace = text.own->trace();
    const auto head = m_look.heads.find(view.id);
    const core::ModelConfig& config = text.own->model().config();
    if (head != m_look.heads.end() && head->second.first < config.layers && head->second.second < config.heads) {
        const auto [layer, place] = head->second;
        if (!text.map || text.map->map().request.layer != layer || text.map->map().request.head != place)
            text.map.emplace(layer, place);
        text.map->grow(*view.trace, text.own->length(), cancel());
        view.map = std::make_shared<const core::ReducedMap>(text.map->map());
        view.range = core::valueRange(core::Stage::Weights, view.map->values, core::Limits::Robust);
    }
    return view;
}

void Continuation::Worker::publish()
{
    auto view = std::make_shared<ContinuationView>();
    view->ready =
        !m_texts.empty() && std::ranges::all_of(m_texts, [](const Text& t) { return t.own || !t.trouble.isEmpty(); });
    view->playing = m_playing;
    view->written = m_written;
    view->canGoOn = canGoOn();
    view->branches = static_cast<int>(m_branches.size());
    view->tokensPerSecond = pace();
    for (Text& text : m_texts)
        view->texts.push_back(viewOf(text));
    m_published = Clock::now();
    m_view.show(std::move(view), *m_run, [this] { emit m_owner.changed(); });
}

} // namespace ui
