// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/curves.h"

#include "core/position/registry.h"

#include <algorithm>

namespace core {
namespace {

constexpr int kPaperTrained = 512; // the length the paper trained all four encodings at and tested them furthest past
constexpr const char* kMultiples = "multiples";

std::vector<int> trainingLengths(const StudyResults& results)
{
    std::vector<int> lengths;
    for (const ModelRecord& model : results.models)
        lengths.push_back(model.trainingLength);
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

bool belongsBeside(const PaperCurve& curve, const StudyResults& results, bool bothWays)
{
    return std::ranges::any_of(results.models, [&](const ModelRecord& m) { return m.encoding == curve.encoding; }) &&
           curve.trainingLength == kPaperTrained && curve.points.size() >= 2 && curve.table != 5 &&
           (bothWays || curve.windowing == Windowing::Nonoverlapping);
}

void addPaper(StudyPlot& plot, const StudyLook& look, bool multiples, bool bothWays)
{
    for (const PaperCurve& curve : look.paper->curves) {
        if (!belongsBeside(curve, look.results, bothWays))
            continue;
        const Sentence name(encodingById<float>(curve.encoding).label);
        StudyCurve drawn;
        drawn.id = fmt::format("paper{}{}", curve.table, name.english());
        drawn.label = curve.windowing == Windowing::Sliding
                          ? sentence("paper: {}-{}, sliding", name, curve.trainingLength)
                          : sentence("paper: {}-{}", name, curve.trainingLength);
        drawn.encoding = curve.encoding;
        drawn.dashed = true;
        for (const PaperPoint& point : curve.points) {
            drawn.x.push_back(static_cast<double>(point.length) / (multiples ? curve.trainingLength : 1));
            drawn.y.push_back(point.perplexity);
        }
        plot.curves.push_back(std::move(drawn));
    }
}

std::vector<StudyView::Choice> unitsOfLength(const StudyResults&)
{
    return {{"tokens", sentence("tokens")}, {kMultiples, sentence("multiples of the training length")}};
}

} // namespace

Sentence labelBy(Windowing windowing, const std::string& label)
{
    return windowing == Windowing::Sliding ? sentence("{}, sliding", label) : sentence("{}, side by side", label);
}

void addTrainingLengths(StudyPlot& plot, const StudyResults& results)
{
    const std::vector<int> lengths = trainingLengths(results);
    if (lengths.size() == 1)
        plot.trainingLength = lengths.front();
    else
        for (const int length : lengths)
            plot.marks.push_back({static_cast<double>(length), sentence("trained {}", length), std::nullopt});
}

StudyPlot perplexityByLength(const StudyLook& look, bool bothWays)
{
    const StudyResults& results = look.results;
    const bool multiples = look.choice == kMultiples;
    StudyPlot plot{multiples ? said("length read at a time ÷ training length") : said("length read at a time (tokens)"),
                   said("perplexity"),
                   true,
                   true,
                   {},
                   {},
                   {}};
    for (std::size_t model = 0; model < results.models.size(); ++model) {
        const double unit = multiples ? results.models[model].trainingLength : 1.0;
        for (const Windowing windowing : {Windowing::Nonoverlapping, Windowing::Sliding}) {
            StudyCurve curve;
            curve.model = model;
            curve.dashed = bothWays && windowing == Windowing::Sliding;
            curve.id = std::to_string(model) + (curve.dashed ? "s" : "");
            curve.label = bothWays ? labelBy(windowing, look.labels[model]) : sentence("{}", look.labels[model]);
            for (const Measurement* m : results.with("perplexity", model))
                if (m->windowing == windowing) {
                    curve.x.push_back(static_cast<double>(m->length) / unit);
                    curve.y.push_back(m->value("perplexity"));
                }
            if (!curve.x.empty())
                plot.curves.push_back(std::move(curve));
        }
        if (const ModelRecord& record = results.models[model]; record.limited && record.longestInput)
            plot.marks.push_back(
                {static_cast<double>(*record.longestInput) / unit, sentence("{} ends", look.labels[model]), model});
    }
    if (multiples && !results.models.empty())
        plot.marks.push_back({1.0, sentence("training length"), std::nullopt});
    else
        addTrainingLengths(plot, results);
    if (look.paper != nullptr && !results.models.empty())
        addPaper(plot, look, multiples, bothWays);
    return plot;
}

StudyView perplexityView(StudyDrawing (*draw)(const StudyLook&))
{
    return {.name = said("Perplexity by length"),
            .draw = draw,
            .choices = unitsOfLength,
            .choosing = said("Lengths in"),
            .choosingName = said("Lengths are shown in"),
            .paper = true,
            .paperChoice = kMultiples};
}

std::vector<Index> measuredLengths(const StudyResults& results)
{
    std::vector<Index> lengths;
    for (const Measurement& m : results.measurements)
        lengths.push_back(m.length);
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

StudyOption lengthsOption(const char* usual)
{
    return {.name = "lengths",
            .kind = StudyOption::Kind::Lengths,
            .label = said("Lengths"),
            .meaning = said("Lengths in tokens, for example 32,64,128"),
            .usual = usual};
}

StudyOption scoredTokensOption(const char* usual)
{
    return {.name = "tokens",
            .kind = StudyOption::Kind::WholeNumber,
            .label = said("Scored tokens"),
            .meaning = said("How many predictions are scored, the same ones at every length"),
            .usual = usual};
}

StudyOption strideOption()
{
    return {.name = "stride",
            .kind = StudyOption::Kind::WholeNumber,
            .label = said("Stride"),
            .meaning = said("Tokens a sliding window moves on by"),
            .value = 1};
}

} // namespace core
