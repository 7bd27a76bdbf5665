// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/head_rows.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/slope_number.h"

#include <QCoreApplication>

#include <array>
#include <cmath>
#include <string_view>

namespace ui {
namespace {

struct HeadWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::HeadWords)
};

} // namespace

std::span<const HeadMeasure> headMeasureList()
{
    static constexpr std::array list{
        HeadMeasure{"slope", QT_TRANSLATE_NOOP("ui::HeadWords", "slope"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "What the distance is multiplied by (ALiBi)"),
                    [](const HeadRow& row) { return row.slope; }, HeadMeasure::Unit::None, true},
        HeadMeasure{"entropy", QT_TRANSLATE_NOOP("ui::HeadWords", "entropy"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How spread the attention is, in nats: 0 is one token"),
                    [](const HeadRow& row) { return row.measures.attention.entropy; }, HeadMeasure::Unit::Nats},
        HeadMeasure{"mean_distance", QT_TRANSLATE_NOOP("ui::HeadWords", "distance"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "Mean distance of what it attends to, in tokens"),
                    [](const HeadRow& row) { return row.measures.attention.meanDistance; }, HeadMeasure::Unit::Tokens,
                    true},
        HeadMeasure{"bias_mean_distance", QT_TRANSLATE_NOOP("ui::HeadWords", "by the bias"),
                    QT_TRANSLATE_NOOP("ui::HeadWords",
                                      "The mean distance that the bias alone would give; nothing where there is none"),
                    [](const HeadRow& row) { return row.biases ? row.measures.bias.meanDistance : std::nan(""); },
                    HeadMeasure::Unit::Tokens, true},
        HeadMeasure{
            "beyond_training", QT_TRANSLATE_NOOP("ui::HeadWords", "past training"),
            QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention lies farther back than the training length"),
            [](const HeadRow& row) { return row.measures.attention.massBeyond; }, HeadMeasure::Unit::Share},
        HeadMeasure{"first_token", QT_TRANSLATE_NOOP("ui::HeadWords", "first"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention is on the first token"),
                    [](const HeadRow& row) { return row.measures.first; }, HeadMeasure::Unit::Share},
        HeadMeasure{"previous_token", QT_TRANSLATE_NOOP("ui::HeadWords", "previous"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much of its attention is on the token just before"),
                    [](const HeadRow& row) { return row.measures.previous; }, HeadMeasure::Unit::Share},
        HeadMeasure{"same_token", QT_TRANSLATE_NOOP("ui::HeadWords", "same"),
                    QT_TRANSLATE_NOOP("ui::HeadWords",
                                      "How much is on earlier tokens equal to the present one, where there are any"),
                    [](const HeadRow& row) { return row.measures.same; }, HeadMeasure::Unit::Share},
        HeadMeasure{"induction", QT_TRANSLATE_NOOP("ui::HeadWords", "induction"),
                    QT_TRANSLATE_NOOP(
                        "ui::HeadWords",
                        "How much is on tokens that followed an earlier one equal to the present one: what comes next "
                        "if the text repeats itself"),
                    [](const HeadRow& row) { return row.measures.induction; }, HeadMeasure::Unit::Share},
        HeadMeasure{"without", QT_TRANSLATE_NOOP("ui::HeadWords", "ppl without"),
                    QT_TRANSLATE_NOOP(
                        "ui::HeadWords",
                        "The whole text's perplexity with this head switched off, read as many tokens at a time as "
                        "are shown; measured on demand"),
                    [](const HeadRow& row) { return row.without; }},
        HeadMeasure{"change", QT_TRANSLATE_NOOP("ui::HeadWords", "change"),
                    QT_TRANSLATE_NOOP("ui::HeadWords", "How much more that is than with all heads"),
                    [](const HeadRow& row) { return row.without / row.whole - 1.0; }, HeadMeasure::Unit::Share}};
    return list;
}

QString HeadMeasure::title() const { return QCoreApplication::translate("ui::HeadWords", titleWords); }
QString HeadMeasure::about() const { return QCoreApplication::translate("ui::HeadWords", aboutWords); }

QString HeadMeasure::axis() const
{
    switch (unit) {
    case Unit::Nats:
        return HeadWords::tr("%1 (nats)").arg(title());
    case Unit::Tokens:
        return HeadWords::tr("%1 (tokens)").arg(title());
    case Unit::Share:
        return HeadWords::tr("%1 (%)").arg(title());
    case Unit::None:
        break;
    }
    return title();
}

double HeadMeasure::plotted(const HeadRow& row) const { return unit == Unit::Share ? 100.0 * of(row) : of(row); }

QString measureText(const HeadMeasure& measure, const HeadRow& row)
{
    const double value = measure.of(row);
    if (std::isnan(value))
        return {};
    if (std::string_view(measure.id) == "slope")
        return formatSlope(value);
    return measure.unit == HeadMeasure::Unit::Share ? percentText(value) : plainNumber(value);
}

} // namespace ui
