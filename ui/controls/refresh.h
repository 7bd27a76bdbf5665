// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace ui {

// Makes what a widget shows anew when that has changed: once for many changes, only while the widget is visible, and
// whenever it appears. A member of the widget.
class Refresh : public QObject
{
public:
    enum class When {
        Soon,  // `delay` ms after the first change
        AtRest // after the last
    };

    Refresh(QWidget& widget, int delay, When when, std::function<void()> act)
        : m_widget(widget)
        , m_when(when)
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(delay);
        connect(&m_timer, &QTimer::timeout, this, std::move(act));
        widget.installEventFilter(this);
        s_all.insert(this);
    }
    ~Refresh() override { s_all.erase(this); }

    // Whether any widget is about to make anew what it shows.
    static bool isAnyDue()
    {
        return std::ranges::any_of(s_all, [](const Refresh* refresh) { return refresh->m_timer.isActive(); });
    }

    template <typename Sender, typename Signal>
    void on(const Sender& sender, Signal signal)
    {
        connect(&sender, signal, this, [this] { changed(); });
    }
    void changed()
    {
        if (m_widget.isVisible() && (m_when == When::AtRest || !m_timer.isActive()))
            m_timer.start();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Show)
            m_timer.start();
        return QObject::eventFilter(watched, event);
    }

private:
    inline static std::set<const Refresh*> s_all; // GUI thread only

    QWidget& m_widget;
    const When m_when;
    QTimer m_timer;
};

} // namespace ui
