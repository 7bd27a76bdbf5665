// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse of HeatmapView.
#include "ui/heatmap/heatmap_view.h"
#include "ui/heatmap/view_region.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::Index;

constexpr double zoomPerStep = 0.8;    // of the region's side, per notch of the wheel
constexpr double wheelNotch = 120.0;   // QWheelEvent::angleDelta
constexpr double smallestWheel = 30.0; // touch pads send many small turns; a quarter of a notch is worth a redraw

} // namespace

void HeatmapView::hover(QPointF position)
{
    m_cursor = position;
    if (m_locked || m_pointed)
        return;
    const std::optional<Cell> cell = m_content.map ? m_figure->cellAt(position) : std::nullopt;
    const bool changed = cell != m_hovered;
    if (cell || changed)
        update(); // the readout follows the cursor within a cell too
    if (!changed)
        return;
    m_hovered = cell;
    if (cell)
        emit hovered(cell->query, cell->key);
    else
        emit hoverLeft();
}

void HeatmapView::stopHover()
{
    m_cursor.reset();
    if (!m_hovered)
        return;
    m_hovered.reset();
    update();
    if (!m_pointed) // also under a lock: what was pointed at before is not any more
        emit hoverLeft();
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_cursor != event->position()) { // the mouse takes over
        m_cursor = event->position();
        stopPointing();
    }
    if (m_drag && (event->buttons() & Qt::LeftButton)) {
        const double distance = (event->position() - m_drag->start).manhattanLength();
        m_drag->moved = m_drag->moved || distance >= QApplication::startDragDistance();
        if (m_drag->moved) {
            setCursor(Qt::ClosedHandCursor);
            pan(event->position());
        }
    }
    hover(event->position());
}

void HeatmapView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_figure->cellAt(event->position()))
        return QWidget::mousePressEvent(event);
    stopPointing();
    m_drag = Drag{event->position(), m_content.region, false};
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_drag)
        return QWidget::mouseReleaseEvent(event);
    const bool click = !m_drag->moved;
    m_drag.reset();
    unsetCursor();
    m_cursor = event->position();
    if (!click)
        return;
    const auto cell = m_figure->cellAt(event->position());
    if (!cell || !m_content.map)
        return;
    if (m_locked == cell) {
        emit pinWanted(cell->query, cell->key);
        return releaseLock();
    }
    hover(event->position());
    lock(*cell);
}

// Qt has sent press and release of the first click before; what it locked is let go again.
void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseDoubleClickEvent(event);
    m_cursor = event->position();
    resetView();
    releaseLock();
}

void HeatmapView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    stopHover();
}

void HeatmapView::pan(QPointF position)
{
    const QPointF moved = position - m_drag->start;
    const QRect map = m_figure->mapRect();
    const auto cells = [](double pixels, Index count, int size) {
        return static_cast<Index>(std::llround(-pixels * double(count) / std::max(1, size)));
    };
    showRegion(pannedRegion(m_drag->region, m_content.length, cells(moved.y(), m_drag->region.queries, map.height()),
                            cells(moved.x(), m_drag->region.keys, map.width())),
               true);
}

void HeatmapView::zoomAbout(QPointF position, double factor)
{
    const QRectF map(m_figure->mapRect());
    const double key = std::clamp((position.x() - map.left()) / map.width(), 0.0, 1.0);
    const double query = std::clamp((position.y() - map.top()) / map.height(), 0.0, 1.0);
    showRegion(zoomedRegion(m_content.region, m_content.length, factor, query, key), true);
}

void HeatmapView::wheelEvent(QWheelEvent* event)
{
    event->accept(); // never scrolls what the view stands in
    m_wheel += event->angleDelta().y();
    if (std::abs(m_wheel) < smallestWheel || m_content.length <= 0)
        return;
    zoomAbout(event->position(), std::pow(zoomPerStep, std::clamp(m_wheel / wheelNotch, -4.0, 4.0)));
    m_wheel = 0.0;
    hover(event->position());
}

} // namespace ui
