// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/short_long.h"

#include "core/base/number_text.h"
#include "core/study/curves.h"
#include "core/study/part.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace core {
namespace {

Measurement measurementOf(const TrainingCost& cost, const Subject& subject, std::size_t model)
{
    Measurement m;
    m.model = model;
    m.length = subject.model.config().trainingLength;
    m.quantities = {{"training_tokens_per_second", cost.tokensPerSecond()},
                    {"training_seconds_per_step", cost.secondsPerStep},
                    {"training_tokens_per_step", static_cast<double>(cost.tokensPerStep)},
                    {"training_steps", static_cast<double>(cost.steps)},
                    {"training_peak_bytes", cost.peakBytes},
                    {"training_start_bytes", cost.startBytes}};
    return m;
}

Piece costPiece(const Subject& subject, std::size_t model, const ShortLongOptions& options)
{
    const Index length = subject.model.config().trainingLength;
    const Window sequence{0, length, length};
    const double sequences = static_cast<double>(options.cost.tokensPerStep) / static_cast<double>(length);
    // Backward takes twice as long as forward.
    const double work = 3.0 * static_cast<double>(options.cost.steps) * sequences *
                        workOf(subject.model.config(), std::span(&sequence, 1));
    return {work, [&subject, &options, model](const WindowWatch& watch) {
                return std::vector{measurementOf(options.measure(model, options.cost, watch), subject, model)};
            }};
}

StudyResults runShortLong(const StudyTask& task, ThreadPool& pool, const StudyWatch& watch)
{
    const StudyValues& v = task.values;
    return shortLong(task.subjects,
                     {v.number("length"),
                      v.number("tokens"),
                      {v.number("steps"), v.number("batch-tokens"), task.seed},
                      task.measure},
                     pool, watch);
}

StudyBars::Group groupOf(const StudyResults& results, const char* quantity, Sentence title, double unit)
{
    StudyBars::Group group{std::move(title), {}};
    for (std::size_t model = 0; model < results.models.size(); ++model) {
        const auto found = results.with(quantity, model);
        const double value =
            found.empty() ? std::numeric_limits<double>::quiet_NaN() : found.front()->value(quantity) / unit;
        const bool whole = unit > 1.0 || value > 1000.0;
        group.values.push_back({value, std::isnan(value) ? std::string()
                                                         : fixedNumber(value, whole           ? 0
                                                                              : value < 100.0 ? 2
                                                                                              : 1)});
    }
    return group;
}

StudyDrawing drawShortLong(const StudyLook& look)
{
    const StudyResults& r = look.results;
    return StudyBars{
        {groupOf(r, "perplexity",
                 sentence("perplexity at {} tokens (less is better)", r.settings.value("length", Index{0})), 1.0),
         groupOf(r, "training_tokens_per_second", sentence("training, tokens per second (more is better)"), 1.0),
         groupOf(r, "training_peak_bytes", sentence("training, peak memory in MB (less is better)"), 1e6)}};
}

std::vector<std::vector<Sentence>> shortLongFindings(const StudyResults& results, std::span<const std::string> labels)
{
    if (results.models.size() != 2)
        return {};
    const std::size_t shorter = results.models[0].trainingLength <= results.models[1].trainingLength ? 0 : 1;
    std::vector<std::vector<Sentence>> lines;
    const auto add = [&](const char* quantity, const char* format) {
        const auto a = results.with(quantity, shorter);
        const auto b = results.with(quantity, 1 - shorter);
        if (a.empty() || b.empty() || !(b.front()->value(quantity) > 0.0))
            return;
        if (lines.empty())
            lines.emplace_back();
        lines.front().push_back(
            Sentence(format, {labels[shorter], labels[1 - shorter],
                              fixedNumber(a.front()->value(quantity) / b.front()->value(quantity), 2)}));
    };
    add("perplexity", said("{0} has {2} times the perplexity of {1}."));
    add("training_tokens_per_second", said("{0} has {2} times the training speed of {1}."));
    add("training_peak_bytes", said("{0} has {2} times the peak memory of {1}."));
    return lines;
}

// Two of different training lengths.
std::optional<Sentence> misfit(std::span<const int> chosen, std::span<const int> listed)
{
    if (chosen.size() == 2 && chosen[0] != chosen[1])
        return std::nullopt;
    const std::set<int> lengths(listed.begin(), listed.end());
    for (const int length : lengths)
        if (lengths.contains(2 * length))
            return sentence("Check two models, one trained on shorter inputs than the other: for example one trained "
                            "at {} and one at {}.",
                            length, 2 * length);
    return sentence("Two models are needed, one trained at twice the length of the other. Those listed were trained "
                    "at {} tokens. Train one at {} (Ctrl+L in the main window), save it, and add its folder here.",
                    fmt::format("{}", fmt::join(lengths, ", ")), lengths.empty() ? 128 : 2 * *lengths.begin());
}

} // namespace

