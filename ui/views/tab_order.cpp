// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tab_order.h"

#include <QWidget>

namespace ui {
namespace {

bool isStop(const QWidget& widget) { return widget.focusPolicy() != Qt::NoFocus && widget.focusProxy() == nullptr; }

QWidget* nextStop(QWidget* widget)
{
    QWidget* next = widget->nextInFocusChain();
    while (next != widget && !isStop(*next))
        next = next->nextInFocusChain();
    return next;
}

} // namespace

void setTabOrder(const QList<QWidget*>& parts)
{
    // The chain is read as a whole first: each step changes it.
    QList<QWidget*> stops;
    for (QWidget* part : parts) {
        if (part == nullptr)
            continue;
        QWidget* const first = part->window();
        for (QWidget* next = first->nextInFocusChain(); next != first; next = next->nextInFocusChain())
            if ((next == part || part->isAncestorOf(next)) && isStop(*next))
                stops.append(next);
    }
    // What follows already stays, for the sake of those between that are stops only at times: exclusive buttons.
    for (qsizetype i = 1; i < stops.size(); ++i)
        if (nextStop(stops[i - 1]) != stops[i])
            QWidget::setTabOrder(stops[i - 1], stops[i]);
}

} // namespace ui
