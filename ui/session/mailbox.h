// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <mutex>

namespace ui {

// The way from the threads that compute to the window: what any thread posts is called on the thread this was made on,
// each in an event of its own, in order. What has not been called when this goes never is. Not a queued call of Qt's,
// whose order ThreadSanitizer cannot see.
class Mailbox : public QObject
{
public:
    void post(std::function<void()> act); // any thread

protected:
    bool event(QEvent* event) override;

private:
    std::mutex m_mutex;
    std::deque<std::function<void()>> m_waiting;
};

} // namespace ui