StudyResults shortLong(std::span<const Subject> subjects, const ShortLongOptions& options, ThreadPool& pool,
                       const StudyWatch& watch)
{
    StudyResults results = resultsOf("short-long", subjects);
    if (subjects.size() != 2)
        throw error("Two models are needed, one trained on shorter inputs than the other, not {}.", subjects.size());
    const Index length = options.length != 0
                             ? options.length
                             : std::max(results.models[0].trainingLength, results.models[1].trainingLength);
    const Part part{checkedLengths({length}), 1, options.tokens};
    checkPart(part, subjects);
    for (const Subject& s : subjects)
        if (static_cast<int>(s.tokens.size()) <= s.model.config().trainingLength)
            throw error("Training {} needs a text of more than {} tokens; it has {}.", s.id,
                        s.model.config().trainingLength, s.tokens.size());
    results.seed = options.cost.seed;
    results.settings = {{"length", length},
                        {"tokens", options.tokens},
                        {"training_steps", options.cost.steps},
                        {"training_tokens_per_step", options.cost.tokensPerStep}};
    std::vector<Piece> pieces;
    for (std::size_t model = 0; model < subjects.size(); ++model)
        if (withinLimit(results, model, length))
            pieces.push_back(pieceOf({model, length, Windowing::Nonoverlapping, length}, part, subjects, pool));
    for (std::size_t model = 0; model < subjects.size(); ++model)
        pieces.push_back(costPiece(subjects[model], model, options));
    return conduct(std::move(results), pieces, watch);
}

Study shortLongStudy()
{
    return {.id = "short-long",
            .title = said("Train short, test long"),
            .asks =
                said("One model trained on short inputs, one on long ones, both tested at the long length; and what "
                     "each training takes on this machine."),
            .means = said("Training short pays when the perplexity at the long length is no worse for less time and "
                          "memory."),
            .options = {{.name = "length",
                         .kind = StudyOption::Kind::Length,
                         .label = said("Length"),
                         .meaning = said("Length in tokens that both are tested at"),
                         .usual = said("the longer training length")},
                        scoredTokensOption(said("all")),
                        {.name = "steps",
                         .kind = StudyOption::Kind::WholeNumber,
                         .label = said("Training steps"),
                         .meaning = said("Training steps that are measured"),
                         .value = 30,
                         .most = 1 << 20},
                        {.name = "batch-tokens",
                         .kind = StudyOption::Kind::WholeNumber,
                         .label = said("Tokens per step"),
                         .meaning = said("Tokens of a training step"),
                         .value = 2048,
                         .most = 1 << 24}},
            .fewestModels = 2,
            .mostModels = 2,
            .draws = true,
            .paper = Study::Paper::Training,
            .misfit = misfit,
            .run = runShortLong,
            .views = {{.name = said("Trained short against trained long"), .draw = drawShortLong}},
            .findings = shortLongFindings};
}

} // namespace core
