// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/short_long.h"

#include "core/study/part.h"

#include <algorithm>

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

} // namespace

Report shortLong(std::span<const Subject> subjects, const ShortLongOptions& options, ThreadPool& pool,
                 const StudyWatch& watch)
{
    Report report = reportOf("short-long", subjects);
    if (subjects.size() != 2)
        throw error("Two models are needed, one trained on shorter inputs than the other, not {}.", subjects.size());
    const Index length = options.length != 0
                             ? options.length
                             : std::max(report.models[0].trainingLength, report.models[1].trainingLength);
    const Part part{checkedLengths({length}), 1, options.tokens};
    checkPart(part, subjects);
    for (const Subject& s : subjects)
        if (static_cast<int>(s.tokens.size()) <= s.model.config().trainingLength)
            throw error("Training {} needs a text of more than {} tokens; it has {}.", s.id,
                        s.model.config().trainingLength, s.tokens.size());
    report.seed = options.cost.seed;
    report.settings = {{"length", length},
                       {"tokens", options.tokens},
                       {"training_steps", options.cost.steps},
                       {"training_tokens_per_step", options.cost.tokensPerStep}};
    std::vector<Piece> pieces;
    for (std::size_t model = 0; model < subjects.size(); ++model)
        if (withinLimit(report, model, length))
            pieces.push_back(pieceOf({model, length, Windowing::Nonoverlapping, length}, part, subjects, pool));
    for (std::size_t model = 0; model < subjects.size(); ++model)
        pieces.push_back(costPiece(subjects[model], model, options));
    return conduct(std::move(report), pieces, watch);
}

} // namespace core
