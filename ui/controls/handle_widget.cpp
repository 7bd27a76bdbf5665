// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/handle_widget.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <cmath>
#include <utility>

namespace ui {

HandleWidget::HandleWidget(Interaction& interaction, QWidget* parent)
    : QWidget(parent)
    , m_interaction(interaction)
{}

bool HandleWidget::holdKey()
{
    if (m_dragging)
        return false; // one thing at a time: the key's release would end the drag's bracket
    m_keyHeld = true;
    m_interaction.beginOrContinue();
    return true;
}

void HandleWidget::letKeyGo()
{
    if (std::exchange(m_keyHeld, false))
        m_interaction.end();
}

void HandleWidget::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !isOnAxis(event->position()))
        return QWidget::mousePressEvent(event);
    grabbed();
    m_dragging = true;
    m_keyHeld = false;
    m_interaction.begin();
    // A press on the handle takes hold of it as it is; it must not jump to a near tick.
    if (std::abs(event->position().x() - handleX()) > kHandleRadius)
        dragTo(event->position(), event->modifiers());
}

void HandleWidget::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragging)
        dragTo(event->position(), event->modifiers());
}

void HandleWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_dragging || event->button() != Qt::LeftButton)
        return;
    m_dragging = false;
    m_interaction.end();
}

void HandleWidget::keyReleaseEvent(QKeyEvent* event)
{
    if (!m_keyHeld)
        return QWidget::keyReleaseEvent(event);
    if (!event->isAutoRepeat())
        letKeyGo();
}

void HandleWidget::focusOutEvent(QFocusEvent* event)
{
    letKeyGo(); // the key's release will go elsewhere
    QWidget::focusOutEvent(event);
}

} // namespace ui
