// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/scatter_view.h"

#include "ui/figure/style.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

namespace ui {
namespace {

constexpr double kReach = 12.0; // pixels from a point at which the mouse is on it

} // namespace

ScatterView::ScatterView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void ScatterView::setContent(ScatterContent content, const QStringList& about)
{
    m_content = std::move(content);
    m_about = about;
    if (m_pointed && *m_pointed >= m_content.points.size())
        point(std::nullopt);
    if (m_chosen && *m_chosen >= m_content.points.size())
        m_chosen.reset();
    forget();
    describe();
}

void ScatterView::setChosen(std::optional<int> point)
{
    if (std::exchange(m_chosen, point) == point)
        return;
    describe();
    update();
}

const ScatterFigure& ScatterView::figure() const
{
    if (m_figure == nullptr)
        m_figure = std::make_unique<ScatterFigure>(m_content, size(), FigureStyle{scaledFont(font(), 0.9), palette()});
    return *m_figure;
}

void ScatterView::forget()
{
    m_figure.reset();
    m_picture = {};
    update();
}

void ScatterView::describe()
{
    const QString about = m_chosen ? m_about.value(*m_chosen) : QString();
    if (about == accessibleDescription())
        return;
    setAccessibleDescription(about);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void ScatterView::point(std::optional<int> point)
{
    if (std::exchange(m_pointed, point) == point)
        return;
    setToolTip(point ? m_about.value(*point) : QString());
    if (point)
        QToolTip::showText(mapToGlobal(figure().pixelOf(*point).toPoint() + QPoint(6, 6)), toolTip(), this);
    else
        QToolTip::hideText();
    update();
}

void ScatterView::choose(int point)
{
    setChosen(point);
    emit pointChosen(point);
}

void ScatterView::paintEvent(QPaintEvent*)
{
    if (m_picture.isNull()) {
        m_picture = pictureOf(figure(), devicePixelRatioF());
        m_picture.setDevicePixelRatio(devicePixelRatioF());
    }
    QPainter painter(this);
    painter.drawImage(0, 0, m_picture);
    if (m_pointed && m_pointed != m_chosen)
        figure().paintRing(painter, *m_pointed, false);
    if (m_chosen)
        figure().paintRing(painter, *m_chosen, true);
    if (hasFocus()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ScatterView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    forget();
}

void ScatterView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        forget();
}

void ScatterView::mouseMoveEvent(QMouseEvent* event) { point(figure().nearest(event->position(), kReach)); }

void ScatterView::mousePressEvent(QMouseEvent* event)
{
    const auto at = figure().nearest(event->position(), kReach);
    if (event->button() == Qt::LeftButton && at)
        choose(*at);
    else
        QWidget::mousePressEvent(event);
}

void ScatterView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    point(std::nullopt);
}

void ScatterView::keyPressEvent(QKeyEvent* event)
{
    QPoint direction;
    switch (event->key()) {
    case Qt::Key_Left:
        direction = {-1, 0};
        break;
    case Qt::Key_Right:
        direction = {1, 0};
        break;
    case Qt::Key_Up:
        direction = {0, -1};
        break;
    case Qt::Key_Down:
        direction = {0, 1};
        break;
    default:
        break;
    }
    if (direction.isNull() || (event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return QWidget::keyPressEvent(event);
    std::optional<int> next;
    if (m_chosen && figure().isDrawn(*m_chosen))
        next = figure().beside(*m_chosen, direction);
    else // from nowhere to the middle
        next = figure().nearest(figure().area().center(), 1e9);
    if (next)
        choose(*next);
}

void ScatterView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ScatterView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace ui
