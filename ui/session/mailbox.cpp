// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mailbox.h"

#include <utility>

namespace ui {

void Mailbox::post(std::function<void()> act)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(act));
    }
    QMetaObject::invokeMethod(this, "callNext", Qt::QueuedConnection); // by its name: the event is Qt's alone
}

void Mailbox::callNext()
{
    std::function<void()> act;
    {
        const std::lock_guard lock(m_mutex);
        act = std::move(m_waiting.front());
        m_waiting.pop_front();
    }
    act(); // the last line: it may end the mailbox
}

} // namespace ui
