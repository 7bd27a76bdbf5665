// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of a study's report.
#include "ui/figure/series_colours.h"
#include "ui/view_models/study_results.h"

#include "core/position/registry.h"
#include "ui/view_models/study_text.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kPaperTrained = 512; // the length the paper trained all four encodings at and tested them furthest past

Curve curveOf(std::size_t model, const QString& suffix, const QString& label, const QColor& colour, bool dashed)
{
    return {QString::number(model) + suffix, label, colour, {}, {}, dashed, true};
}

void addTrainingLengths(PlotContent& content, const core::Report& report, bool multiples)
{
    std::vector<int> lengths;
    for (const core::ModelRecord& model : report.models)
        lengths.push_back(model.trainingLength);
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    if (multiples && !lengths.empty())
        content.marks.append({1.0, studyText("training length"), trainingColour()});
    else if (lengths.size() == 1)
        content.trainingLength = lengths.front();
    else
        for (const int length : lengths)
            content.marks.append({static_cast<double>(length), studyText("trained %1").arg(length), trainingColour()});
}

void addPaper(PlotContent& content, const core::Report& report, bool multiples, const core::PaperTables& paper)
{
    const bool windows = report.study == "windows"; // there both ways of cutting are compared
    for (const core::PaperCurve& curve : paper.curves) {
        const bool ours = std::ranges::any_of(report.models,
                                              [&](const core::ModelRecord& m) { return m.encoding == curve.encoding; });
        const bool slides = curve.windowing == core::Windowing::Sliding;
        if (!ours || curve.trainingLength != kPaperTrained || curve.points.size() < 2 || curve.table == 5 ||
            (slides && !windows))
            continue;
        const auto& entry = core::encodingById<float>(curve.encoding);
        const QString name = QString::fromUtf8(entry.label.data(), static_cast<qsizetype>(entry.label.size()));
        const QColor own = encodingColour(QString::fromStdString(curve.encoding));
        Curve drawn{QStringLiteral("paper%1%2").arg(curve.table).arg(name),
                    slides ? studyText("paper: %1-%2, sliding").arg(name).arg(curve.trainingLength)
                           : studyText("paper: %1-%2").arg(name).arg(curve.trainingLength),
                    mixed(own, QColor(Qt::gray), 0.5),
                    {},
                    {},
                    true,
                    false};
        for (const core::PaperPoint& point : curve.points) {
            drawn.x.append(static_cast<double>(point.length) / (multiples ? curve.trainingLength : 1));
            drawn.y.append(point.perplexity);
        }
        content.curves.append(drawn);
    }
}

// Positions that are taken together into one point: each is an eighth longer than what came before it.
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

} // namespace

PlotContent perplexityByLength(const core::Report& report, bool multiples, const core::PaperTables* paper)
{
    PlotContent content;
    const QStringList labels = modelLabels(report);
    const QVector<QColor> colours = modelColours(report);
    const bool both = report.study == "windows";
    for (std::size_t model = 0; model < report.models.size(); ++model) {
        const auto at = static_cast<qsizetype>(model);
        const double unit = multiples ? report.models[model].trainingLength : 1.0;
        for (const core::Windowing windowing : {core::Windowing::Nonoverlapping, core::Windowing::Sliding}) {
            const bool dashed = both && windowing == core::Windowing::Sliding;
            const QString label = !both    ? labels[at]
                                  : dashed ? studyText("%1, sliding").arg(labels[at])
                                           : studyText("%1, side by side").arg(labels[at]);
            Curve curve = curveOf(model, dashed ? QStringLiteral("s") : QString(), label, colours[at], dashed);
            for (const core::Measurement* m : report.with("perplexity", model))
                if (m->windowing == windowing) {
                    curve.x.append(static_cast<double>(m->length) / unit);
                    curve.y.append(m->value("perplexity"));
                }
            if (!curve.x.isEmpty())
                content.curves.append(curve);
        }
        if (const core::ModelRecord& record = report.models[model]; !record.limit.empty() && record.longestInput)
            content.marks.append(
                {static_cast<double>(*record.longestInput) / unit, studyText("%1 ends").arg(labels[at]), colours[at]});
    }
    addTrainingLengths(content, report, multiples);
    if (paper != nullptr && !report.models.empty())
        addPaper(content, report, multiples, *paper);
    return content;
}

PlotContent lossByContext(const core::Report& report, core::Index length)
{
    PlotContent content;
    const QStringList labels = modelLabels(report);
    const QVector<QColor> colours = modelColours(report);
    for (const core::Measurement& m : report.measurements) {
        const auto* losses = m.seriesOf("nll_by_position");
        const auto* scored = m.seriesOf("scored_by_position");
        if (m.length != length || losses == nullptr || scored == nullptr || losses->size() != scored->size())
            continue;
        const auto at = static_cast<qsizetype>(m.model);
        const bool slides = m.windowing == core::Windowing::Sliding;
        Curve curve =
            curveOf(m.model, slides ? QStringLiteral("s") : QString(),
                    slides ? studyText("%1, sliding").arg(labels[at]) : studyText("%1, side by side").arg(labels[at]),
                    colours[at], slides);
        for (const Bin& bin : binned(*losses, *scored)) {
            curve.x.append(bin.context / bin.weight);
            curve.y.append(bin.loss / bin.weight);
        }
        content.curves.append(curve);
    }
    addTrainingLengths(content, report, false);
    return content;
}

PlotContent lossByOcclusion(const core::Report& report)
{
    PlotContent content;
    const QStringList labels = modelLabels(report);
    const QVector<QColor> colours = modelColours(report);
    for (std::size_t model = 0; model < report.models.size(); ++model)
        for (const core::Measurement* m : report.with("occluded_nll", model)) {
            const auto at = static_cast<qsizetype>(model);
            const QString id = QStringLiteral("@%1").arg(m->length);
            if (content.curves.isEmpty() || content.curves.last().id != QString::number(model) + id)
                content.curves.append(
                    curveOf(model, id, studyText("%1 at %2").arg(labels[at]).arg(m->length), colours[at], false));
            content.curves.last().x.append(static_cast<double>(m->context));
            content.curves.last().y.append(m->value("occluded_nll"));
        }
    addTrainingLengths(content, report, false);
    return content;
}

} // namespace ui
