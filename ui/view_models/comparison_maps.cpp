// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of a Comparison: their colour scales and differences.
#include "ui/view_models/comparison.h"

#include "core/model/position_part.h"
#include "ui/figure/map_figure.h"
#include "ui/figure/plain_number.h"

#include <algorithm>

namespace ui {
namespace {

// Where biases of all heads share a scale it ends here: e^-16 of a weight is nothing beside the others, and a scale of
// the steepest head's thousands would leave the flat heads white.
constexpr double kDeepestBias = 16.0;

} // namespace

std::shared_ptr<const core::ReducedMap> differenceOf(const core::ReducedMap& a, const core::ReducedMap& b)
{
    core::MapRequest other = b.request;
    other.layer = a.request.layer;
    other.head = a.request.head;
    if (a.request != other)
        return nullptr;
    return std::make_shared<const core::ReducedMap>(core::ReducedMap{a.request, a.values - b.values});
}

core::ValueRange Comparison::freeRange(std::size_t c) const
{
    const ColumnState& own = m_columns[c];
    if (own.detail == nullptr)
        return {};
    core::ValueRange range = own.detailRange;
    const core::Stage stage = own.detail->request.stage;
    // A bias of many tokens and products of positions have nothing in common but that positions make them.
    if (!m_session.setup().view.sharedScale || stage == core::Stage::Position)
        return range;
    if (stage == core::Stage::Bias) // of this map: it stays as it was painted until that of another stage is there
        return biasRange(own.biases ? std::optional(range) : std::nullopt).value_or(range);
    for (const ColumnState& other : m_columns)
        if (other.detail && other.detail->request.stage == stage)
            range = core::joined(range, other.detailRange);
    return range;
}

core::ValueRange Comparison::detailRange(std::size_t c) const
{
    const core::MapView& view = m_session.setup().view;
    if (view.limits)
        return *view.limits;
    if (m_held && m_held->stage == view.stage)
        if (const auto held = m_held->details.find(m_columns[c].id); held != m_held->details.end())
            return held->second;
    return freeRange(c);
}

bool Comparison::headsShareScale() const
{
    const core::MapView& view = m_session.setup().view;
    return view.sharedScale && view.stage == core::Stage::Bias;
}

bool Comparison::sharesHeadScale(std::size_t c) const { return headsShareScale() && m_columns[c].biases; }

core::ValueRange Comparison::freeThumbnailRange(std::size_t c, int layer, int head) const
{
    const ColumnState& own = m_columns[c];
    const auto at = static_cast<std::size_t>(layer * own.heads + head);
    const core::ValueRange range = own.thumbnailRanges[at];
    if (!sharesHeadScale(c) || own.thumbnails[at] == nullptr || own.thumbnails[at]->request.stage != core::Stage::Bias)
        return range; // one scale would leave the flat heads black
    return biasRange(range).value_or(range);
}

bool Comparison::areAllBiasesThere() const
{
    return std::ranges::all_of(m_columns, [](const ColumnState& column) {
        return !column.biases || !column.error.isEmpty() || std::ranges::all_of(column.thumbnails, [](const auto& map) {
            return map != nullptr && map->request.stage == core::Stage::Bias;
        });
    });
}

// On its own scale a head would look alike whatever its slope is.
std::optional<core::ValueRange> Comparison::biasRange(std::optional<core::ValueRange> range) const
{
    if (m_biasRange)
        return m_biasRange;
    const auto join = [&range](const auto& map, const core::ValueRange& its) {
        if (map != nullptr && map->request.stage == core::Stage::Bias)
            range = range ? core::joined(*range, its) : its;
    };
    for (const ColumnState& column : m_columns) {
        if (!column.biases)
            continue;
        join(column.detail, column.detailRange);
        for (std::size_t i = 0; i < column.thumbnails.size(); ++i)
            join(column.thumbnails[i], column.thumbnailRanges[i]);
    }
    if (range)
        range = {std::max(range->low, -kDeepestBias), std::min(range->high, kDeepestBias)};
    return range;
}

core::ValueRange Comparison::thumbnailRange(std::size_t c, int layer, int head) const
{
    const ColumnState& own = m_columns[c];
    if (m_held && m_held->stage == m_session.setup().view.stage) {
        const auto at = static_cast<std::size_t>(layer * own.heads + head);
        if (const auto held = m_held->thumbnails.find(own.id);
            held != m_held->thumbnails.end() && at < held->second.size())
            return held->second[at];
    }
    return freeThumbnailRange(c, layer, head);
}

QString Comparison::thumbnailScale(std::size_t c) const
{
    const ColumnState& own = m_columns[c];
    if (!sharesHeadScale(c))
        return tr("each head in colours of its own scale");
    if (own.thumbnails.empty() || own.thumbnails.front() == nullptr)
        return tr("all heads on one scale");
    const core::ValueRange range = thumbnailRange(c, 0, 0);
    return range.low <= -kDeepestBias && range.high >= kDeepestBias
               ? tr("all heads on one scale: %1 (and below: no weight left) … %2 (and above)")
                     .arg(plainNumber(range.low), plainNumber(range.high))
           : range.low <= -kDeepestBias
               ? tr("all heads on one scale: %1 (and below: no weight left) … %2")
                     .arg(plainNumber(range.low), plainNumber(range.high))
               : tr("all heads on one scale: %1 … %2").arg(plainNumber(range.low), plainNumber(range.high));
}

void Comparison::setSweeping(bool sweeping)
{
    m_sweeping = sweeping;
    holdScales(isMoving() && m_holdsInSweeps);
}

void Comparison::setDragging(bool dragging)
{
    if (dragging == m_dragging)
        return;
    m_dragging = dragging;
    holdScales(isMoving() && m_holdsInSweeps);
}

void Comparison::setHoldsInSweeps(bool holds)
{
    m_holdsInSweeps = holds;
    holdScales(isMoving() && m_holdsInSweeps);
}

void Comparison::holdScales(bool hold)
{
    m_held.reset();
    if (hold) {
        Held held{m_session.setup().view.stage, {}, {}};
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const ColumnState& column = m_columns[c];
            if (column.detail == nullptr || column.detail->request.stage != held.stage)
                continue;
            held.details[column.id] = freeRange(c);
            for (int layer = 0; layer < column.layers; ++layer)
                for (int head = 0; head < column.heads; ++head)
                    held.thumbnails[column.id].push_back(freeThumbnailRange(c, layer, head));
        }
        m_held = std::move(held);
    }
    emit detailsChanged();
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        for (int layer = 0; layer < m_columns[c].layers; ++layer)
            emit thumbnailsChanged(static_cast<int>(c), layer);
}

