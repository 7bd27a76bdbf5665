// SPDX-License-Identifier: GPL-3.0-or-later
// What a study's numbers say, in sentences that are made from them.
#include "ui/figure/plain_number.h"
#include "ui/view_models/study_results.h"
#include "ui/view_models/study_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ui {
namespace {

constexpr double kSame = 0.005; // of a perplexity: less is called no change

QString number(double value) { return QString::number(value, 'f', value < 1000.0 ? 1 : 0); }
QString percent(double share) { return QString::number(100.0 * share, 'f', 1) + QStringLiteral(" %"); }

QString extrapolationFinding(const core::Report& report, std::size_t model, const QString& label)
{
    const auto found = report.with("perplexity", model);
    if (found.empty())
        return {};
    const auto perplexity = [](const core::Measurement* m) { return m->value("perplexity"); };
    const auto best = *std::ranges::min_element(found, {}, perplexity);
    const auto trained = std::ranges::find(found, core::Index{report.models[model].trainingLength},
                                           [](const core::Measurement* m) { return m->length; });
    const core::Measurement* last = found.back();
    QString text = trained == found.end() ? label + QLatin1Char(':')
                                          : studyText("%1: %2 at its training length, %3 tokens;")
                                                .arg(label, number(perplexity(*trained)))
                                                .arg((*trained)->length);
    text += QLatin1Char(' ') + studyText("best %1 at %2").arg(number(perplexity(best))).arg(best->length);
    if (last != best)
        text += studyText("; %1 at %2").arg(number(perplexity(last))).arg(last->length);
    return text + QLatin1Char('.');
}

struct Ends // the same model and windowing at two lengths
{
    const core::Measurement* first = nullptr;
    const core::Measurement* last = nullptr;

    double ratio() const { return last->value("perplexity") / first->value("perplexity"); }
    QString text() const
    {
        return QStringLiteral("%1 → %2").arg(number(first->value("perplexity")), number(last->value("perplexity")));
    }
};

// From the training length, or the next longer one, to the longest that was measured both ways.
std::optional<std::pair<Ends, Ends>> windowEnds(const core::Report& report, std::size_t model)
{
    Ends beside;
    Ends sliding;
    for (const core::Measurement* m : report.with("perplexity", model)) {
        if (m->windowing != core::Windowing::Sliding || m->length < report.models[model].trainingLength)
            continue;
        for (const core::Measurement* other : report.with("perplexity", model)) {
            if (other->windowing != core::Windowing::Nonoverlapping || other->length != m->length)
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

QString windowsFinding(const core::Report& report, std::size_t model, const QString& label)
{
    const auto ends = windowEnds(report, model);
    if (!ends)
        return {};
    const auto& [beside, sliding] = *ends;
    QString text =
        studyText("%1, windows of %2 → %3 tokens: perplexity %4 side by side, %5 sliding; predictions from at most "
                  "%6 tokens %7 → %8.")
            .arg(label)
            .arg(beside.first->length)
            .arg(beside.last->length)
            .arg(beside.text(), sliding.text())
            .arg(report.settings.value("early", core::Index{0}))
            .arg(percent(beside.first->value("early_share")), percent(beside.last->value("early_share")));
    const double gain = 1.0 - beside.ratio();
    const double left = 1.0 - sliding.ratio();
    if (gain > kSame && left <= kSame)
        text += QLatin1Char(' ') + studyText("What it gains side by side is gone when no prediction lacks context.");
    else if (gain > kSame)
        text +=
            QLatin1Char(' ') + studyText("Of the gain of %1 side by side, %2 is left when no prediction lacks context.")
                                   .arg(percent(gain), percent(left));
    else if (gain < -kSame && left < -kSame)
        text += QLatin1Char(' ') + studyText("Longer windows make it worse both ways.");
    return text;
}

QString reachFinding(const core::Report& report, std::size_t model, const QString& label)
{
    QStringList parts;
    for (const core::Measurement* m : report.with("receptive_field", model)) {
        const double enough = m->value("receptive_field");
        const QString near = percent(report.settings.value("tolerance", 0.0));
        const QString full = plainNumber(m->value("full_nll"));
        QString part =
            enough < static_cast<double>(m->length)
                ? studyText("%1 of %2 tokens of context are enough for a loss within %3 of that with all (%4 nats)")
                      .arg(plainNumber(enough, 7))
                      .arg(m->length)
                      .arg(near, full)
                : studyText("with fewer than all %1 tokens of context the loss is off by more than %2 (%3 nats with "
                            "all)")
                      .arg(m->length)
                      .arg(near, full);
        const core::Measurement* best = nullptr;
        for (const core::Measurement* other : report.with("occluded_nll", model))
            if (other->length == m->length &&
                (best == nullptr || other->value("occluded_nll") < best->value("occluded_nll")))
                best = other;
        if (best != nullptr)
            part +=
                studyText(", the least is %1 with %2").arg(plainNumber(best->value("occluded_nll"))).arg(best->context);
        parts.append(part);
    }
    return parts.isEmpty() ? QString()
                           : label + QStringLiteral(": ") + parts.join(QStringLiteral("; ")) + QLatin1Char('.');
}

// The first number as a part of the second.
QString compared(const core::Report& report, const char* quantity, std::size_t one, std::size_t other)
{
    const auto a = report.with(quantity, one);
    const auto b = report.with(quantity, other);
    if (a.empty() || b.empty() || !(b.front()->value(quantity) > 0.0))
        return {};
    return QString::number(a.front()->value(quantity) / b.front()->value(quantity), 'f', 2);
}

QString shortLongFinding(const core::Report& report, const QStringList& labels)
{
    if (report.models.size() != 2)
        return {};
    const std::size_t shorter = report.models[0].trainingLength <= report.models[1].trainingLength ? 0 : 1;
    QStringList parts;
    const auto add = [&](const char* quantity, const QString& text) {
        if (const QString ratio = compared(report, quantity, shorter, 1 - shorter); !ratio.isEmpty())
            parts.append(text.arg(ratio));
    };
    add("perplexity", studyText("%1 times the perplexity"));
    add("training_tokens_per_second", studyText("%1 times the training speed"));
    add("training_peak_bytes", studyText("%1 times the peak memory"));
    if (parts.isEmpty())
        return {};
    return studyText("%1 has, compared to %2: %3.")
        .arg(labels[static_cast<qsizetype>(shorter)], labels[static_cast<qsizetype>(1 - shorter)],
             parts.join(QStringLiteral(", ")));
}

} // namespace

QStringList findings(const core::Report& report)
{
    const QStringList labels = modelLabels(report);
    QStringList sentences;
    if (report.study == "short-long")
        sentences.append(shortLongFinding(report, labels));
    for (std::size_t model = 0; model < report.models.size(); ++model) {
        const QString& label = labels[static_cast<qsizetype>(model)];
        if (report.study == "extrapolation")
            sentences.append(extrapolationFinding(report, model, label));
        else if (report.study == "windows")
            sentences.append(windowsFinding(report, model, label));
        else if (report.study == "reach")
            sentences.append(reachFinding(report, model, label));
        if (!report.models[model].limit.empty())
            sentences.append(QStringLiteral("%1: %2").arg(label, QString::fromStdString(report.models[model].limit)));
    }
    sentences.removeAll(QString());
    return sentences;
}

} // namespace ui
