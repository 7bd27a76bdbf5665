// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/scale_bar.h"

#include "ui/figure/plain_number.h"

#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr int kBarWidth = 96;

} // namespace

ScaleBar::ScaleBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ScaleBar::setScale(const core::ValueRange& range, const QVector<QColor>& colours)
{
    if (m_range == range && m_colours == colours)
        return;
    m_range = range;
    m_colours = colours;
    setAccessibleName(QStringLiteral("%1 … %2").arg(plainNumber(range.low, 2), plainNumber(range.high, 2)));
    update();
}

QSize ScaleBar::sizeHint() const
{
    return {kBarWidth + 2 * fontMetrics().horizontalAdvance(QStringLiteral("−0.0000")), fontMetrics().height() + 2};
}

void ScaleBar::paintEvent(QPaintEvent*)
{
    if (m_colours.isEmpty())
        return;
    QPainter painter(this);
    const QRect bar((width() - kBarWidth) / 2, 2, kBarWidth, height() - 4);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         m_colours[x * (m_colours.size() - 1) / std::max(1, bar.width() - 1)]);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(bar.adjusted(-1, -1, 0, 0));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, 0, bar.left() - 4, height()), Qt::AlignRight | Qt::AlignVCenter,
                     plainNumber(m_range.low, 2));
    painter.drawText(QRect(bar.right() + 5, 0, width() - bar.right() - 5, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     plainNumber(m_range.high, 2));
}

} // namespace ui
