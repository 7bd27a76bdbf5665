// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/part.h"

#include <algorithm>

namespace core {
namespace {

std::size_t endOf(const Part& part, const Subject& subject)
{
    return part.tokens == 0 ? subject.tokens.size()
                            : std::min(subject.tokens.size(), static_cast<std::size_t>(part.context + part.tokens));
}

} // namespace

std::span<const int> Part::of(const Subject& subject) const
{
    return std::span(subject.tokens).first(endOf(*this, subject));
}

std::span<const int> Part::scoredBytesOf(const Subject& subject) const
{
    if (subject.tokenBytes.empty())
        return {};
    const auto first = static_cast<std::size_t>(context);
    return std::span(subject.tokenBytes).subspan(first, endOf(*this, subject) - first);
}

std::vector<Index> checkedLengths(std::vector<Index> lengths)
{
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    if (!lengths.empty() && lengths.front() < 1)
        throw error("A length must be at least 1 token, not {}.", lengths.front());
    return lengths;
}

void checkPart(const Part& part, std::span<const Subject> subjects)
{
    const Index longest = part.lengths.back();
    if (part.tokens != 0 && part.tokens < longest)
        throw error("At least as many tokens as the longest length, {}, must be scored, not {}.", longest, part.tokens);
    for (const Subject& subject : subjects) {
        const auto tokens = static_cast<Index>(subject.tokens.size());
        if (longest > tokens - part.context)
            throw error("The length {} needs a text of at least {} tokens; for {} it has {}. Take a shorter length or "
                        "a longer text.",
                        longest, longest + part.context, subject.name(), tokens);
    }
}

Piece pieceOf(const EvaluationPiece& what, const Part& part, std::span<const Subject> subjects, ThreadPool& pool,
              const Describe& describe)
{
    const Subject& subject = subjects[what.model];
    EvaluationOptions options;
    options.length = what.length;
    options.windowing = what.windowing;
    options.stride = std::min(what.stride, what.length);
    options.context = part.context;
    const auto tokens = part.of(subject);
    const double work = workOf(subject.model.config(), windowsOf(static_cast<Index>(tokens.size()), options));
    return {work, [=, &subject, &pool, &part](const WindowWatch& watch) mutable {
                options.cancel = watch.cancel;
                options.progress = watch.progress;
                const Evaluation evaluation = evaluate(subject.model, tokens, options, pool);
                Measurement m = measurementOf(evaluation, what.model, part.scoredBytesOf(subject));
                if (describe)
                    describe(evaluation, options, m);
                return std::vector{std::move(m)};
            }};
}

bool withinLimit(StudyResults& results, std::size_t model, Index length)
{
    ModelRecord& record = results.models[model];
    if (!record.longestInput || length <= *record.longestInput)
        return true;
    record.limited = true;
    return false;
}

} // namespace core