Comparison::ShownMap Comparison::differenceMap(std::size_t a, std::size_t b) const
{
    const ColumnState& one = m_columns[a];
    const ColumnState& other = m_columns[b];
    if (!one.error.isEmpty())
        return {};
    if (!other.error.isEmpty())
        return {nullptr, {}, "diverging", {}, {}, tr("There is no map of %1 to subtract.").arg(other.label)};
    if (one.ends != nullptr && other.ends != nullptr && one.ends != other.ends)
        return {nullptr,
                {},
                "diverging",
                {},
                {},
                tr("%1 and %2 cut the text into different tokens, so their maps have no cells in common and cannot be "
                   "subtracted.")
                    .arg(one.label, other.label)};
    if (one.detail == nullptr || other.detail == nullptr)
        return {};
    auto difference = differenceOf(*one.detail, *other.detail);
    if (difference == nullptr)
        return {};
    const core::ValueRange range = core::symmetricRange(difference->values, core::Limits::Robust);
    const core::MapRequest& first = one.detail->request;
    const core::MapRequest& second = other.detail->request;
    const QString title =
        first.layer == second.layer && first.head == second.head
            ? tr("layer %1 · head %2 · %3 − %4").arg(first.layer).arg(first.head).arg(one.label, other.label) +
                  kShorterText + tr("L%1 h%2 %3 − %4").arg(first.layer).arg(first.head).arg(one.label, other.label)
            : tr("%1 (layer %2, head %3) − %4 (layer %5, head %6)")
                  .arg(one.label)
                  .arg(first.layer)
                  .arg(first.head)
                  .arg(other.label)
                  .arg(second.layer)
                  .arg(second.head);
    const QString message = first.stage == core::Stage::Bias && !one.biases && !other.biases
                                ? tr("Neither %1 nor %2 adds anything to the scores").arg(one.label, other.label)
                                : QString();
    return {std::move(difference), range, "diverging", title, tr("difference"), message};
}

Comparison::ShownMap Comparison::shownDetail(std::size_t c) const
{
    const ColumnState& column = m_columns[c];
    const core::Setup& setup = m_session.setup();
    if (const auto& wanted = setup.view.difference; wanted && wanted->minuend == column.id)
        if (const auto other = setup.placeOf(wanted->subtrahend); other && *other < m_columns.size())
            if (ShownMap map = differenceMap(c, *other); map.map != nullptr || !map.message.isEmpty())
                return map;
    const core::ValueRange range = detailRange(c);
    const core::Stage stage = column.detail ? column.detail->request.stage : core::Stage::Weights;
    return {column.detail, range, std::string(core::defaultColourMapId(stage, range)), {}, {}, nothingToShow(c)};
}

QString Comparison::nothingToShow(std::size_t c) const
{
    const ColumnState& column = m_columns[c];
    if (column.detail == nullptr || column.trace == nullptr)
        return {};
    const core::MapRequest& shown = column.detail->request;
    const core::PositionEncoding<float>& encoding = column.trace->model().encoding();
    if (shown.stage == core::Stage::Position) {
        if (encoding.turns())
            return tr("%1 turns queries and keys: no part of the score is the positions’ alone").arg(column.label);
        if (!core::positionsStandApart(encoding, shown.layer))
            return tr("%1: only in layer 0 can positions be told apart from tokens").arg(column.label);
    }
    const bool empty =
        shown.stage == core::Stage::Bias || (shown.stage == core::Stage::Position && !encoding.addsToEmbedding());
    return empty && !column.biases ? tr("%1 adds nothing to the scores").arg(column.label) : QString();
}

} // namespace ui
