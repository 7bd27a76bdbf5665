// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/bar_groups.h"

#include <QPainter>

namespace ui {

BarsFigure BarGroups::figure() const { return {m_content, size(), {font(), palette()}}; }

void BarGroups::setContent(const BarsContent& content)
{
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleDescription(figure().words());
    update();
}

void BarGroups::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    figure().paint(painter, devicePixelRatioF());
}

} // namespace ui
