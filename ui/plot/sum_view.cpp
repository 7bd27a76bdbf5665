// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/sum_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ui {
namespace {

constexpr int kUsualWidth = 340;

} // namespace

SumView::SumView(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

SumFigure SumView::figure(int width) const { return {m_content, width, {font(), palette()}}; }

QSize SumView::sizeHint() const { return figure(kUsualWidth).size(); }

int SumView::heightForWidth(int width) const { return figure(width).size().height(); }

void SumView::setContent(const SumContent& content)
{
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleName(content.title);
    setAccessibleDescription(figure(width()).words());
    updateGeometry(); // its height, at whatever width it gets
    update();
}

void SumView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    figure(width()).paint(painter, devicePixelRatioF());
}

bool SumView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = figure(width()).placeAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace ui
