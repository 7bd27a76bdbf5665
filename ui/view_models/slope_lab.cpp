// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/slope_lab.h"

#include "core/position/switches.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/slope_number.h"
#include "ui/language/words.h"
#include "ui/view_models/switches.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {
namespace {

struct SlopeLab
{
    Q_DECLARE_TR_FUNCTIONS(ui::SlopeLab)
};

using Mark = SlopesContent::Mark;

constexpr int kLabPoints = 96;
constexpr double kSameSlope = 1e-5; // of a slope: roundings of 32 bits

bool isOfficial(const NamedSlopes& slopes)
{
    return slopes.slopes == core::officialSlopes(static_cast<int>(slopes.slopes.size()));
}

Mark markOf(const core::SlopeOrigin& origin, int heads) { return origin.list > heads ? Mark::Second : Mark::First; }

QString placeText(const core::SlopeOrigin& origin)
{
    return SlopeLab::tr("place %1 of the list for %2 heads").arg(origin.place).arg(origin.list);
}

// The series for so many heads, with the places that `heads` heads take from it marked.
SlopesContent::Row seriesRow(int list, int heads)
{
    const std::vector<core::SlopeOrigin> taken = core::officialOrigins(heads);
    SlopesContent::Row row{SlopeLab::tr("list for %1 heads").arg(list), encodingColour(QStringLiteral("alibi")), {}};
    const std::vector<double> slopes = core::officialSlopes(list);
    for (int place = 1; place <= list; ++place) {
        const core::SlopeOrigin origin{list, place};
        const bool takes = std::ranges::find(taken, origin) != taken.end();
        const double slope = slopes[static_cast<std::size_t>(place - 1)];
        row.points.append({slope, takes ? markOf(origin, heads) : Mark::Left,
                           (takes ? SlopeLab::tr("%1: %2") : SlopeLab::tr("%1: %2, left out"))
                               .arg(placeText(origin), formatSlope(slope))});
    }
    return row;
}

// Whether two slopes are one but for roundings.
bool isSameSlope(double a, double b)
{
    return a == b || std::abs(a - b) <= kSameSlope * std::max(std::abs(a), std::abs(b));
}

} // namespace

NamedSlopes slopesOfRule(const core::SlopeRule& rule, int heads, std::uint64_t seed)
{
    const QString label = rule.drawn ? SlopeLab::tr("%1, seed %2").arg(words(rule.label)).arg(seed) : words(rule.label);
    return {label, words(rule.about), rule.make(core::officialSlopes(heads), seed), rule.growth};
}

void giveSlopes(core::Column& column, const core::Checkpoint& checkpoint, const NamedSlopes& slopes)
{
    setSlopes(column, checkpoint, slopes.slopes);
    for (const core::Option* option : core::optionsOf("alibi"))
        if (option->key == "alibi_growth")
            setOption(column, checkpoint, *option,
                      slopes.growth == core::SlopeGrowth::Exponential ? "exponential" : "linear");
}

SlopesContent labLists(int heads, const std::vector<NamedSlopes>& lists)
{
    SlopesContent content;
    content.title = SlopeLab::tr("Slopes of %1 heads").arg(heads);
    const std::vector<core::SlopeOrigin> origins = core::officialOrigins(heads);
    const int lower = origins.front().list;
    if (lower != heads) {
        content.rows = {seriesRow(lower, heads), seriesRow(2 * lower, heads)};
        content.second = SlopeLab::tr("every second");
        content.left = SlopeLab::tr("left out");
    }
    for (std::size_t i = 0; i < lists.size(); ++i) {
        const NamedSlopes& list = lists[i];
        const bool official = isOfficial(list);
        SlopesContent::Row row{list.label, encodingColour(QStringLiteral("alibi")), {}};
        if (i > 0)
            row.colour = headColour(static_cast<int>(i), static_cast<int>(std::max<std::size_t>(lists.size(), 4)));
        for (std::size_t h = 0; h < list.slopes.size(); ++h) {
            QString about =
                SlopeLab::tr("head %1 of %2: %3").arg(h).arg(list.slopes.size()).arg(formatSlope(list.slopes[h]));
            if (official)
                about += QStringLiteral(", ") + placeText(origins[h]);
            row.points.append({list.slopes[h], official ? markOf(origins[h], heads) : Mark::Plain, about,
                               headColour(static_cast<int>(h), static_cast<int>(list.slopes.size()))});
        }
        content.rows.append(row);
    }
    return content;
}

