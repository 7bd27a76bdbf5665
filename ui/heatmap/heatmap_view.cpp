// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/heatmap_view.h"

#include "core/render/colour_map.h"
#include "ui/heatmap/heatmap_overlay.h"
#include "ui/heatmap/view_region.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

// The same rows and columns of the same thing, at whatever resolution.
bool sameSubject(const core::MapRequest& a, const core::MapRequest& b)
{
    return a.layer == b.layer && a.head == b.head && a.stage == b.stage && a.reduction == b.reduction;
}

} // namespace

HeatmapView::HeatmapView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Heat map"));
    setAccessibleDescription(tr("Queries from top to bottom, keys from left to right"));
    offerCellTable(*this);
    layOutAgain();
}

HeatmapView::~HeatmapView() = default;

QSize HeatmapView::sizeHint() const { return {460, 420}; }
QSize HeatmapView::minimumSizeHint() const { return {120, 110}; }
QSize HeatmapView::mapPixelSize() const { return m_figure->mapPixels(); }
QRect HeatmapView::mapRect() const { return m_figure->mapRect(); }
QRect HeatmapView::cellRect(const Cell& cell) const { return m_figure->cellRect(cell).toAlignedRect(); }
bool HeatmapView::showsTokens() const { return m_figure->showsTokens(); }

void HeatmapView::layOutAgain()
{
    const QSize before = m_figure ? m_figure->mapPixels() : QSize();
    m_figure = std::make_unique<MapFigure>(m_content, size(), FigureStyle{font(), palette()}, devicePixelRatioF());
    m_pictureReady = false;
    // An event of its own, before the paint: several maps that change at once do not keep the window from listening.
    if (!std::exchange(m_pictureAsked, true))
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_pictureAsked = false;
                if (!visibleRegion().isEmpty())
                    makePicture();
                update();
            },
            Qt::QueuedConnection);
    if (m_figure->mapPixels() != before)
        emit mapSizeChanged();
}

void HeatmapView::makePicture()
{
    if (std::exchange(m_pictureReady, true))
        return;
    m_figure->paintInto(m_picture);
}

void HeatmapView::setTokens(const QStringList& tokens)
{
    if (m_content.tokens == tokens && m_content.length == tokens.size())
        return;
    const bool whole = m_content.region == wholeRegion(m_content.length);
    m_content.tokens = tokens;
    m_content.length = tokens.size();
    m_content.overview.reset(); // of another text
    m_waiting = false;
    m_content.region = whole ? wholeRegion(m_content.length) : clampedRegion(m_content.region, m_content.length);
    m_hovered.reset();
    if (m_pointed && std::max(m_pointed->query, m_pointed->key) >= m_content.length)
        m_pointed.reset();
    if (m_locked && std::max(m_locked->query, m_locked->key) >= m_content.length)
        m_locked.reset(); // nobody let go of it: where views are linked it comes back with its cell
    layOutAgain();
}

void HeatmapView::setMap(std::shared_ptr<const core::ReducedMap> map, const core::ColourScale& scale,
                         const std::string& colourMapId)
{
    (void)core::colourMap(colourMapId); // refuses an unknown one before anything has changed
    if (map && m_content.map == map && m_content.scale == scale && m_content.colourMapId == colourMapId)
        return;
    m_content.scale = scale;
    m_content.colourMapId = colourMapId;
    m_content.map = std::move(map);
    if (!m_content.map) {
        m_content.overview.reset();
        layOutAgain();
        return;
    }
    const core::MapRequest& request = m_content.map->request;
    if (m_content.tokens.isEmpty())
        m_content.length = std::max({m_content.length, request.region.firstQuery + request.region.queries,
                                     request.region.firstKey + request.region.keys});
    if (!m_waiting || request.region == m_content.region) {
        m_content.region = request.region;
        m_waiting = false;
    }
    if (m_content.overview && !sameSubject(m_content.overview->request, request))
        m_content.overview.reset();
    if (request.region == wholeRegion(m_content.length))
        m_content.overview = m_content.map;
    layOutAgain();
    setAccessibleDescription(tr("%1. Queries from top to bottom, keys from left to right").arg(m_figure->title()));
}

// What is said again is not drawn again.
template <typename T>
void HeatmapView::change(T MapContent::*what, const T& value)
{
    if (m_content.*what == value)
        return;
    m_content.*what = value;
    layOutAgain();
}

