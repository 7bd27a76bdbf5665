// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reach.h"

#include "core/eval/attention_reach.h"
#include "core/eval/occlusion.h"
#include "core/study/part.h"

#include <algorithm>

namespace core {
namespace {

constexpr Index kReachedTimes = 8;

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

} // namespace

Report reach(std::span<const Subject> subjects, const ReachStudyOptions& asked, ThreadPool& pool,
             const StudyWatch& watch)
{
    Report report = reportOf("reach", subjects);
    ReachStudyOptions options = asked;
    options.lengths = checkedLengths(options.lengths);
    if (!options.lengths.empty())
        checkPart({options.lengths, 1, 0}, subjects);
    if (options.samples < 1)
        throw error("At least 1 prediction must be looked at, not {}.", options.samples);
    if (!(options.tolerance > 0.0 && options.tolerance < 1.0))
        throw error("The tolerance must be between 0 and 1, not {}.", options.tolerance);
    report.seed = options.seed;
    report.settings = {{"lengths", options.lengths},
                       {"samples", options.samples},
                       {"tolerance", options.tolerance},
                       {"occluded_positions", "counted from 0 again"}};
    std::vector<Piece> pieces;
    for (std::size_t model = 0; model < subjects.size(); ++model)
        for (const Index length : lengthsFor(subjects[model], options))
            if (withinLimit(report, model, length)) {
                pieces.push_back(attentionPiece(subjects[model], model, length, pool));
                pieces.push_back(occlusionPiece(subjects[model], model, length, options, pool));
            }
    return conduct(std::move(report), pieces, watch);
}

} // namespace core
