// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/head_grid.h"

#include "core/render/colour_map.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/map_figure.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int largestSide = 160;
constexpr int margin = 4;  // room for the border of the outermost cells
constexpr int legible = 8; // smaller thumbnails get the room of the labels as well

} // namespace

HeadGrid::HeadGrid(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Heads"));
    offerCellTables();
}

void HeadGrid::setShape(int layers, int heads)
{
    layers = std::max(0, layers);
    heads = std::max(0, heads);
    m_layers = heads > 0 ? layers : 0;
    m_heads = layers > 0 ? heads : 0;
    m_thumbnails.assign(static_cast<std::size_t>(m_layers) * static_cast<std::size_t>(m_heads), {});
    if (!exists(m_selected))
        m_selected = {};
    hover({});
    describe();
    updateGeometry();
    layOut();
}

void HeadGrid::setThumbnail(int layer, int head, std::shared_ptr<const core::ReducedMap> map,
                            const core::ValueRange& range, const std::string& colourMapId)
{
    if (!exists({layer, head}))
        return;
    (void)core::colourMap(colourMapId); // refuses an unknown one here rather than while painting
    thumbnail({layer, head}) = {std::move(map), range, colourMapId, {}};
    update(thumbnailRect(layer, head));
}

void HeadGrid::setHeadCaptions(const QStringList& captions)
{
    if (captions == m_captions)
        return;
    m_captions = captions;
    update();
}

void HeadGrid::setAccent(const QColor& accent)
{
    if (accent == m_accent)
        return;
    m_accent = accent;
    update(frameRect(m_selected));
}

void HeadGrid::setSelected(int layer, int head)
{
    if (!exists({layer, head}) || m_selected == Head{layer, head})
        return;
    update(frameRect(m_selected));
    m_selected = {layer, head};
    update(frameRect(m_selected));
    describe();
}

QSize HeadGrid::thumbnailPixelSize() const
{
    const int side = qRound(m_side * devicePixelRatioF());
    return {side, side};
}

QRect HeadGrid::thumbnailRect(int layer, int head) const
{
    return {m_origin.x() + head * (m_side + m_gap), m_origin.y() + layer * (m_side + m_gap), m_side, m_side};
}

QSize HeadGrid::sizeHint() const { return {m_heads * 30 + 40, m_layers * 30 + 30}; }
QSize HeadGrid::minimumSizeHint() const { return {m_heads * 5 + 2 * margin, m_layers * 5 + 2 * margin}; }

bool HeadGrid::exists(const Head& h) const
{
    return h.layer >= 0 && h.layer < m_layers && h.head >= 0 && h.head < m_heads;
}

HeadGrid::Thumbnail& HeadGrid::thumbnail(const Head& h)
{
    return m_thumbnails[static_cast<std::size_t>(h.layer) * static_cast<std::size_t>(m_heads) +
                        static_cast<std::size_t>(h.head)];
}

std::optional<HeadGrid::Head> HeadGrid::headAt(QPoint position) const
{
    const QPoint inside = position - m_origin;
    if (m_side <= 0 || inside.x() < 0 || inside.y() < 0)
        return {};
    const Head head{inside.y() / (m_side + m_gap),
                    inside.x() / (m_side + m_gap)}; // a gap belongs to the cell before it
    return exists(head) ? std::optional(head) : std::nullopt;
}

QRect HeadGrid::frameRect(const Head& h) const
{
    return thumbnailRect(h.layer, h.head).adjusted(-margin, -margin, margin, margin);
}

QString HeadGrid::caption(int head) const
{
    return head < m_captions.size() ? m_captions[head] : tr("h%1", "head").arg(head);
}

void HeadGrid::layOut()
{
    const int before = m_side;
    forgetPictures();
    update();
    m_side = 0;
    if (m_layers == 0)
        return;
    const QFontMetrics metrics = fontMetrics();
    const QSize labels(metrics.horizontalAdvance(tr("L%1", "layer").arg(m_layers - 1)) + margin, metrics.height() + 2);
    const auto sideWithin = [&](QSize room) {
        const int across = (room.width() - 2 * margin - (m_heads - 1) * m_gap) / m_heads;
        const int down = (room.height() - 2 * margin - (m_layers - 1) * m_gap) / m_layers;
        return std::clamp(std::min(across, down), 1, largestSide);
    };
    m_gap = std::min(width() / m_heads, height() / m_layers) >= 16 ? 4 : 1;
    const int labelledSide = sideWithin(size() - labels);
    m_labelled = labelledSide >= legible;
    m_side = m_labelled ? labelledSide : sideWithin(size());
    const int used = m_heads * (m_side + m_gap) - m_gap;
    const int left = margin + (m_labelled ? labels.width() : 0);
    m_origin = {left + std::max(0, width() - left - margin - used) / 2, margin + (m_labelled ? labels.height() : 0)};
    if (m_side != before)
        emit thumbnailSizeChanged();
}

void HeadGrid::forgetPictures()
{
    for (Thumbnail& thumb : m_thumbnails)
        thumb.picture = QPixmap();
}

void HeadGrid::paintEvent(QPaintEvent* event)
{
    if (m_layers == 0)
        return;
    QPainter painter(this);
    const QRect dirty = event->rect();
    if (m_labelled)
        paintLabels(painter, dirty);
    for (int layer = 0; layer < m_layers; ++layer)
        for (int head = 0; head < m_heads; ++head)
            if (event->region().intersects(thumbnailRect(layer, head)))
                paintThumbnail(painter, {layer, head});
    const auto border = [&](const Head& head, const QColor& colour, double width, double outside) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(QRectF(thumbnailRect(head.layer, head.head)).adjusted(-outside, -outside, outside, outside));
    };
    painter.setBrush(Qt::NoBrush);
    if (m_hovered && *m_hovered != m_selected)
        border(*m_hovered, palette().color(QPalette::WindowText), 1, 1);
    const QColor accent = m_accent.isValid() ? m_accent : palette().color(QPalette::Highlight);
    border(m_selected, accent, m_gap >= 4 ? 3 : 2, m_gap >= 4 ? 2 : 1);
    if (hasFocus() && m_gap >= 4)
        border(m_selected, palette().color(QPalette::WindowText), 1, 4);
}

