// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/matrix_view.h"

#include <QEvent>
#include <QPainter>

namespace ui {

MatrixView::MatrixView(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void MatrixView::setContent(MatrixContent content)
{
    m_content = std::move(content);
    m_picture = {};
    setAccessibleName(m_content.title);
    update();
}

void MatrixView::paintEvent(QPaintEvent*)
{
    if (m_picture.isNull()) {
        m_picture = pictureOf(MatrixFigure(m_content, size(), {font(), palette()}), devicePixelRatioF());
        m_picture.setDevicePixelRatio(devicePixelRatioF());
    }
    QPainter(this).drawImage(0, 0, m_picture);
}

void MatrixView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_picture = {};
}

void MatrixView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_picture = {};
        update();
    }
}

} // namespace ui
