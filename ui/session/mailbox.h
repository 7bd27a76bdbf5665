// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <mutex>

namespace ui {

// The way from the threads that compute to the window: what any thread posts is called on the thread this was made on,
// each in an event of its own, in order. What has not been called when this goes never is. All that is handed over goes
// through the mutex, so that ThreadSanitizer sees the order, which it does not of what Qt hands over itself.
class Mailbox : public QObject
{
    Q_OBJECT

public:
    void post(std::function<void()> act); // any thread

private:
    Q_INVOKABLE void callNext();

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_waiting;
};

} // namespace ui
