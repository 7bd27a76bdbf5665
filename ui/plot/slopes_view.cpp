// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/slopes_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ui {

SlopesView::SlopesView(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void SlopesView::setContent(const SlopesContent& content)
{
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleName(content.title);
    setAccessibleDescription(figure().words());
    update();
}

void SlopesView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    figure().paint(painter, devicePixelRatioF());
}

bool SlopesView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = figure().aboutAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace ui
