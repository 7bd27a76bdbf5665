// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_runner.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/study/extrapolation.h"
#include "core/study/reach.h"
#include "core/study/short_long.h"
#include "core/study/windows.h"
#include "core/text/text_reader.h"
#include "ui/library/library.h"

#include <QCoreApplication>
#include <QTemporaryFile>

#include <chrono>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kMostWait = 250ms; // for others who want the processor

// All of it, as the command line reads it; the session shows only the beginning of a long file.
std::string wholeText(const core::TextChoice& choice)
{
    return choice.kind == core::TextKind::File ? core::readTextFile(choice.value) : loadText(choice)->text;
}

core::Subject subjectOf(const PlannedModel& planned, const std::string& text)
{
    const auto model = planned.checkpoint ? withSwitches(planned.checkpoint, planned.id) : loadModel(planned.id);
    std::vector<int> tokens = model->needTokenizer().encode(text);
    return core::subjectOf(planned.id, planned.checkpoint ? std::string() : weightsSha256(planned.id), *model,
                           std::move(tokens), true);
}

core::TrainingCost measureInChild(const std::string& model, const std::vector<std::string>& input,
                                  const core::TrainingCostOptions& cost, const core::WindowWatch& watch)
{
    return core::measureTrainingInChild(core::trainingCostCommand(model, input, cost), watch);
}

} // namespace

StudyRunner::StudyRunner(int threads, std::function<bool()> giveWay, QObject* parent)
    : QObject(parent)
    , m_threads(threads)
    , m_giveWay(std::move(giveWay))
    , m_measure(measureInChild)
{}

StudyRunner::~StudyRunner()
{
    m_cancelled = true;
    if (m_thread.joinable())
        m_thread.join();
}

std::shared_ptr<const StudyState> StudyRunner::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void StudyRunner::change(const std::function<void(StudyState&)>& how)
{
    {
        const std::lock_guard lock(m_mutex);
        auto next = std::make_shared<StudyState>(*m_state);
        how(*next);
        m_state = std::move(next);
    }
    QMetaObject::invokeMethod(this, &StudyRunner::changed, Qt::QueuedConnection);
}

void StudyRunner::start(StudyPlan plan)
{
    if (state()->running)
        return;
    if (m_thread.joinable())
        m_thread.join(); // it has said its last word
    m_cancelled = false;
    m_done = 0.0;
    change([&](StudyState& state) {
        state = {};
        state.plan = plan;
        state.report.study = plan.study;
        state.running = true;
    });
    m_thread = std::thread([this, plan = std::move(plan)] {
        core::setThreadPriority(core::Priority::Background);
        work(plan);
    });
}

// Nothing that goes wrong ends the program; it is said instead, and what is finished stays.
void StudyRunner::work(const StudyPlan& plan)
{
    QString trouble;
    try {
        Text text{wholeText(plan.text), {}};
        text.record = {{"source", textArgument(plan.text)},
                       {"bytes", text.text.size()},
                       {"hash", core::hexOf(core::hashOf(text.text))},
                       {"clean_book", nullptr}};
        std::vector<core::Subject> subjects;
        for (const PlannedModel& model : plan.models) {
            core::throwIfCancelled([this] { return m_cancelled.load(); });
            subjects.push_back(subjectOf(model, text.text));
        }
        take(conduct(plan, text, subjects), plan, text);
    } catch (const core::Cancelled&) {
        // before there was anything to keep
    } catch (const std::bad_alloc&) {
        trouble = QCoreApplication::translate("ui::StudyRunner",
                                              "There is not enough memory for this; take shorter lengths.");
    } catch (const std::exception& problem) {
        trouble = QString::fromUtf8(problem.what());
    }
    change([&](StudyState& state) {
        state.trouble = trouble;
        state.running = false;
    });
}

core::Report StudyRunner::conduct(const StudyPlan& plan, const Text& text, const std::vector<core::Subject>& subjects)
{
    core::ThreadPool pool(m_threads, core::Priority::Background);
    const auto watched = watch(plan, text);
    if (plan.study == "extrapolation")
        return core::extrapolation(subjects, {plan.lengths, plan.windowing, plan.stride, plan.tokens}, pool, watched);
    if (plan.study == "windows")
        return core::windows(subjects, {plan.lengths, plan.stride, plan.tokens, plan.early}, pool, watched);
    if (plan.study == "reach")
        return core::reach(subjects, {plan.lengths, plan.samples, plan.tolerance, plan.cost.seed}, pool, watched);
    core::ShortLongOptions options{plan.lengths.empty() ? 0 : plan.lengths.front(), plan.tokens, plan.cost, {}};
    options.measure = [&](std::size_t model, const core::TrainingCostOptions& cost, const core::WindowWatch& watch) {
        return measure(plan, text, model, cost, watch);
    };
    return core::shortLong(subjects, options, pool, watched);
}

core::StudyWatch StudyRunner::watch(const StudyPlan& plan, const Text& text)
{
    core::StudyWatch watch;
    watch.cancel = [this] { return mustEnd(); };
    watch.progress = [this](double done) { m_done = done; };
    watch.partial = [&, this](const core::Report& soFar) { take(soFar, plan, text); };
    watch.pieces = [this](std::size_t finished, std::size_t all) {
        change([&](StudyState& state) {
            state.finished = finished;
            state.pieces = all;
        });
    };
    return watch;
}

void StudyRunner::take(core::Report report, const StudyPlan& plan, const Text& text)
{
    report.program = "alibi-lab " + QCoreApplication::applicationVersion().toStdString();
    report.command = commandOf(plan, textArgument(plan.text));
    report.seed = plan.cost.seed;
    report.input = text.record;
    if (plan.paper && plan.study != "reach")
        report.paper = core::parseOrderedJson(paperTablesText(), "tables.json");
    change([&](StudyState& state) { state.report = std::move(report); });
}

// Asked between small parts of the work by all its threads: here they wait for those who come first.
bool StudyRunner::mustEnd() const
{
    const auto start = std::chrono::steady_clock::now();
    while (!m_cancelled && m_giveWay && m_giveWay() && std::chrono::steady_clock::now() - start < kMostWait)
        std::this_thread::sleep_for(1ms);
    return m_cancelled;
}

core::TrainingCost StudyRunner::measure(const StudyPlan& plan, const Text& text, std::size_t model,
                                        const core::TrainingCostOptions& cost, const core::WindowWatch& watch) const
{
    if (plan.models[model].checkpoint)
        throw core::error("No file holds {}, so its training cannot be repeated in a process of its own: save the run "
                          "in the Train panel and add that folder.",
                          plan.models[model].id);
    if (plan.text.kind != core::TextKind::Typed)
        return m_measure(plan.models[model].id, {"--text", textArgument(plan.text)}, cost, watch);
    QTemporaryFile file;
    if (!file.open() || file.write(text.text.data(), static_cast<qint64>(text.text.size())) < 0 || !file.flush())
        throw core::error("{}: the typed text could not be written for the training to read.",
                          file.fileName().toStdString());
    return m_measure(plan.models[model].id, {"--text", file.fileName().toStdString()}, cost, watch);
}

} // namespace ui
