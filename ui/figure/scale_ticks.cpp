// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/scale_ticks.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/ticks.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

struct ScaleWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::ScaleWords)
};

QVector<ScaleTick> rankTicks(const core::ColourScale& scale, int atMost, bool brief)
{
    const int parts = atMost >= 11 ? 10 : atMost >= 5 ? 4 : 2;
    QVector<ScaleTick> ticks;
    for (int i = 0; i <= parts; ++i) {
        const double place = double(i) / parts;
        const double share = scale.isTwoSided() ? std::abs(2.0 * place - 1.0) : place;
        const QString value = plainNumber(scale.valueAt(place), 2);
        ticks.append({place, brief ? value : ScaleWords::tr("%1 %  %2").arg(qRound(100.0 * share)).arg(value)});
    }
    return ticks;
}

} // namespace

QVector<ScaleTick> scaleTicks(const core::ColourScale& scale, int atMost, bool brief)
{
    if (scale.kind() == core::Scale::Percentile)
        return rankTicks(scale, atMost, brief);
    const bool logarithmic = scale.kind() == core::Scale::Logarithmic;
    const auto& [low, high] = scale.ends();
    const QVector<double> values =
        logarithmic ? decadeTicks(low, high, std::max(2, atMost)) : linearTicks(low, high, atMost, false);
    const QStringList texts = tickTexts(values, logarithmic);
    QVector<ScaleTick> ticks;
    for (qsizetype i = 0; i < values.size(); ++i)
        ticks.append({scale.place(values[i]), texts[i]});
    return ticks;
}

QString scaleName(core::Scale scale)
{
    switch (scale) {
    case core::Scale::Logarithmic:
        return ScaleWords::tr("logarithmic");
    case core::Scale::Percentile:
        return ScaleWords::tr("by rank");
    case core::Scale::WithoutFirstKey:
        return ScaleWords::tr("linear without key 0");
    case core::Scale::Linear:
        break;
    }
    return ScaleWords::tr("linear");
}

} // namespace ui
