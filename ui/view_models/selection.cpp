// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/selection.h"

#include "core/eval/attention_row.h"
#include "ui/session/session.h"

#include <algorithm>

namespace ui {

Selection::Selection(Comparison& comparison, QObject* parent)
    : QObject(parent)
    , m_comparison(comparison)
{}

std::optional<Selection::Place> Selection::placeOf(std::size_t column, const Cell& cell) const
{
    if (column >= m_comparison.columns())
        return std::nullopt;
    return Place{m_comparison.column(column).id, cell};
}

std::optional<Selection::Cell> Selection::in(std::size_t column, const std::optional<Place>& place) const
{
    if (!place || column >= m_comparison.columns())
        return std::nullopt;
    for (std::size_t from = 0; from < m_comparison.columns(); ++from) {
        if (m_comparison.column(from).id != place->column)
            continue;
        const auto [query, key] = m_comparison.sameCell(from, column, place->cell.query, place->cell.key);
        if (std::max(query, key) < m_comparison.column(column).length)
            return Cell{query, key};
    }
    return std::nullopt;
}

void Selection::set(std::optional<Place>& what, const std::optional<Place>& place)
{
    if (what == place)
        return;
    what = place;
    emit changed();
}

void Selection::point(std::size_t column, const Cell& cell) { set(m_pointed, placeOf(column, cell)); }
void Selection::stopPointing() { set(m_pointed, std::nullopt); }
void Selection::choose(std::size_t column, const Cell& cell) { set(m_chosen, placeOf(column, cell)); }
void Selection::release() { set(m_chosen, std::nullopt); }

void Selection::togglePin(std::size_t column, const Cell& cell)
{
    set(m_pinned, pinned(column) == cell ? std::nullopt : placeOf(column, cell));
}

void Selection::unpin() { set(m_pinned, std::nullopt); }

std::optional<Selection::Cell> Selection::pointed(std::size_t column) const { return in(column, m_pointed); }
std::optional<Selection::Cell> Selection::chosen(std::size_t column) const { return in(column, m_chosen); }
std::optional<Selection::Cell> Selection::pinned(std::size_t column) const { return in(column, m_pinned); }

std::optional<Selection::Cell> Selection::shown(std::size_t column) const
{
    for (const auto& cell : {chosen(column), pointed(column)})
        if (cell)
            return cell;
    return pinned(column);
}

void chooseQuery(Selection& selection, const Session& session, const Comparison& comparison, std::size_t column,
                 int query)
{
    if (column >= comparison.columns() || query < 0 || query >= comparison.column(column).length)
        return;
    const auto& trace = comparison.column(column).trace;
    if (trace == nullptr)
        return;
    const core::MapView view = session.shownView(column);
    const core::Index key = core::strongestKey(core::attentionRow(*trace, view.layer, view.head, query));
    selection.choose(column, {query, static_cast<int>(key)});
}

} // namespace ui
