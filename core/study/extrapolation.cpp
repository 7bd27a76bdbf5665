// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/extrapolation.h"

#include "core/base/number_text.h"
#include "core/study/curves.h"
#include "core/study/part.h"

#include <algorithm>
#include <limits>

namespace core {
namespace {

constexpr Index kShortest = 8;
constexpr Index kFurthestTimes = 32;

// What fits into every text, unless asked for.
std::vector<Index> lengthsFor(std::span<const Subject> subjects, const ExtrapolationOptions& options)
{
    if (!options.lengths.empty())
        return checkedLengths(options.lengths);
    Index most = options.tokens > 0 ? options.tokens : std::numeric_limits<Index>::max();
    std::vector<Index> lengths;
    for (const Subject& s : subjects) {
        const auto readable = static_cast<Index>(s.tokens.size()) - 1;
        most = std::min(most, options.windowing == Windowing::Sliding ? readable / 2 : readable);
        const auto own = extrapolationLengths(s.model.config().trainingLength);
        lengths.insert(lengths.end(), own.begin(), own.end());
    }
    std::erase_if(lengths, [&](Index length) { return length > most; });
    if (lengths.empty())
        throw error("The text is too short: not even {} tokens can be read at a time.", kShortest);
    return checkedLengths(std::move(lengths));
}

StudyResults runExtrapolation(const StudyTask& task, ThreadPool& pool, const StudyWatch& watch)
{
    const StudyValues& v = task.values;
    return extrapolation(
        task.subjects,
        {v.lengths("lengths"), windowingById(v.choice("window")), v.number("stride"), v.number("tokens")}, pool, watch);
}

StudyDrawing drawExtrapolation(const StudyLook& look) { return perplexityByLength(look, false); }

std::string shown(double perplexity) { return fixedNumber(perplexity, perplexity < 1000.0 ? 1 : 0); }

Sentence findingOf(const StudyResults& results, std::size_t model, const std::string& label,
                   std::span<const Measurement* const> found)
{
    const auto perplexity = [](const Measurement* m) { return m->value("perplexity"); };
    const Measurement* best = *std::ranges::min_element(found, {}, perplexity);
    const Measurement* last = found.back();
    const auto trained = std::ranges::find(found, Index{results.models[model].trainingLength}, &Measurement::length);
    const std::string least = shown(perplexity(best));
    const std::string furthest = shown(perplexity(last));
    if (trained == found.end())
        return last == best
                   ? sentence("{}: best {} at {}.", label, least, best->length)
                   : sentence("{}: best {} at {}; {} at {}.", label, least, best->length, furthest, last->length);
    const std::string own = shown(perplexity(*trained));
    return last == best ? sentence("{}: {} at its training length, {} tokens; best {} at {}.", label, own,
                                   (*trained)->length, least, best->length)
                        : sentence("{}: {} at its training length, {} tokens; best {} at {}; {} at {}.", label, own,
                                   (*trained)->length, least, best->length, furthest, last->length);
}

std::vector<std::vector<Sentence>> extrapolationFindings(const StudyResults& results,
                                                         std::span<const std::string> labels)
{
    std::vector<std::vector<Sentence>> lines;
    for (std::size_t model = 0; model < results.models.size(); ++model)
        if (const auto found = results.with("perplexity", model); !found.empty())
            lines.push_back({findingOf(results, model, labels[model], found)});
    return lines;
}

} // namespace

std::vector<Index> extrapolationLengths(int trainingLength)
{
    std::vector<Index> lengths;
    for (Index length = kShortest; length <= kFurthestTimes * trainingLength; length *= 2)
        lengths.push_back(length);
    for (const Index more : {0, 1, 2, 5, 10, 20, 50})
        lengths.push_back(trainingLength + more);
    return checkedLengths(std::move(lengths));
}

StudyResults extrapolation(std::span<const Subject> subjects, const ExtrapolationOptions& options, ThreadPool& pool,
                           const StudyWatch& watch)
{
    StudyResults results = resultsOf("extrapolation", subjects);
    const bool slides = options.windowing == Windowing::Sliding;
    if (slides && options.stride < 1)
        throw error("The stride must be at least 1, not {}.", options.stride);
    Part part{lengthsFor(subjects, options), 1, options.tokens};
    if (slides) // so that no prediction lacks context
        part.context = part.lengths.back();
    checkPart(part, subjects);
    results.settings = {{"windowing", idOf(options.windowing)},
                        {"stride", slides ? OrderedJson(options.stride) : OrderedJson(nullptr)},
                        {"tokens", options.tokens},
                        {"lengths", part.lengths}};
    std::vector<Piece> pieces;
    for (const Index length : part.lengths)
        for (std::size_t model = 0; model < subjects.size(); ++model)
            if (withinLimit(results, model, length))
                pieces.push_back(pieceOf({model, length, options.windowing, options.stride}, part, subjects, pool));
    return conduct(std::move(results), pieces, watch);
}

Study extrapolationStudy()
{
    StudyOption stride = strideOption();
    stride.belongsTo = "window";
    stride.belongsToChoice = "sliding";
    return {.id = "extrapolation",
            .title = said("Extrapolation"),
            .asks = said("Perplexity by length, past the length each model was trained on."),
            .means = said("A curve that stays level past the training length reads longer texts than it has ever met; "
                          "one that rises cannot."),
            .options = {lengthsOption(said("8 … 32 × training length")),
                        {.name = "window",
                         .kind = StudyOption::Kind::Choice,
                         .label = said("Windows"),
                         .meaning = said("How the text is cut"),
                         .choices = {{"nonoverlapping", said("side by side")}, {"sliding", said("sliding")}}},
                        stride,
                        scoredTokensOption(said("all"))},
            .paper = Study::Paper::Perplexity,
            .run = runExtrapolation,
            .views = {perplexityView(drawExtrapolation)},
            .findings = extrapolationFindings};
}

} // namespace core
