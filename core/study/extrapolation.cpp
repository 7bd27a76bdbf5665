// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/extrapolation.h"

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

Report extrapolation(std::span<const Subject> subjects, const ExtrapolationOptions& options, ThreadPool& pool,
                     const StudyWatch& watch)
{
    Report report = reportOf("extrapolation", subjects);
    const bool slides = options.windowing == Windowing::Sliding;
    if (slides && options.stride < 1)
        throw error("The stride must be at least 1, not {}.", options.stride);
    Part part{lengthsFor(subjects, options), 1, options.tokens};
    if (slides) // so that no prediction lacks context
        part.context = part.lengths.back();
    checkPart(part, subjects);
    report.settings = {{"windowing", idOf(options.windowing)},
                       {"stride", slides ? OrderedJson(options.stride) : OrderedJson(nullptr)},
                       {"tokens", options.tokens},
                       {"lengths", part.lengths}};
    std::vector<Piece> pieces;
    for (const Index length : part.lengths)
        for (std::size_t model = 0; model < subjects.size(); ++model)
            if (withinLimit(report, model, length))
                pieces.push_back(pieceOf({model, length, options.windowing, options.stride}, part, subjects, pool));
    return conduct(std::move(report), pieces, watch);
}

} // namespace core
