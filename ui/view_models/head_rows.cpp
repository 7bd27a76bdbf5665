// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/head_rows.h"

#include "ui/figure/plain_number.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace ui {
namespace {

struct HeadWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::HeadWords)
};

constexpr double kMostly = 0.5; // of the attention

} // namespace

std::span<const HeadMeasure> headMeasureList()
{
    static constexpr std::array list{
        HeadMeasure{"slope", QT_TRANSLATE_NOOP("ui::HeadWords", "slope"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "What the distance is multiplied by (ALiBi)"),
                    [](const HeadRow& row) { return row.slope; }},
        HeadMeasure{"entropy", QT_TRANSLATE_NOOP("ui::HeadWords", "entropy"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How spread the attention is, in nats: 0 is one token"),
                    [](const HeadRow& row) { return row.measures.attention.entropy; }},
        HeadMeasure{"mean_distance", QT_TRANSLATE_NOOP("ui::HeadWords", "distance"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "Mean distance of what it attends to, in tokens"),
                    [](const HeadRow& row) { return row.measures.attention.meanDistance; }},
        HeadMeasure{"bias_mean_distance", QT_TRANSLATE_NOOP("ui::HeadWords", "by the bias"),
                    QT_TRANSLATE_NOOP(
                        "ui::HeadWords",
                        "The mean distance that the bias alone would give; uniform attention where there is none"),
                    [](const HeadRow& row) { return row.measures.bias.meanDistance; }},
        HeadMeasure{
            "beyond_training", QT_TRANSLATE_NOOP("ui::HeadWords", "past training"),
            QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention lies farther back than the training length"),
            [](const HeadRow& row) { return row.measures.attention.massBeyond; }, true},
        HeadMeasure{"first_token", QT_TRANSLATE_NOOP("ui::HeadWords", "first"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention is on the first token"),
                    [](const HeadRow& row) { return row.measures.first; }, true},
        HeadMeasure{"previous_token", QT_TRANSLATE_NOOP("ui::HeadWords", "previous"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention is on the token just before"),
                    [](const HeadRow& row) { return row.measures.previous; }, true},
        HeadMeasure{"same_token", QT_TRANSLATE_NOOP("ui::HeadWords", "same"),
                    QT_TRANSLATE_NOOP("ui::HeadWords",
                                      "How much is on earlier tokens equal to the present one, where there are any"),
                    [](const HeadRow& row) { return row.measures.same; }, true},
        HeadMeasure{"induction", QT_TRANSLATE_NOOP("ui::HeadWords", "induction"),
                    QT_TRANSLATE_NOOP(
                        "ui::HeadWords",
                        "How much is on tokens that followed an earlier one equal to the present one: what comes next "
                        "if the text repeats itself"),
                    [](const HeadRow& row) { return row.measures.induction; }, true},
        HeadMeasure{"without", QT_TRANSLATE_NOOP("ui::HeadWords", "ppl without"),
                    QT_TRANSLATE_NOOP(
                        "ui::HeadWords",
                        "The whole text's perplexity with this head switched off, read as many tokens at a time as "
                        "are shown; measured on demand"),
                    [](const HeadRow& row) { return row.without; }},
        HeadMeasure{"change", QT_TRANSLATE_NOOP("ui::HeadWords", "change"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much more that is than with all heads"),
                    [](const HeadRow& row) { return row.without / row.whole - 1.0; }, true}};
    return list;
}

QString HeadMeasure::title() const { return QCoreApplication::translate("ui::HeadWords", titleWords); }
QString HeadMeasure::about() const { return QCoreApplication::translate("ui::HeadWords", aboutWords); }

QString measureText(const HeadMeasure& measure, const HeadRow& row)
{
    const double value = measure.of(row);
    if (std::isnan(value))
        return {};
    return measure.share ? percentText(value) : plainNumber(value);
}

QString behaviourOf(const core::HeadMeasures& m)
{
    const struct
    {
        double share;
        QString text;
    } marks[]{{m.previous, HeadWords::tr("previous token %1")},
              {m.first, HeadWords::tr("first token %1")},
              {m.induction, HeadWords::tr("induction %1")},
              {m.same, HeadWords::tr("same token %1")}};
    double most = 0.0;
    QString text;
    for (const auto& mark : marks)
        if (mark.share >= kMostly && mark.share > most) {
            most = mark.share;
            text = mark.text.arg(percentText(mark.share));
        }
    return text;
}

} // namespace ui
