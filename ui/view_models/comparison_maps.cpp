// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of a Comparison: their colour scales and differences.
#include "ui/view_models/comparison.h"

#include "core/model/position_part.h"
#include "ui/figure/map_caption.h"
#include "ui/figure/map_figure.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/scale_ticks.h"
#include "ui/view_models/heads_off.h"

#include <algorithm>

namespace ui {

using core::kDeepestBias;

std::shared_ptr<const core::ReducedMap> differenceOf(const core::ReducedMap& a, const core::ReducedMap& b)
{
    core::MapRequest other = b.request;
    other.layer = a.request.layer;
    other.head = a.request.head;
    if (a.request != other)
        return nullptr;
    return std::make_shared<const core::ReducedMap>(core::ReducedMap{a.request, a.values - b.values, a.grid - b.grid});
}

core::ColourScale Comparison::freeScale(std::size_t c) const
{
    const ColumnState& own = m_columns[c];
    if (own.detail == nullptr)
        return {};
    const core::Stage stage = own.detail->request.stage;
    // A bias of many tokens and products of positions have nothing in common but that positions make them.
    if (!m_session.setup().view.sharedScale || stage == core::Stage::Position)
        return own.detailScale;
    if (stage == core::Stage::Bias) // of this map: it stays as it was painted until that of another stage is there
        return biasRange(own.biases ? std::optional(own.detailScale.ends()) : std::nullopt)
            .value_or(own.detailScale.ends());
    std::vector<core::ColourScale> all;
    for (const ColumnState& column : m_columns)
        if (column.detail && column.detail->request.stage == stage &&
            column.detailScale.kind() == own.detailScale.kind()) // another kind's new map may not be there yet
            all.push_back(column.detailScale);
    return core::joined(all);
}

core::ColourScale Comparison::detailScale(std::size_t c) const
{
    const core::MapView& view = m_session.setup().view;
    if (view.limits) {
        const core::Scale kind = core::usableScale(view.scale, view.stage);
        return {kind == core::Scale::Logarithmic ? kind : core::Scale::Linear, *view.limits};
    }
    if (m_held && m_held->stage == view.stage && m_held->scale == view.scale)
        if (const auto held = m_held->details.find(m_columns[c].id); held != m_held->details.end())
            return held->second;
    return freeScale(c);
}

bool Comparison::headsShareScale() const
{
    const core::MapView& view = m_session.setup().view;
    return view.sharedScale && view.stage == core::Stage::Bias;
}

bool Comparison::sharesHeadScale(std::size_t c) const { return headsShareScale() && m_columns[c].biases; }

core::ColourScale Comparison::freeThumbnailScale(std::size_t c, int layer, int head) const
{
    const ColumnState& own = m_columns[c];
    const auto at = static_cast<std::size_t>(layer * own.heads + head);
    const core::ColourScale& scale = own.thumbnailScales[at];
    if (!sharesHeadScale(c) || own.thumbnails[at] == nullptr || own.thumbnails[at]->request.stage != core::Stage::Bias)
        return scale; // one scale would leave the flat heads black
    return biasRange(scale.ends()).value_or(scale.ends());
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
        join(column.detail, column.detailScale.ends());
        for (std::size_t i = 0; i < column.thumbnails.size(); ++i)
            join(column.thumbnails[i], column.thumbnailScales[i].ends());
    }
    if (range)
        range = {std::max(range->low, -kDeepestBias), std::min(range->high, kDeepestBias)};
    return range;
}

core::ColourScale Comparison::thumbnailScale(std::size_t c, int layer, int head) const
{
    const ColumnState& own = m_columns[c];
    const core::MapView& view = m_session.setup().view;
    if (m_held && m_held->stage == view.stage && m_held->scale == view.scale) {
        const auto at = static_cast<std::size_t>(layer * own.heads + head);
        if (const auto held = m_held->thumbnails.find(own.id);
            held != m_held->thumbnails.end() && at < held->second.size())
            return held->second[at];
    }
    return freeThumbnailScale(c, layer, head);
}

QString Comparison::thumbnailScaleText(std::size_t c) const
{
    const ColumnState& own = m_columns[c];
    if (!sharesHeadScale(c)) {
        const core::MapView& view = m_session.setup().view;
        const QString scale = scaleName(core::usableScale(view.scale, view.stage));
        return (view.reduction == core::Reduction::Peak
                    ? tr("%1, peak of the cells of a pixel; each head in colours of its own scale, %2")
                    : tr("%1, mean of the cells of a pixel; each head in colours of its own scale, %2"))
            .arg(stageName(view.stage), scale);
    }
    if (own.thumbnails.empty() || own.thumbnails.front() == nullptr)
        return tr("all heads on one scale");
    const core::ValueRange range = thumbnailScale(c, 0, 0).ends();
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
        const core::MapView& view = m_session.setup().view;
        Held held{view.stage, view.scale, {}, {}, {}, {}};
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const ColumnState& column = m_columns[c];
            if (column.detail == nullptr || column.detail->request.stage != held.stage)
                continue;
            held.details[column.id] = freeScale(c);
            for (int layer = 0; layer < column.layers; ++layer)
                for (int head = 0; head < column.heads; ++head)
                    held.thumbnails[column.id].push_back(freeThumbnailScale(c, layer, head));
        }
        if (view.difference)
            if (const auto at = m_session.setup().placeOf(view.difference->minuend); at && *at < m_columns.size())
                if (const ShownMap shown = shownDetail(*at);
                    shown.map != nullptr && shown.map != m_columns[*at].detail) {
                    held.difference = view.difference;
                    held.differenceScale = shown.scale;
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
    const core::MapView& view = m_session.setup().view;
    const bool held = m_held && m_held->difference && m_held->difference == view.difference &&
                      m_held->stage == view.stage && m_held->scale == view.scale;
    const core::ColourScale scale = held ? m_held->differenceScale : core::differenceScale(*difference, view.scale);
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
    return {std::move(difference), scale, "diverging", title, tr("difference"), message};
}

Comparison::ShownMap Comparison::shownDetail(std::size_t c) const
{
    const ColumnState& column = m_columns[c];
    const core::Setup& setup = m_session.setup();
    if (const auto& wanted = setup.view.difference; wanted && wanted->minuend == column.id)
        if (const auto other = setup.placeOf(wanted->subtrahend); other && *other < m_columns.size())
            if (ShownMap map = differenceMap(c, *other); map.map != nullptr || !map.message.isEmpty())
                return map;
    const core::ColourScale scale = detailScale(c);
    const core::Stage stage = column.detail ? column.detail->request.stage : core::Stage::Weights;
    QString title;
    if (column.detail != nullptr && column.checkpoint != nullptr && c < setup.columns.size()) {
        const core::HeadPlace head{column.detail->request.layer, column.detail->request.head};
        if (std::ranges::binary_search(headsOff(setup.columns[c], *column.checkpoint), head))
            title = tr("layer %1 · head %2 · %3, switched off").arg(head.layer).arg(head.head).arg(stageName(stage)) +
                    kShorterText + tr("L%1 h%2 %3, off").arg(head.layer).arg(head.head).arg(stageName(stage));
    }
    return {column.detail, scale, std::string(core::defaultColourMapId(stage, scale.ends())),
            title,         {},    nothingToShow(c)};
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
