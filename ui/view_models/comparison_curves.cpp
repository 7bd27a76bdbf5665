// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of a Comparison, and where lengths and places of its columns lie beside each other.
#include "ui/view_models/comparison.h"

#include "ui/figure/series_colours.h"
#include "ui/library/library.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ui {
namespace {

// Losses shown as about this many points: a single token's loss is mostly noise.
constexpr int kLossPoints = 64;

std::span<const float> presentLosses(const ColumnState& column)
{
    if (column.trace == nullptr)
        return {};
    const auto all = column.trace->losses();
    return all.first(std::min(all.size(), static_cast<std::size_t>(column.length)));
}

double sumOf(std::span<const float> losses)
{
    double sum = 0.0;
    for (const float loss : losses)
        sum += static_cast<double>(loss);
    return sum;
}

// Bytes of the tokens first + 1 … first + count, which the losses at first … first + count - 1 predict.
double predictedBytes(const TokenEnds& ends, std::size_t first, std::size_t count)
{
    const std::size_t last = std::min(first + count, ends.size() - 1);
    return static_cast<double>(ends[last] - ends[std::min(first, last)]);
}

} // namespace

double ColumnState::perplexity() const
{
    const auto losses = presentLosses(*this);
    return losses.empty() ? std::numeric_limits<double>::quiet_NaN()
                          : std::exp(sumOf(losses) / static_cast<double>(losses.size()));
}

double ColumnState::bitsPerByte() const
{
    const auto losses = presentLosses(*this);
    if (losses.empty() || ends == nullptr)
        return std::numeric_limits<double>::quiet_NaN();
    return sumOf(losses) / std::numbers::ln2 / std::max(1.0, predictedBytes(*ends, 0, losses.size()));
}

double ColumnState::bytesPerToken() const
{
    return ends == nullptr || ends->empty() ? 1.0
                                            : static_cast<double>(ends->back()) / static_cast<double>(ends->size());
}

Curve binned(std::span<const float> losses, int together)
{
    Curve curve;
    for (std::size_t first = 0; first < losses.size(); first += static_cast<std::size_t>(together)) {
        const auto part = losses.subspan(first, std::min(losses.size() - first, static_cast<std::size_t>(together)));
        curve.x.append(static_cast<double>(first) + static_cast<double>(part.size() - 1) / 2.0);
        curve.y.append(sumOf(part) / static_cast<double>(part.size()));
    }
    return curve;
}

const ColumnState* Comparison::firstRead() const
{
    const auto found =
        std::ranges::find_if(m_columns, [](const ColumnState& column) { return column.ends != nullptr; });
    return found == m_columns.end() ? nullptr : &*found;
}

bool Comparison::inBytes() const
{
    const ColumnState* first = firstRead();
    return first != nullptr && std::ranges::any_of(m_columns, [first](const ColumnState& column) {
               return column.ends != nullptr && column.ends != first->ends;
           });
}

Curve Comparison::scoreCurve(const ColumnState& column, const QString& id,
                             const std::map<core::Index, TextScore>& scores) const
{
    Curve curve{id, column.label, column.colour, {}, {}, false, true};
    curve.origin = Origin::Measured;
    const double unit = inBytes() ? column.bytesPerToken() : 1.0;
    for (const auto& [length, score] : scores) {
        curve.x.append(static_cast<double>(length) * unit);
        curve.y.append(value(score));
    }
    return curve;
}

QString shippedVariant() { return Comparison::tr("test book"); }

QVector<Curve> Comparison::perplexityCurves() const
{
    QVector<Curve> curves;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnState& column = m_columns[c];
        const core::Column& choice = m_session.setup().columns[c];
        const QString id = QString::number(column.id);
        const core::Json switches = choice.switches();
        curves.append(scoreCurve(column, id, column.switches == switches ? column.scores : decltype(column.scores){}));
        // First, so that its dashes are the same whether there are switches or not.
        const ShippedCurve shipped = shippedCurve(choice.model);
        const auto same = [&](const core::Column& other) { return other.model == choice.model; };
        const auto& all = m_session.setup().columns;
        const bool again = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(c), same);
        if (!shipped.lengths.isEmpty() && !inBytes() && !again) // it is the checkpoint's, whatever is switched
            curves.append(Curve{id + QLatin1Char('b'), column.label, mixed(column.colour, Qt::gray, 0.5),
                                shipped.lengths, shipped.perplexities, true, false, shippedVariant()});
        if (const auto own = m_ownScores.find(column.checkpoint); !switches.empty() && own != m_ownScores.end()) {
            curves.append(scoreCurve(column, id + QLatin1Char('o'), own->second));
            curves.last().variant = tr("without switches");
            curves.last().dashed = true;
            curves.last().points = false;
        }
    }
    return curves;
}

int Comparison::positionsPerPoint() const
{
    int most = 0;
    for (const ColumnState& column : m_columns)
        most = std::max(most, column.length);
    return std::max(1, (most + kLossPoints - 1) / kLossPoints);
}

