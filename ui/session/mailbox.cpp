// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mailbox.h"

#include <QCoreApplication>
#include <QEvent>

#include <memory>
#include <utility>

namespace ui {
namespace {

const auto kMail = static_cast<QEvent::Type>(QEvent::registerEventType());

} // namespace

void Mailbox::post(std::function<void()> act)
{
    auto event = std::make_unique<QEvent>(kMail); // first, for there may be no memory
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(act));
    }
    QCoreApplication::postEvent(this, event.release());
}

bool Mailbox::event(QEvent* event)
{
    if (event->type() != kMail)
        return QObject::event(event);
    std::function<void()> act;
    {
        const std::lock_guard lock(m_mutex);
        act = std::move(m_waiting.front());
        m_waiting.pop_front();
    }
    act(); // the last line: it may end the mailbox
    return true;
}

} // namespace ui
