// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/windows.h"

#include "core/base/number_text.h"
#include "core/study/curves.h"
#include "core/study/part.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {
namespace {

constexpr Index kUsualTokens = 1000;
constexpr Index kFewTimes = 8;
constexpr double kSame = 0.005; // of a perplexity: less is called no change

std::vector<Index> lengthsFor(std::span<const Subject> subjects, const WindowsOptions& options)
{
    if (!options.lengths.empty())
        return checkedLengths(options.lengths);
    Index most = std::numeric_limits<Index>::max();
    Index training = 1;
    for (const Subject& s : subjects) {
        most = std::min(most, static_cast<Index>(s.tokens.size()) / 2);
        training = std::max<Index>(training, s.model.config().trainingLength);
    }
    std::vector<Index> lengths;
    for (const Index length : {training / 2, training, 2 * training, 4 * training, 8 * training})
        if (length >= 1 && length <= most)
            lengths.push_back(length);
    if (lengths.empty())
        throw error("The text is too short: not even {} tokens can be read at a time.", training / 2);
    return checkedLengths(std::move(lengths));
}

Part partOf(std::span<const Subject> subjects, const WindowsOptions& options)
{
    Part part{lengthsFor(subjects, options), 1, options.tokens};
    const Index longest = part.lengths.back();
    part.context = longest;
    if (part.tokens == 0)
        part.tokens = std::max(kUsualTokens, longest);
    checkPart(part, subjects);
    return part;
}

void describe(const Evaluation& evaluation, const WindowsOptions& options, Index training, Index passes, Measurement& m)
{
    m.quantities.push_back({"passes", static_cast<double>(passes)});
    m.quantities.push_back({"early_share", evaluation.shareBelow(options.early + 1)});
    m.quantities.push_back({"below_training_share", evaluation.shareBelow(training)});
    m.quantities.push_back({"below_training_nll", evaluation.nllBelow(training)});
    m.quantities.push_back({"from_training_nll", evaluation.nllFrom(training)});
    m.series.push_back({"nll_by_position", evaluation.nllByPosition});
    m.series.push_back(
        {"scored_by_position", {evaluation.scoredByPosition.begin(), evaluation.scoredByPosition.end()}});
}

StudyResults runWindows(const StudyTask& task, ThreadPool& pool, const StudyWatch& watch)
{
    const StudyValues& v = task.values;
    return windows(task.subjects, {v.lengths("lengths"), v.number("stride"), v.number("tokens"), v.number("early")},
                   pool, watch);
}

StudyDrawing drawPerplexity(const StudyLook& look) { return perplexityByLength(look, true); }

// Positions that are taken together into one point: each is a quarter longer than what came before it.
struct Bin
{
    double weight = 0.0;
    double loss = 0.0;
    double context = 0.0;
};

std::vector<Bin> binned(const std::vector<double>& losses, const std::vector<double>& scored)
{
    std::vector<Bin> bins;
    std::size_t end = 0; // of the last bin
    for (std::size_t p = 0; p < losses.size(); ++p) {
        if (p >= end) {
            bins.emplace_back();
            end = p + std::max<std::size_t>(1, (p + 1) / 4);
        }
        if (std::isnan(losses[p]) || scored[p] <= 0.0)
            continue;
        bins.back().weight += scored[p];
        bins.back().loss += scored[p] * losses[p];
        bins.back().context += scored[p] * static_cast<double>(p + 1);
    }
    std::erase_if(bins, [](const Bin& bin) { return bin.weight <= 0.0; });
    return bins;
}

// The loss at the chosen window length by tokens of context, side by side and sliding.
StudyDrawing drawContext(const StudyLook& look)
{
    StudyPlot plot{
        said("tokens of context (position in the window + 1)"), said("loss (nats)"), true, false, {}, {}, {}};
    for (const Measurement& m : look.results.measurements) {
        const auto* losses = m.seriesOf("nll_by_position");
        const auto* scored = m.seriesOf("scored_by_position");
        if (std::to_string(m.length) != look.choice || losses == nullptr || scored == nullptr ||
            losses->size() != scored->size())
            continue;
        StudyCurve curve;
        curve.model = m.model;
        curve.dashed = m.windowing == Windowing::Sliding;
        curve.id = std::to_string(m.model) + (curve.dashed ? "s" : "");
        curve.label = labelBy(m.windowing.value_or(Windowing::Nonoverlapping), look.labels[m.model]);
        for (const Bin& bin : binned(*losses, *scored)) {
            curve.x.push_back(bin.context / bin.weight);
            curve.y.push_back(bin.loss / bin.weight);
        }
        plot.curves.push_back(std::move(curve));
    }
    addTrainingLengths(plot, look.results);
    return plot;
}

// Usually the longest whose positions are scored a few times each.
std::vector<StudyView::Choice> lengthsToShow(const StudyResults& results)
{
    const auto tokens = results.settings.value("tokens", Index{0});
    std::vector<StudyView::Choice> choices;
    for (const Index length : measuredLengths(results)) {
        choices.push_back({std::to_string(length), sentence("{} tokens", length), tokens >= kFewTimes * length});
        if (choices.back().usual && choices.size() > 1)
            choices[choices.size() - 2].usual = false;
    }
    return choices;
}

struct Ends // the same model and windowing at two lengths
{
    const Measurement* first = nullptr;
    const Measurement* last = nullptr;

