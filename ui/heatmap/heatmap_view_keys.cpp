// SPDX-License-Identifier: GPL-3.0-or-later
// Keyboard of HeatmapView, and what screen readers find there.
#include "ui/figure/cell_pixels.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/token_text.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/heatmap/view_region.h"

#include <QFocusEvent>
#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::Index;

constexpr double zoomPerKey = 0.8; // of the region's side

Index eighth(Index shown) { return std::max<Index>(1, shown / 8); }

// The first position from which `shown` of them hold `wanted`, moved as little as possible.
Index reaching(Index first, Index shown, Index wanted) { return std::clamp(first, wanted - shown + 1, wanted); }

} // namespace

// ── the cell of the keyboard ───────────────────────────────────────────────────────────────────────────────────────

void HeatmapView::point(Index query, Index key)
{
    if (m_content.length <= 0 || !m_content.map)
        return;
    const Cell cell{int(std::clamp<Index>(query, 0, m_content.length - 1)),
                    int(std::clamp<Index>(key, 0, m_content.length - 1))};
    const core::Region& shown = m_content.region;
    showRegion({reaching(shown.firstQuery, shown.queries, cell.query), shown.queries,
                reaching(shown.firstKey, shown.keys, cell.key), shown.keys},
               true);
    m_pointed = cell;
    update();
    if (m_locked) {
        m_locked = cell;
        emit cellClicked(cell.query, cell.key);
    } else {
        emit hovered(cell.query, cell.key);
    }
    announcePlace(*this, *this);
}

// From where the crosshair is; where there is none it appears first.
void HeatmapView::pointBy(Index queries, Index keys)
{
    const core::Region& shown = m_content.region;
    if (const auto cell = crosshair())
        return point(cell->query + queries, cell->key + keys);
    const Index query = shown.firstQuery + shown.queries / 2;
    point(query, std::min(query, shown.firstKey + shown.keys / 2));
}

void HeatmapView::stopPointing()
{
    if (!m_pointed)
        return;
    m_pointed.reset();
    update();
    if (m_locked)
        return;
    m_hovered.reset(); // said again where the mouse is
    if (m_cursor)
        hover(*m_cursor);
    if (!m_hovered)
        emit hoverLeft();
}

void HeatmapView::lock(const Cell& cell)
{
    m_locked = cell;
    update();
    emit cellClicked(cell.query, cell.key);
}

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────

bool HeatmapView::moveByKey(const QKeyEvent& event)
{
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    const Index queries = shift ? eighth(m_content.region.queries) : 1;
    const Index keys = shift ? eighth(m_content.region.keys) : 1;
    const auto move = [&](Index downwards, Index rightwards) {
        if (shift)
            showRegion(pannedRegion(m_content.region, m_content.length, downwards, rightwards), true);
        else
            pointBy(downwards, rightwards);
        return true;
    };
    switch (event.key()) {
    case Qt::Key_Left:
        return move(0, -keys);
    case Qt::Key_Right:
        return move(0, keys);
    case Qt::Key_Up:
        return move(-queries, 0);
    case Qt::Key_Down:
        return move(queries, 0);
    default:
        return false;
    }
}

// Keys that mean something else as long as nobody points at a cell. A query sees no key after its own, so its last one
// is on the diagonal.
bool HeatmapView::jumpByKey(const QKeyEvent& event)
{
    const auto from = m_locked ? m_locked : m_pointed;
    if (!from)
        return false;
    const bool corner = event.modifiers() & Qt::ControlModifier;
    const Index last = m_content.length - 1;
    switch (event.key()) {
    case Qt::Key_Home:
        point(corner ? 0 : from->query, 0);
        return true;
    case Qt::Key_End:
        corner ? point(last, last) : point(from->query, from->query);
        return true;
    case Qt::Key_PageUp:
        point(from->query - eighth(m_content.region.queries), from->key);
        return true;
    case Qt::Key_PageDown:
        point(from->query + eighth(m_content.region.queries), from->key);
        return true;
    default:
        return false;
    }
}

