// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/head_grid.h"

#include "core/render/colour_map.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int gridMargin = 5; // around a thumbnail, for its border and the focus's around that

} // namespace

HeadGrid::HeadGrid(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Heads"));
    offerCellTable(*this);
}

void HeadGrid::setShape(int layers, int heads)
{
    layers = std::max(0, layers);
    heads = std::max(0, heads);
    m_content.layers = heads > 0 ? layers : 0;
    m_content.heads = layers > 0 ? heads : 0;
    m_thumbnails.assign(static_cast<std::size_t>(m_content.layers) * static_cast<std::size_t>(m_content.heads), {});
    m_marks.clear();
    if (!exists(m_selected))
        m_selected = {};
    hover({});
    describe();
    updateGeometry();
    layOut();
}

void HeadGrid::setThumbnail(int layer, int head, std::shared_ptr<const core::ReducedMap> map,
                            const core::ColourScale& scale, const std::string& colourMapId)
{
    if (!exists({layer, head}))
        return;
    (void)core::colourMap(colourMapId); // refuses an unknown one here rather than while painting
    thumbnail({layer, head}) = {{std::move(map), scale, colourMapId}, {}};
    update(thumbnailRect(layer, head));
}

void HeadGrid::setHeadCaptions(const QStringList& captions)
{
    if (captions == m_content.captions)
        return;
    m_content.captions = captions;
    update();
}

void HeadGrid::setMarks(std::vector<HeadMark> marks)
{
    if (marks.size() != m_thumbnails.size())
        marks.clear();
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    update();
    describe();
    describeHovered();
}

void HeadGrid::setLabels(const QStringList& samples)
{
    if (samples == m_content.labels)
        return;
    m_content.labels = samples;
    updateGeometry();
    layOut();
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
    const int side = qRound(m_layout.side * devicePixelRatioF());
    return {side, side};
}

QRect HeadGrid::thumbnailRect(int layer, int head) const { return m_layout.cell(layer, head); }

QSize HeadGrid::sizeHint() const { return {m_content.heads * 30 + 40, m_content.layers * 30 + 30}; }
QSize HeadGrid::minimumSizeHint() const
{
    return {m_content.heads * 5 + 2 * gridMargin, m_content.layers * 5 + 2 * gridMargin};
}

bool HeadGrid::exists(const Head& h) const
{
    return h.layer >= 0 && h.layer < m_content.layers && h.head >= 0 && h.head < m_content.heads;
}

HeadGrid::Thumbnail& HeadGrid::thumbnail(const Head& h)
{
    return m_thumbnails[static_cast<std::size_t>(h.layer) * static_cast<std::size_t>(m_content.heads) +
                        static_cast<std::size_t>(h.head)];
}

const HeadMark& HeadGrid::mark(const Head& h) const
{
    static const HeadMark none;
    const auto at = static_cast<std::size_t>(h.layer) * static_cast<std::size_t>(m_content.heads) +
                    static_cast<std::size_t>(h.head);
    return at < m_marks.size() ? m_marks[at] : none;
}

std::optional<HeadGrid::Head> HeadGrid::headAt(QPoint position) const
{
    const auto place = m_layout.at(position);
    return place ? std::optional(Head{place->first, place->second}) : std::nullopt;
}

QRect HeadGrid::frameRect(const Head& h) const
{
    return thumbnailRect(h.layer, h.head).adjusted(-gridMargin, -gridMargin, gridMargin, gridMargin);
}

void HeadGrid::layOut()
{
    const int before = m_layout.side;
    forgetPictures();
    update();
    m_layout = HeadsLayout(m_content, size(), font());
    if (m_layout.side != before && m_content.layers > 0)
        emit thumbnailSizeChanged();
}

void HeadGrid::forgetPictures()
{
    for (Thumbnail& thumb : m_thumbnails)
        thumb.picture = QPixmap();
}

