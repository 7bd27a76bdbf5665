// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tab_order.h"

#include <QWidget>

namespace ui {

void setTabOrder(const QList<QWidget*>& parts)
{
    // The chain is read as a whole first: each step changes it. Of exclusive buttons only the chosen one is a stop, but
    // that may be another one tomorrow.
    QList<QWidget*> stops;
    for (QWidget* part : parts) {
        if (part == nullptr)
            continue;
        QWidget* const first = part->window();
        for (QWidget* next = first->nextInFocusChain(); next != first; next = next->nextInFocusChain())
            if ((next == part || part->isAncestorOf(next)) && next->focusPolicy() != Qt::NoFocus &&
                next->focusProxy() == nullptr)
                stops.append(next);
    }
    for (qsizetype i = 1; i < stops.size(); ++i)
        QWidget::setTabOrder(stops[i - 1], stops[i]);
}

} // namespace ui