void HeatmapView::setTrainingLength(int length) { change(&MapContent::trainingLength, length); }
void HeatmapView::setTitle(const QString& title) { change(&MapContent::title, title); }
void HeatmapView::setValueLabel(const QString& label) { change(&MapContent::valueLabel, label); }
void HeatmapView::setMessage(const QString& message) { change(&MapContent::message, message); }
void HeatmapView::setAccent(const QColor& accent) { change(&MapContent::accent, accent); }

void HeatmapView::setBusy(bool busy)
{
    if (busy == m_busyTimer.isActive())
        return;
    m_busyStep = 0;
    if (busy)
        m_busyTimer.start(80, this);
    else
        m_busyTimer.stop();
    update();
}

void HeatmapView::setReadout(const QString& text, const QString& brief)
{
    if (m_readout == text && m_briefReadout == brief)
        return;
    m_readout = text;
    m_briefReadout = brief;
    update();
}

void HeatmapView::setRegion(const core::Region& region) { showRegion(region, false); }

void HeatmapView::setCrosshair(std::optional<Cell> cell)
{
    if (m_linked == cell)
        return;
    m_linked = cell;
    update();
}

void HeatmapView::setLocked(std::optional<Cell> cell)
{
    if (cell && std::max(cell->query, cell->key) >= m_content.length)
        cell.reset();
    if (m_locked == cell)
        return;
    m_locked = cell;
    update();
    if (!cell && m_cursor)
        hover(*m_cursor);
}

void HeatmapView::setPinned(std::optional<Cell> cell)
{
    if (m_pinned == cell)
        return;
    m_pinned = cell;
    update();
}

void HeatmapView::showRegion(const core::Region& region, bool ask)
{
    const core::Region next = clampedRegion(region, m_content.length);
    if (m_content.length <= 0 || next == m_content.region)
        return;
    m_content.region = next;
    m_waiting = !m_content.map || m_content.map->request.region != next;
    layOutAgain();
    if (ask)
        emit regionRequested(next);
}

void HeatmapView::resetView() { showRegion(wholeRegion(m_content.length), true); }

void HeatmapView::releaseLock()
{
    if (!m_locked)
        return;
    m_locked.reset();
    update();
    emit lockReleased();
    if (m_pointed)
        emit hovered(m_pointed->query, m_pointed->key);
    else if (m_cursor)
        hover(*m_cursor);
    else
        emit hoverLeft();
}

std::optional<HeatmapView::Cell> HeatmapView::crosshair() const
{
    if (m_locked)
        return m_locked;
    if (m_pointed)
        return m_pointed;
    return m_hovered ? m_hovered : m_linked;
}

QPointF HeatmapView::readoutAnchor(const Cell& cell) const
{
    return m_hovered && !m_locked && !m_pointed && m_cursor ? *m_cursor : m_figure->cellRect(cell).center();
}

void HeatmapView::paintEvent(QPaintEvent*)
{
    const double ratio = devicePixelRatioF();
    if (m_figure->ratio() != ratio) // moved to another screen
        QMetaObject::invokeMethod(this, &HeatmapView::layOutAgain, Qt::QueuedConnection);
    makePicture();
    QPainter painter(this);
    painter.drawImage(0, 0, m_picture);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_pinned && m_content.map)
        paintPin(painter, *m_figure, *m_pinned, palette());
    if (const auto cell = crosshair(); cell && m_content.map) {
        paintCrosshair(painter, *m_figure, *cell, m_locked.has_value(), palette());
        if (!m_readout.isEmpty() && !m_figure->cellRect(*cell).isNull())
            paintReadout(painter, *m_figure, readoutAnchor(*cell), m_readout, m_briefReadout, palette());
    }
    if (m_busyStep > 2) { // what takes less than a quarter of a second needs no sign
        const int side = std::min(16, fontMetrics().height());
        paintBusy(painter, QRectF(4, 4, side, side), m_busyStep, palette());
    }
}

void HeatmapView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOutAgain();
}

void HeatmapView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::EnabledChange)
        layOutAgain();
}

void HeatmapView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_busyTimer.timerId())
        return QWidget::timerEvent(event);
    ++m_busyStep;
    update(width() - 24, 0, 24, 24);
}

} // namespace ui