// Where labels would touch each other, every second, fifth, tenth ... is shown.
void HeadGrid::paintLabels(QPainter& painter, const QRect& dirty) const
{
    painter.setPen(palette().color(QPalette::WindowText));
    const QFontMetrics metrics = fontMetrics();
    const int pitch = m_side + m_gap;
    int widest = 1;
    for (int head = 0; head < m_heads; ++head)
        widest = std::max(widest, metrics.horizontalAdvance(caption(head)));
    const int columnStep = (widest + 3 + pitch - 1) / pitch;
    for (int head = 0; head < m_heads; head += columnStep) {
        const QRect column = thumbnailRect(0, head);
        const QRect box(column.center().x() - widest / 2 - 1, 0, widest + 2, m_origin.y() - 3);
        if (box.intersects(dirty) && box.right() < width() + 2)
            painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, caption(head));
    }
    const int rowStep = (metrics.height() + pitch - 1) / pitch;
    for (int layer = 0; layer < m_layers; layer += rowStep) {
        const QRect row = thumbnailRect(layer, 0);
        const QRect box(0, row.center().y() - metrics.height() / 2, row.left() - margin - 1, metrics.height());
        if (box.intersects(dirty))
            painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, tr("L%1", "layer").arg(layer));
    }
}

void HeadGrid::paintThumbnail(QPainter& painter, const Head& head)
{
    Thumbnail& thumb = thumbnail(head);
    const QRect box = thumbnailRect(head.layer, head.head);
    if (!thumb.map) {
        painter.fillRect(box, palette().color(QPalette::AlternateBase));
        return;
    }
    if (thumb.picture.isNull()) {
        const double ratio = devicePixelRatioF();
        QImage image(thumbnailPixelSize(), QImage::Format_RGB32);
        const QRgb masked = toQRgb(core::maskedColour(isDark(palette())));
        image.fill(QColor(masked));
        paintCells(image, *thumb.map, thumb.map->request.region,
                   {thumb.range, &core::colourMap(thumb.colourMapId), masked});
        thumb.picture = QPixmap::fromImage(image);
        thumb.picture.setDevicePixelRatio(ratio);
    }
    painter.drawPixmap(box.topLeft(), thumb.picture);
}

void HeadGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void HeadGrid::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        layOut();
}

void HeadGrid::hover(std::optional<Head> head)
{
    if (head == m_hovered)
        return;
    for (const auto& changed : {m_hovered, head})
        if (changed)
            update(frameRect(*changed));
    m_hovered = head;
    setToolTip(head ? tr("layer %1, head %2: hover to view, click to lock").arg(head->layer).arg(head->head)
                    : QString());
    if (head)
        emit headHovered(head->layer, head->head);
    else
        emit headHoverLeft();
}

void HeadGrid::select(const Head& head)
{
    setSelected(head.layer, head.head);
    announcePlace(*this, *this);
    emit headSelected(head.layer, head.head);
}

void HeadGrid::mouseMoveEvent(QMouseEvent* event) { hover(headAt(event->position().toPoint())); }

void HeadGrid::mousePressEvent(QMouseEvent* event)
{
    const auto head = headAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && head)
        select(*head);
    else
        QWidget::mousePressEvent(event);
}

void HeadGrid::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    hover({});
}

void HeadGrid::keyPressEvent(QKeyEvent* event)
{
    Head next = m_selected;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (event->key() == Qt::Key_Left)
        --next.head;
    else if (event->key() == Qt::Key_Right)
        ++next.head;
    else if (event->key() == Qt::Key_Up)
        --next.layer;
    else if (event->key() == Qt::Key_Down)
        ++next.layer;
    if (next == m_selected || modifiers != Qt::NoModifier)
        return QWidget::keyPressEvent(event);
    if (exists(next))
        select(next);
}

void HeadGrid::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update(frameRect(m_selected).adjusted(-1, -1, 1, 1));
}

void HeadGrid::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update(frameRect(m_selected).adjusted(-1, -1, 1, 1));
}

void HeadGrid::describe()
{
    setAccessibleDescription(
        tr("Layer %1, head %2 of %3 × %4").arg(m_selected.layer).arg(m_selected.head).arg(m_layers).arg(m_heads));
}

// ── as a table ─────────────────────────────────────────────────────────────────────────────────────────────────────

QString HeadGrid::rowName(int row) const { return tr("layer %1").arg(row); }
QString HeadGrid::columnName(int column) const { return tr("head %1").arg(column); }

// What stands above the column, where that is more than the head's number.
QString HeadGrid::cellValue(Place place) const
{
    return place.column < m_captions.size() ? m_captions[place.column] : QString();
}

std::optional<CellTable::Place> HeadGrid::placeAt(QPoint position) const
{
    const auto head = headAt(position);
    return head ? std::optional(Place{head->layer, head->head}) : std::nullopt;
}

std::optional<CellTable::Place> HeadGrid::currentPlace() const
{
    return m_layers > 0 ? std::optional(Place{m_selected.layer, m_selected.head}) : std::nullopt;
}

bool HeadGrid::isChosen(Place place) const { return m_selected == Head{place.row, place.column}; }

} // namespace ui
