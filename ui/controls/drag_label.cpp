// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/drag_label.h"

#include <QApplication>
#include <QMouseEvent>

namespace ui {

DragLabel::DragLabel(QWidget* parent)
    : QLabel(parent)
{}

void DragLabel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pressed = event->pos();
}

void DragLabel::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) &&
        (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        emit dragged();
}

} // namespace ui
