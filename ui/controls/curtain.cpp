// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/curtain.h"

#include <QEvent>
#include <QPainter>

namespace ui {

Curtain::Curtain(QWidget& over, const QString& sentence)
    : QWidget(over.parentWidget())
    , m_over(over)
    , m_sentence(sentence)
{
    setAccessibleName(sentence);
    over.installEventFilter(this);
    hide();
}

void Curtain::setDrawn(bool drawn)
{
    m_over.setEnabled(!drawn);
    m_over.setUpdatesEnabled(!drawn); // whatever arrives behind it, nothing of it is painted
    setVisible(drawn);
    cover();
}

void Curtain::cover()
{
    setGeometry(m_over.geometry());
    raise();
}

bool Curtain::eventFilter(QObject* watched, QEvent* event)
{
    if (isDrawn() &&
        (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::Show))
        cover();
    return QWidget::eventFilter(watched, event);
}

void Curtain::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    QFont large = font();
    constexpr double larger = 1.4;
    large.setPointSizeF(large.pointSizeF() * larger);
    painter.setFont(large);
    painter.setPen(palette().color(QPalette::Text));
    const int edge = fontMetrics().height();
    painter.drawText(rect().adjusted(edge, edge, -edge, -edge), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
}

} // namespace ui