QVector<Curve> Comparison::lossCurves() const
{
    QVector<Curve> curves;
    const bool bytes = inBytes();
    const auto together = static_cast<std::size_t>(positionsPerPoint());
    for (const ColumnState& column : m_columns) {
        const auto losses = presentLosses(column);
        Curve curve = binned(losses, static_cast<int>(together));
        if (bytes && column.ends != nullptr)
            for (qsizetype i = 0; i < curve.x.size(); ++i) {
                const std::size_t first = static_cast<std::size_t>(i) * together;
                const std::size_t count = std::min(together, losses.size() - first);
                const double span = std::max(1.0, predictedBytes(*column.ends, first, count));
                curve.x[i] = static_cast<double>((*column.ends)[first]) + span / 2.0;
                curve.y[i] = sumOf(losses.subspan(first, count)) / std::numbers::ln2 / span;
            }
        curve.id = QString::number(column.id);
        curve.label = column.label;
        curve.colour = column.colour;
        curve.origin = Origin::Measured;
        curves.append(curve);
    }
    return curves;
}

double Comparison::placeOfLength(int length) const
{
    const ColumnState* first = firstRead();
    return first != nullptr && inBytes() ? length * first->bytesPerToken() : length;
}

int Comparison::lengthAtPlace(double place) const
{
    const ColumnState* first = firstRead();
    return static_cast<int>(std::lround(first != nullptr && inBytes() ? place / first->bytesPerToken() : place));
}

QVector<double> Comparison::trainingPlaces() const
{
    QVector<double> places;
    for (const ColumnState& column : m_columns) {
        const double place = column.trainingLength * (inBytes() ? column.bytesPerToken() : 1.0);
        if (place > 0.0 && !places.contains(place))
            places.append(place);
    }
    std::ranges::sort(places);
    return places;
}

QVector<double> Comparison::trainingPositions() const
{
    QVector<double> places;
    for (const ColumnState& column : m_columns) {
        double place = column.trainingLength;
        if (inBytes() && column.ends != nullptr && column.trainingLength > 0)
            place = static_cast<double>(
                (*column.ends)[std::min(column.ends->size(), static_cast<std::size_t>(column.trainingLength)) - 1]);
        if (place > 0.0 && !places.contains(place))
            places.append(place);
    }
    std::ranges::sort(places);
    return places;
}

double Comparison::lastPosition() const
{
    const ColumnState* first = firstRead();
    const int length = shownLength();
    if (first != nullptr && inBytes())
        return static_cast<double>((*first->ends)[static_cast<std::size_t>(std::max(1, length)) - 1]);
    return std::max(2, length) - 1;
}

double Comparison::placeOfPosition(std::size_t column, int position) const
{
    const auto& ends = m_columns[column].ends;
    return inBytes() && ends != nullptr ? static_cast<double>(ends->at(static_cast<std::size_t>(position))) : position;
}

int Comparison::positionAtPlace(std::size_t column, double place) const
{
    const auto& ends = m_columns[column].ends;
    const int last = std::max(0, m_columns[column].length - 1);
    if (!inBytes() || ends == nullptr)
        return static_cast<int>(std::lround(std::clamp(place, 0.0, double(last))));
    const auto after = std::ranges::upper_bound(*ends, static_cast<std::size_t>(std::max(0.0, place)));
    return std::clamp(static_cast<int>(after - ends->begin()) - 1, 0, last);
}

QVector<int> Comparison::trainingLengths() const
{
    QVector<int> lengths;
    for (const ColumnState& column : m_columns) {
        int length = column.trainingLength;
        const ColumnState* first = firstRead();
        if (length > 0 && first != nullptr && column.ends != nullptr && column.ends != first->ends)
            length = sameLength(*column.ends, *first->ends, length);
        if (length > 0 && !lengths.contains(length))
            lengths.append(length);
    }
    return lengths;
}

QVector<int> Comparison::longestInputs() const
{
    QVector<int> lengths;
    for (const ColumnState& column : m_columns) {
        if (column.longestInput <= 0 || column.longestInput > core::kLongestLength)
            continue;
        auto length = static_cast<int>(column.longestInput);
        const ColumnState* first = firstRead();
        if (first != nullptr && column.ends != nullptr && column.ends != first->ends) {
            if (static_cast<std::size_t>(length) >= column.ends->size())
                continue; // it reads the whole text
            length = sameLength(*column.ends, *first->ends, length);
        }
        if (!lengths.contains(length))
            lengths.append(length);
    }
    return lengths;
}

int Comparison::tokenCount() const
{
    const ColumnState* first = firstRead();
    return first == nullptr ? 0 : static_cast<int>(first->ends->size());
}

int Comparison::shownLength() const
{
    const int tokens = tokenCount();
    const int length = m_session.setup().length;
    return tokens > 0 ? std::min(tokens, length) : length;
}

std::pair<int, int> Comparison::sameCell(std::size_t from, std::size_t to, int query, int key) const
{
    const auto& own = m_columns[from].ends;
    const auto& other = m_columns[to].ends;
    if (own == other || own == nullptr || other == nullptr)
        return {query, key};
    return {samePlace(*own, *other, query), samePlace(*own, *other, key)};
}

core::Region Comparison::sameRegion(std::size_t from, std::size_t to, const core::Region& region) const
{
    const auto& own = m_columns[from].ends;
    const auto& other = m_columns[to].ends;
    return own == other || own == nullptr || other == nullptr ? region : ui::sameRegion(*own, *other, region);
}

} // namespace ui