QVector<Curve> labBiases(const NamedSlopes& slopes, int farthest, bool logarithmic)
{
    double steepest = 0.0;
    for (const double slope : slopes.slopes)
        steepest = std::max(steepest, std::abs(slope));
    const double deepest = -steepest * farthest; // what grows exponentially ends there: nothing else would be seen
    QVector<Curve> curves;
    const int heads = static_cast<int>(slopes.slopes.size());
    for (int head = 0; head < heads; ++head) {
        const double slope = slopes.slopes[static_cast<std::size_t>(head)];
        Curve curve{QStringLiteral("h%1").arg(head), QStringLiteral("h%1").arg(head), headColour(head, heads), {}, {}};
        for (int i = 0; i <= kLabPoints; ++i) {
            const double share = double(i) / kLabPoints;
            const double distance = logarithmic ? std::pow(double(farthest), share) : farthest * share;
            const double bias = slopes.growth == core::SlopeGrowth::Linear
                                    ? -slope * distance
                                    : -std::expm1(std::min(slope * distance, 20.0));
            curve.x.append(distance);
            curve.y.append(bias >= deepest ? bias : NAN);
        }
        curves.append(curve);
    }
    return curves;
}

LabTable labHeads(const NamedSlopes& slopes, std::optional<int> keys, int trainingLength)
{
    constexpr std::array shares{0.5, 0.9, 0.99};
    LabTable table;
    table.header = {SlopeLab::tr("Head"), SlopeLab::tr("Slope"), SlopeLab::tr("Place in list"),
                    SlopeLab::tr("50 %"), SlopeLab::tr("90 %"),  SlopeLab::tr("99 %")};
    const QString held =
        keys ? SlopeLab::tr("So many of the nearest tokens hold this share of the attention to the %1 tokens that "
                            "are read, were all contents equal")
                   .arg(*keys)
             : SlopeLab::tr("So many of the nearest tokens hold this share of the attention in a text without an "
                            "end, were all contents equal");
    const QString past =
        trainingLength > 0 ? SlopeLab::tr("%1; tinted: more than the training length, %2").arg(held).arg(trainingLength)
                           : held;
    table.abouts = {
        QString(),
        SlopeLab::tr("What the distance is multiplied by before it is subtracted"),
        SlopeLab::tr("Where the official rule takes the slope from: ● the list for the next lower power of two, ◆ "
                     "every second of the list for the next higher"),
        past,
        past,
        past};
    const bool official = isOfficial(slopes);
    const int heads = static_cast<int>(slopes.slopes.size());
    const std::vector<core::SlopeOrigin> origins = core::officialOrigins(heads);
    for (int head = 0; head < heads; ++head) {
        const auto h = static_cast<std::size_t>(head);
        const double slope = slopes.slopes[h];
        QString place = QStringLiteral("–");
        if (official)
            place = SlopeLab::tr("%1 %2 of %3")
                        .arg(markOf(origins[h], heads) == Mark::Second ? QStringLiteral("◆") : QStringLiteral("●"))
                        .arg(origins[h].place)
                        .arg(origins[h].list);
        QStringList row{QString::number(head), formatSlope(slope), place};
        for (const double share : shares) {
            const auto reach =
                core::keysHolding(share, slope, keys ? std::optional<core::Index>(*keys) : std::nullopt, slopes.growth);
            if (trainingLength > 0 && (!reach || *reach > trainingLength))
                table.marked.append({head, static_cast<int>(row.size())});
            row.append(reach ? QString::number(*reach) : QStringLiteral("∞"));
        }
        table.rows.append(row);
    }
    return table;
}

LabTable labRules(int heads, std::uint64_t seed)
{
    LabTable table;
    table.header = {SlopeLab::tr("Rule"), SlopeLab::tr("Other heads"), SlopeLab::tr("Factor"), SlopeLab::tr("Steepest"),
                    SlopeLab::tr("Flattest")};
    table.abouts = {
        QString(), SlopeLab::tr("Heads whose slope is not the official one, roundings of 32 bits apart"),
        SlopeLab::tr("How many times as steep (×), or as flat (÷), as the official slope the most different head is"),
        QString(), QString()};
    const std::vector<double> official = core::officialSlopes(heads);
    for (const core::SlopeRule& rule : core::slopeRules()) {
        const std::vector<double> slopes = rule.make(official, seed);
        int other = 0;
        double factor = 1.0; // of the most different head
        for (std::size_t h = 0; h < slopes.size(); ++h) {
            other += isSameSlope(slopes[h], official[h]) ? 0 : 1;
            const double ratio = isSameSlope(slopes[h], official[h]) ? 1.0 : slopes[h] / official[h];
            if (std::abs(std::log(ratio)) > std::abs(std::log(factor)))
                factor = ratio;
        }
        const QString times = factor >= 1.0  ? QStringLiteral("×") + plainNumber(factor, 3)
                              : factor > 0.0 ? QStringLiteral("÷") + plainNumber(1.0 / factor, 3)
                                             : QStringLiteral("×0");
        const auto [least, most] = std::minmax_element(slopes.begin(), slopes.end());
        table.rows.append(
            QStringList{words(rule.label), QString::number(other), times, formatSlope(*most), formatSlope(*least)});
        table.rowAbouts.append(words(rule.about));
    }
    return table;
}

} // namespace ui
