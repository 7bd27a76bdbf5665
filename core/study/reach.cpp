// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reach.h"

#include "core/base/number_text.h"
#include "core/eval/attention_reach.h"
#include "core/eval/occlusion.h"
#include "core/study/curves.h"
#include "core/study/part.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

constexpr Index kReachedTimes = 8;
constexpr const char* kBeyond = "beyond_training_mass";

std::vector<Index> lengthsFor(const Subject& subject, const ReachStudyOptions& options)
{
    if (!options.lengths.empty())
        return options.lengths;
    return {std::min({kReachedTimes * subject.model.config().trainingLength,
                      static_cast<Index>(subject.tokens.size()) - 1, subject.model.encoding().longestInput()})};
}

Measurement measurementOf(const HeadReach& reach, std::size_t model, Index length)
{
    Measurement m;
    m.model = model;
    m.length = length;
    m.layer = reach.layer;
    m.head = reach.head;
    m.quantities = {{"mean_distance", reach.attention.meanDistance},
                    {"entropy", reach.attention.entropy},
                    {"beyond_training_mass", reach.attention.massBeyond},
                    {"bias_mean_distance", reach.bias.meanDistance},
                    {"bias_entropy", reach.bias.entropy},
                    {"bias_beyond_training_mass", reach.bias.massBeyond}};
    return m;
}

Piece attentionPiece(const Subject& subject, std::size_t model, Index length, ThreadPool& pool)
{
    const Window window{0, length, 1};
    // The maps take about as long again as the forward pass.
    return {2.0 * workOf(subject.model.config(), std::span(&window, 1)),
            [&subject, &pool, model, length](const WindowWatch& watch) {
                const auto tokens = std::span(subject.tokens).first(static_cast<std::size_t>(length));
                const auto trace = forward(subject.model, tokens, pool, {-1, watch.cancel, length});
                ReachOptions options;
                options.cancel = watch.cancel;
                options.progress = watch.progress;
                std::vector<Measurement> found;
                for (const HeadReach& head : attentionReach(*trace, options, pool))
                    found.push_back(measurementOf(head, model, length));
                return found;
            }};
}

std::vector<Measurement> measurementsOf(const Occlusion& occlusion, std::size_t model, Index length)
{
    Measurement base;
    base.model = model;
    base.length = length;
    std::vector<Measurement> found;
    for (std::size_t i = 0; i < occlusion.contexts.size(); ++i) {
        found.push_back(base);
        found.back().context = occlusion.contexts[i];
        found.back().quantities = {{"occluded_nll", occlusion.nll[i]}};
    }
    base.quantities = {{"receptive_field", static_cast<double>(occlusion.receptiveField)},
                       {"full_nll", occlusion.nll.back()},
                       {"samples", static_cast<double>(occlusion.samples)}};
    found.push_back(base);
    return found;
}

Piece occlusionPiece(const Subject& subject, std::size_t model, Index length, const ReachStudyOptions& options,
                     ThreadPool& pool)
{
    OcclusionOptions occlusion{length, options.samples, options.tolerance, options.seed, {}};
    return {workOf(subject.model.config(), occlusion),
            [&subject, &pool, occlusion, model, length](const WindowWatch& watch) mutable {
                occlusion.watch = watch;
                return measurementsOf(occlude(subject.model, subject.tokens, occlusion, pool), model, length);
            }};
}

StudyResults runReach(const StudyTask& task, ThreadPool& pool, const StudyWatch& watch)
{
    const StudyValues& v = task.values;
    return reach(task.subjects, {v.lengths("lengths"), v.number("samples"), v.share("tolerance"), task.seed}, pool,
                 watch);
}

std::vector<StudyView::Choice> quantitiesOfHeads(const StudyResults&)
{
    return {{"mean_distance", sentence("mean distance (tokens)")},
            {"entropy", sentence("entropy (nats)")},
            {kBeyond, sentence("weight beyond the training length")}};
}

// Per model and layer a row, per head a column: "as measured / from the bias alone".
StudyDrawing drawHeads(const StudyLook& look)
{
    const bool share = look.choice == kBeyond;
    const auto number = [share](double value) { return share ? percentText(value) : plainNumber(value, 3); };
    const bool several = measuredLengths(look.results).size() > 1;
    StudyTable table;
    double largest = 0.0;
    for (const Measurement& m : look.results.measurements) {
        const double value = m.value(look.choice);
        if (m.head < 0 || std::isnan(value))
            continue;
        Sentence row = several ? sentence("{} at {}, layer {}", look.labels[m.model], m.length, m.layer)
                               : sentence("{}, layer {}", look.labels[m.model], m.layer);
        auto at = std::ranges::find(table.rowNames, row) - table.rowNames.begin();
        if (static_cast<std::size_t>(at) == table.rowNames.size()) {
            table.rowNames.push_back(std::move(row));
            table.cells.emplace_back();
            table.shares.emplace_back();
        }
        while (static_cast<int>(table.header.size()) <= m.head)
            table.header.push_back(sentence("head {}", table.header.size()));
        const auto line = static_cast<std::size_t>(at);
        table.cells[line].push_back(sentence("{} / {}", number(value), number(m.value("bias_" + look.choice))));
        table.shares[line].push_back(value);
        largest = std::max(largest, value);
    }
    for (std::vector<double>& row : table.shares)
        for (double& value : row)
            value = largest > 0.0 ? value / largest : 0.0;
    return table;
}