    std::string from() const { return shown(first->value("perplexity")); }
    std::string to() const { return shown(last->value("perplexity")); }
    double gain() const { return 1.0 - last->value("perplexity") / first->value("perplexity"); }
    static std::string shown(double perplexity) { return fixedNumber(perplexity, perplexity < 1000.0 ? 1 : 0); }
};

// From the training length, or the next longer one, to the longest that was measured both ways.
std::optional<std::pair<Ends, Ends>> endsOf(const StudyResults& results, std::size_t model)
{
    Ends beside;
    Ends sliding;
    for (const Measurement* m : results.with("perplexity", model)) {
        if (m->windowing != Windowing::Sliding || m->length < results.models[model].trainingLength)
            continue;
        for (const Measurement* other : results.with("perplexity", model)) {
            if (other->windowing != Windowing::Nonoverlapping || other->length != m->length)
                continue;
            if (sliding.first == nullptr) {
                sliding.first = m;
                beside.first = other;
            }
            sliding.last = m;
            beside.last = other;
        }
    }
    if (sliding.first == sliding.last)
        return std::nullopt;
    return std::pair(beside, sliding);
}

std::vector<Sentence> findingOf(const Ends& beside, const Ends& sliding, const std::string& label, Index early)
{
    std::vector<Sentence> line{sentence(
        "{}, windows of {} → {} tokens: perplexity {} → {} side by side, {} → {} sliding; predictions from "
        "at most {} tokens {} → {}.",
        label, beside.first->length, beside.last->length, beside.from(), beside.to(), sliding.from(), sliding.to(),
        early, percentText(beside.first->value("early_share")), percentText(beside.last->value("early_share")))};
    const double gain = beside.gain();
    const double left = sliding.gain();
    if (gain > kSame && left <= kSame)
        line.push_back(sentence("What it gains side by side is gone when no prediction lacks context."));
    else if (gain > kSame)
        line.push_back(sentence("Of the gain of {} side by side, {} is left when no prediction lacks context.",
                                percentText(gain), percentText(left)));
    else if (gain < -kSame && left < -kSame)
        line.push_back(sentence("Longer windows make it worse both ways."));
    return line;
}

std::vector<std::vector<Sentence>> windowsFindings(const StudyResults& results, std::span<const std::string> labels)
{
    std::vector<std::vector<Sentence>> lines;
    for (std::size_t model = 0; model < results.models.size(); ++model)
        if (const auto ends = endsOf(results, model))
            lines.push_back(
                findingOf(ends->first, ends->second, labels[model], results.settings.value("early", Index{0})));
    return lines;
}

} // namespace

StudyResults windows(std::span<const Subject> subjects, const WindowsOptions& options, ThreadPool& pool,
                     const StudyWatch& watch)
{
    StudyResults results = resultsOf("windows", subjects);
    if (options.stride < 1)
        throw error("The stride must be at least 1, not {}.", options.stride);
    if (options.early < 1)
        throw error("Early predictions are made from at least 1 token, not {}.", options.early);
    const Part part = partOf(subjects, options);
    results.settings = {{"stride", options.stride},
                        {"tokens", part.tokens},
                        {"context", part.context},
                        {"early", options.early},
                        {"lengths", part.lengths}};
    std::vector<Piece> pieces;
    for (const Windowing windowing : {Windowing::Nonoverlapping, Windowing::Sliding}) // the cheap ones first
        for (const Index length : part.lengths)
            for (std::size_t model = 0; model < subjects.size(); ++model) {
                if (!withinLimit(results, model, length))
                    continue;
                const Subject& subject = subjects[model];
                const Index training = subject.model.config().trainingLength;
                const auto tokens = static_cast<Index>(part.of(subject).size());
                pieces.push_back(pieceOf(
                    {model, length, windowing, options.stride}, part, subjects, pool,
                    [&options, training, tokens](const Evaluation& e, const EvaluationOptions& o, Measurement& m) {
                        describe(e, options, training, passesOf(tokens, o), m);
                    }));
            }
    return conduct(std::move(results), pieces, watch);
}

Study windowsStudy()
{
    return {.id = "windows",
            .title = said("Sliding window against nonoverlapping"),
            .asks = said("The same predictions from windows side by side and from sliding ones, where no prediction "
                         "lacks context."),
            .means = said("A curve that falls only side by side gains from fewer tokens without context, not from "
                          "longer contexts."),
            .options = {lengthsOption(said("½ … 8 × training length")),
                        strideOption(),
                        scoredTokensOption(said("1000 or the longest length")),
                        {.name = "early",
                         .kind = StudyOption::Kind::WholeNumber,
                         .label = said("Early: at most"),
                         .meaning = said("A prediction from at most so many tokens of context counts as early"),
                         .value = 10}},
            .paper = Study::Paper::Perplexity,
            .run = runWindows,
            .views = {perplexityView(drawPerplexity),
                      {.name = said("Loss by tokens of context"),
                       .draw = drawContext,
                       .room = 2,
                       .choices = lengthsToShow,
                       .choosing = said("Windows of"),
                       .choosingName = said("Window length of the lower plot")}},
            .findings = windowsFindings};
}

} // namespace core