void HeadGrid::paintEvent(QPaintEvent* event)
{
    if (m_content.layers == 0)
        return;
    QPainter painter(this);
    const QRect dirty = event->rect();
    paintHeadLabels(painter, m_content, m_layout, rect(), dirty, {font(), palette()});
    for (int layer = 0; layer < m_content.layers; ++layer)
        for (int head = 0; head < m_content.heads; ++head)
            if (event->region().intersects(thumbnailRect(layer, head).united(m_layout.labelBox(layer, head))))
                paintThumbnail(painter, {layer, head});
    const auto border = [&](const Head& head, const QColor& colour, double width, double outside) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(QRectF(thumbnailRect(head.layer, head.head)).adjusted(-outside, -outside, outside, outside));
    };
    painter.setBrush(Qt::NoBrush);
    if (m_hovered && *m_hovered != m_selected)
        border(*m_hovered, palette().color(QPalette::WindowText), 1, 1);
    const QColor accent = m_accent.isValid() ? m_accent : palette().color(QPalette::Highlight);
    border(m_selected, accent, m_layout.gap >= 4 ? 3 : 2, m_layout.gap >= 4 ? 2 : 1);
    if (hasFocus() && m_layout.gap >= 4)
        border(m_selected, palette().color(QPalette::WindowText), 1, 4);
}

void HeadGrid::paintThumbnail(QPainter& painter, const Head& head)
{
    Thumbnail& thumb = thumbnail(head);
    const QRect box = thumbnailRect(head.layer, head.head);
    if (!thumb.head.map) {
        painter.fillRect(box, palette().color(QPalette::AlternateBase));
        paintHeadMark(painter, box, m_layout.labelBox(head.layer, head.head), mark(head), {font(), palette()});
        return;
    }
    if (thumb.picture.isNull()) {
        const FigureStyle style{font(), palette()};
        thumb.picture = QPixmap::fromImage(headPicture(thumb.head, thumbnailPixelSize().width(), style));
        thumb.picture.setDevicePixelRatio(devicePixelRatioF());
    }
    painter.drawPixmap(box.topLeft(), thumb.picture);
    paintHeadMark(painter, box, m_layout.labelBox(head.layer, head.head), mark(head), {font(), palette()});
}

void HeadGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void HeadGrid::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::EnabledChange)
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
    describeHovered();
    if (head)
        emit headHovered(head->layer, head->head);
    else
        emit headHoverLeft();
}

void HeadGrid::describeHovered()
{
    QStringList lines;
    if (m_hovered)
        lines = {tr("layer %1, head %2: hover to view, click to lock").arg(m_hovered->layer).arg(m_hovered->head),
                 mark(*m_hovered).about, m_note};
    lines.removeAll(QString());
    setToolTip(lines.join(QLatin1Char('\n')));
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

void HeadGrid::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_content.layers == 0)
        return QWidget::contextMenuEvent(event);
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRect box = thumbnailRect(m_selected.layer, m_selected.head);
        emit menuWanted(m_selected.layer, m_selected.head, mapToGlobal(box.center()));
    } else if (const auto head = headAt(event->pos())) {
        emit menuWanted(head->layer, head->head, event->globalPos());
    }
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
        tr("Layer %1, head %2 of %3 × %4")
            .arg(m_selected.layer)
            .arg(m_selected.head)
            .arg(m_content.layers)
            .arg(m_content.heads) +
        (mark(m_selected).about.isEmpty() ? QString() : QLatin1Char('\n') + mark(m_selected).about));
}

// ── as a table ─────────────────────────────────────────────────────────────────────────────────────────────────────

QString HeadGrid::rowName(int row) const { return tr("layer %1").arg(row); }
QString HeadGrid::columnName(int column) const { return tr("head %1").arg(column); }

// What stands above the column, where that is more than the head's number.
QString HeadGrid::cellValue(Place place) const
{
    return place.column < m_content.captions.size() ? m_content.captions[place.column] : QString();
}

QString HeadGrid::cellDetails(Place place) const { return mark({place.row, place.column}).about; }

std::optional<CellTable::Place> HeadGrid::placeAt(QPoint position) const
{
    const auto head = headAt(position);
    return head ? std::optional(Place{head->layer, head->head}) : std::nullopt;
}

std::optional<CellTable::Place> HeadGrid::currentPlace() const
{
    return m_content.layers > 0 ? std::optional(Place{m_selected.layer, m_selected.head}) : std::nullopt;
}

bool HeadGrid::isChosen(Place place) const { return m_selected == Head{place.row, place.column}; }

} // namespace ui