// The loss that is left when only so many tokens of context are.
StudyDrawing drawOcclusion(const StudyLook& look)
{
    StudyPlot plot{said("tokens of context that are left"), said("loss (nats)"), true, false, {}, {}, {}};
    for (std::size_t model = 0; model < look.results.models.size(); ++model)
        for (const Measurement* m : look.results.with("occluded_nll", model)) {
            const std::string id = fmt::format("{}@{}", model, m->length);
            if (plot.curves.empty() || plot.curves.back().id != id) {
                StudyCurve curve;
                curve.id = id;
                curve.label = sentence("{} at {}", look.labels[model], m->length);
                curve.model = model;
                plot.curves.push_back(std::move(curve));
            }
            plot.curves.back().x.push_back(static_cast<double>(m->context));
            plot.curves.back().y.push_back(m->value("occluded_nll"));
        }
    addTrainingLengths(plot, look.results);
    return plot;
}

std::vector<Sentence> findingOf(const StudyResults& results, const Measurement& whole, const std::string& label)
{
    const double enough = whole.value("receptive_field");
    const std::string near = percentText(results.settings.value("tolerance", 0.0));
    const std::string full = plainNumber(whole.value("full_nll"));
    std::vector<Sentence> line;
    if (enough < static_cast<double>(whole.length))
        line.push_back(sentence("{}: {} of {} tokens of context are enough for a loss within {} of that with all "
                                "({} nats).",
                                label, plainNumber(enough, 7), whole.length, near, full));
    else
        line.push_back(sentence("{}: with fewer than all {} tokens of context the loss is off by more than {} ({} "
                                "nats with all).",
                                label, whole.length, near, full));
    const Measurement* best = nullptr;
    for (const Measurement* m : results.with("occluded_nll", whole.model))
        if (m->length == whole.length && (best == nullptr || m->value("occluded_nll") < best->value("occluded_nll")))
            best = m;
    if (best != nullptr)
        line.push_back(
            sentence("The least loss is {}, with {} tokens.", plainNumber(best->value("occluded_nll")), best->context));
    return line;
}

std::vector<std::vector<Sentence>> reachFindings(const StudyResults& results, std::span<const std::string> labels)
{
    std::vector<std::vector<Sentence>> lines;
    for (std::size_t model = 0; model < results.models.size(); ++model)
        for (const Measurement* m : results.with("receptive_field", model))
            lines.push_back(findingOf(results, *m, labels[model]));
    return lines;
}

} // namespace

StudyResults reach(std::span<const Subject> subjects, const ReachStudyOptions& asked, ThreadPool& pool,
                   const StudyWatch& watch)
{
    StudyResults results = resultsOf("reach", subjects);
    ReachStudyOptions options = asked;
    options.lengths = checkedLengths(options.lengths);
    if (!options.lengths.empty())
        checkPart({options.lengths, 1, 0}, subjects);
    if (options.samples < 1)
        throw error("At least 1 prediction must be looked at, not {}.", options.samples);
    if (!(options.tolerance > 0.0 && options.tolerance < 1.0))
        throw error("The tolerance must be between 0 and 1, not {}.", options.tolerance);
    results.seed = options.seed;
    results.settings = {{"lengths", options.lengths},
                        {"samples", options.samples},
                        {"tolerance", options.tolerance},
                        {"occluded_positions", "counted from 0 again"}};
    std::vector<Piece> pieces;
    for (std::size_t model = 0; model < subjects.size(); ++model)
        for (const Index length : lengthsFor(subjects[model], options))
            if (withinLimit(results, model, length)) {
                pieces.push_back(attentionPiece(subjects[model], model, length, pool));
                pieces.push_back(occlusionPiece(subjects[model], model, length, options, pool));
            }
    return conduct(std::move(results), pieces, watch);
}

Study reachStudy()
{
    return {.id = "reach",
            .title = said("Reach"),
            .asks = said("How far back every head looks, against what its bias alone would give; and how much context "
                         "can be cut away before the loss changes."),
            .means = said("Heads may look far back without the loss using it: the curve is level from the context on "
                          "that is enough."),
            .options = {lengthsOption(said("8 × training length")),
                        {.name = "samples",
                         .kind = StudyOption::Kind::WholeNumber,
                         .label = said("Samples"),
                         .meaning = said("Predictions whose context is cut"),
                         .value = 100},
                        {.name = "tolerance",
                         .kind = StudyOption::Kind::Share,
                         .label = said("Tolerance"),
                         .meaning = said("Part of the loss that counts as no change"),
                         .value = 0.01}},
            .draws = true,
            .run = runReach,
            .views = {{.name = said("Reach of every head: as measured / from the bias alone"),
                       .draw = drawHeads,
                       .choices = quantitiesOfHeads,
                       .choosing = said("Of every head"),
                       .choosingName = said("What is shown of every head"),
                       .note = said("as measured / from the bias alone")},
                      {.name = said("Loss by what is left of the context"), .draw = drawOcclusion}},
            .findings = reachFindings};
}

} // namespace core