bool HeatmapView::lockByKey(int key)
{
    if (key == Qt::Key_Escape) {
        if (m_locked)
            releaseLock();
        else if (m_pointed)
            stopPointing();
        else if (m_pinned)
            emit unpinWanted();
        else
            return false;
        return true;
    }
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    if (m_locked)
        releaseLock();
    else if (const auto cell = crosshair(); cell && m_content.map)
        lock(*(m_pointed = cell));
    else
        return false;
    return true;
}

// Escape lets go of the cell before it ends anything else in the window.
bool HeatmapView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        (m_locked || m_pointed || m_pinned))
        event->accept();
    return QWidget::event(event);
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const int key = event->key();
    if ((modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier) && jumpByKey(*event))
        return;
    if (modifiers != Qt::NoModifier)
        return QWidget::keyPressEvent(event);
    if (lockByKey(key) || moveByKey(*event))
        return;
    if (key == Qt::Key_Home || key == Qt::Key_0)
        resetView();
    else if (key == Qt::Key_Plus || key == Qt::Key_Equal)
        zoomAbout(QRectF(m_figure->mapRect()).center(), zoomPerKey);
    else if (key == Qt::Key_Minus)
        zoomAbout(QRectF(m_figure->mapRect()).center(), 1.0 / zoomPerKey);
    else
        QWidget::keyPressEvent(event);
}

void HeatmapView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    // A menu or another window takes the focus for a while only.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        stopPointing();
}

// ── as a table ─────────────────────────────────────────────────────────────────────────────────────────────────────

QString HeatmapView::positionName(const QString& kind, int position) const
{
    if (position >= m_content.tokens.size())
        return QStringLiteral("%1 %2").arg(kind).arg(position);
    return QStringLiteral("%1 %2 “%3”").arg(kind).arg(position).arg(oneLine(m_content.tokens[position]));
}

QString HeatmapView::rowName(int row) const { return positionName(tr("query"), row); }
QString HeatmapView::columnName(int column) const { return positionName(tr("key"), column); }

QString HeatmapView::cellValue(Place place) const
{
    for (const auto& map : {m_content.map, m_content.overview}) {
        if (!map || map->values.size() == 0)
            continue;
        const core::Region& region = map->request.region;
        const Index query = place.row - region.firstQuery;
        const Index key = place.column - region.firstKey;
        if (query < 0 || query >= region.queries || key < 0 || key >= region.keys)
            continue;
        const Index rows = map->values.rows();
        const Index columns = map->values.cols();
        // Cells share a value where the map has fewer values than cells.
        const float value = map->values(pixelsOfCell(query, region.queries, int(rows)).first,
                                        pixelsOfCell(key, region.keys, int(columns)).first);
        if (std::isnan(value))
            return tr("masked");
        const QString number = plainNumber(double(value));
        if (rows == region.queries && columns == region.keys)
            return number;
        return map->request.reduction == core::Reduction::Peak ? tr("%1, the peak around it").arg(number)
                                                               : tr("%1, the mean around it").arg(number);
    }
    return {};
}

QString HeatmapView::cellDetails(Place place) const { return currentPlace() == place ? m_readout : QString(); }

QRect HeatmapView::cellBox(Place place) const { return cellRect({place.row, place.column}); }

std::optional<CellTable::Place> HeatmapView::placeAt(QPoint position) const
{
    const auto cell = m_figure->cellAt(position);
    return cell ? std::optional(Place{cell->query, cell->key}) : std::nullopt;
}

std::optional<CellTable::Place> HeatmapView::currentPlace() const
{
    const auto cell = m_locked ? m_locked : m_pointed;
    return cell ? std::optional(Place{cell->query, cell->key}) : std::nullopt;
}

bool HeatmapView::isChosen(Place place) const { return m_locked == Cell{place.row, place.column}; }

void HeatmapView::choose(Place place)
{
    const Cell cell{place.row, place.column};
    const bool again = m_locked == cell;
    if (m_locked)
        releaseLock();
    point(cell.query, cell.key);
    if (!again && m_pointed == cell)
        lock(cell);
}

} // namespace ui
