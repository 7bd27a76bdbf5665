// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_runner.h"

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/text/text_reader.h"
#include "ui/language/words.h"
#include "ui/library/library.h"

#include <QCoreApplication>
#include <QTemporaryFile>

namespace ui {
namespace {

// All of it, as the command line reads it; the session shows only the beginning of a long file.
std::string wholeText(const core::TextChoice& choice, const core::Cancel& cancel)
{
    const bool file = choice.kind == core::TextKind::File && choice.inside.empty();
    return file ? core::readTextFile(choice.value.string(), core::largestTextFile, core::Streams::Refuse, cancel)
                : loadText(choice, cancel)->text;
}

core::Subject subjectOf(const PlannedModel& planned, const std::string& text, const core::Cancel& cancel)
{
    const auto model =
        planned.checkpoint ? withSwitches(planned.checkpoint, planned.id) : loadModel(planned.id, cancel);
    std::vector<int> tokens = model->needTokenizer().encode(text, cancel);
    return core::subjectOf(planned.id, planned.checkpoint ? std::string() : weightsSha256(planned.id, cancel), *model,
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
    , m_measure(measureInChild)
    , m_job(this, {.othersWait = std::move(giveWay),
                   .noMemory = tr("There is not enough memory for this; take shorter lengths.")})
{}

void StudyRunner::change(const std::function<void(StudyState&)>& how)
{
    auto next = std::make_shared<StudyState>(*m_state);
    how(*next);
    m_state = std::move(next);
    emit changed();
}

void StudyRunner::start(StudyPlan plan)
{
    if (m_state->running)
        return;
    change([&](StudyState& state) {
        state = {};
        state.plan = plan;
        state.results.study = plan.study;
        state.running = true;
    });
    m_job.start([this, plan = std::move(plan)](const Job::Run& run) { work(plan, run); },
                [this](const JobEnding& ending) {
                    change([&](StudyState& state) {
                        state.trouble = ending.trouble;
                        state.running = false;
                    });
                });
}

// What is finished stays, however it ends.
void StudyRunner::work(const StudyPlan& plan, const Job::Run& run)
{
    const core::Cancel cancel = run.cancel();
    Text text{wholeText(plan.text, cancel), {}};
    text.record = {{"source", textArgument(plan.text)},
                   {"bytes", text.text.size()},
                   {"hash", core::hexOf(core::hashOf(text.text, cancel))},
                   {"clean_book", nullptr}};
    std::vector<core::Subject> subjects;
    for (const PlannedModel& model : plan.models)
        subjects.push_back(subjectOf(model, text.text, cancel));
    take(conduct(plan, text, subjects, run), plan, text, run);
}

core::StudyResults StudyRunner::conduct(const StudyPlan& plan, const Text& text,
                                        const std::vector<core::Subject>& subjects, const Job::Run& run)
{
    core::ThreadPool pool(m_threads, core::Priority::Background);
    core::StudyTask task{subjects, plan.values, plan.seed, {}};
    task.measure = [&](std::size_t model, const core::TrainingCostOptions& cost, const core::WindowWatch& watch) {
        return measure(plan, text, model, cost, watch);
    };
    return core::studyById(plan.study).run(task, pool, watch(plan, text, run));
}

core::StudyWatch StudyRunner::watch(const StudyPlan& plan, const Text& text, const Job::Run& run)
{
    core::StudyWatch watch;
    watch.cancel = run.cancel();
    watch.progress = [&run](double done) { run.advance(done); };
    watch.partial = [&, this](const core::StudyResults& soFar) { take(soFar, plan, text, run); };
    watch.pieces = [this, &run](std::size_t finished, std::size_t all) {
        run.deliver([this, finished, all] {
            change([&](StudyState& state) {
                state.finished = finished;
                state.pieces = all;
            });
        });
    };
    return watch;
}

void StudyRunner::take(core::StudyResults results, const StudyPlan& plan, const Text& text, const Job::Run& run)
{
    results.program = "alibi-lab " + QCoreApplication::applicationVersion().toStdString();
    results.command = commandOf(plan, textArgument(plan.text));
    results.seed = plan.seed;
    results.input = text.record;
    if (plan.paper && core::studyById(plan.study).paper != core::Study::Paper::Nothing)
        results.paper = core::parseOrderedJson(paperTablesText(), "tables.json");
    run.deliver([this, results = std::move(results)] { change([&](StudyState& state) { state.results = results; }); });
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
