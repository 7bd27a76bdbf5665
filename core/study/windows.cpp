// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/windows.h"

#include "core/study/part.h"

#include <algorithm>
#include <limits>

namespace core {
namespace {

constexpr Index kUsualTokens = 1000;

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

} // namespace

Report windows(std::span<const Subject> subjects, const WindowsOptions& options, ThreadPool& pool,
               const StudyWatch& watch)
{
    Report report = reportOf("windows", subjects);
    if (options.stride < 1)
        throw error("The stride must be at least 1, not {}.", options.stride);
    if (options.early < 1)
        throw error("Early predictions are made from at least 1 token, not {}.", options.early);
    const Part part = partOf(subjects, options);
    report.settings = {{"stride", options.stride},
                       {"tokens", part.tokens},
                       {"context", part.context},
                       {"early", options.early},
                       {"lengths", part.lengths}};
    std::vector<Piece> pieces;
    for (const Windowing windowing : {Windowing::Nonoverlapping, Windowing::Sliding}) // the cheap ones first
        for (const Index length : part.lengths)
            for (std::size_t model = 0; model < subjects.size(); ++model) {
                if (!withinLimit(report, model, length))
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
    return conduct(std::move(report), pieces, watch);
}

} // namespace core
