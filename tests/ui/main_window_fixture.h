// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/patience.h"
#include "ui/controls/refresh.h"
#include "ui/main_window.h"

#include "ui/library/library.h"
#include "ui/panels/column_panel.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <memory>

namespace ui {

// Until the picture is there and all widgets have kept their places for some turns of the event loop, however long
// these take: docks take their places turn by turn, and views refresh a moment later. What never rests, such as curves
// that grow for minutes under a sanitizer, is looked at as it is.
inline void settle(MainWindow& window)
{
    constexpr int kLongest = 10000; // ms
    QVector<QRect> places;
    int quiet = 0;
    (void)QTest::qWaitFor(
        [&] {
            QVector<QRect> now;
            for (const QWidget* widget : window.findChildren<QWidget*>())
                now.append(widget->isVisible() ? widget->geometry() : QRect());
            const bool isDue = window.session().isPictureDue() || Refresh::isAnyDue();
            quiet = !isDue && now == places ? quiet + 1 : 0;
            places = now;
            return quiet == 5;
        },
        kLongest);
}

// The whole window on the built-in models.
class MainWindowFixture : public testing::Test
{
protected:
    MainWindowFixture()
        : m_window(std::make_unique<MainWindow>(m_pool))
    {
        m_window->resize(1200, 800);
        core::Setup setup = startSetup();
        setup.length = 96;
        m_window->session().start(setup);
        m_window->show();
    }

    // Runs `act` and waits for the picture that follows from it; what was due before does not count.
    template <typename Act>
    bool follows(Act act)
    {
        QSignalSpy complete(m_window.get(), &MainWindow::pictureComplete);
        act();
        const Session& session = m_window->session();
        return QTest::qWaitFor([&] { return complete.count() > 0 && !session.isReading() && !session.isPictureDue(); },
                               kPatience);
    }
    // Waits for the curves, too.
    template <typename Act>
    bool allFollows(Act act)
    {
        QSignalSpy complete(m_window.get(), &MainWindow::allComplete);
        act();
        return QTest::qWaitFor([&] { return complete.count() > 0 && !m_window->session().isBusy(); }, kPatience);
    }
    bool started()
    {
        return follows([] {});
    }

    void settle() { ui::settle(*m_window); }

    const core::Setup& setup() { return m_window->session().setup(); }
    ColumnPanel& column(int c) { return *m_window->findChild<ColumnPanel*>(QStringLiteral("column%1").arg(c)); }
    QToolButton* button(const QString& text)
    {
        for (auto* found : m_window->findChildren<QToolButton*>())
            if (found->text() == text)
                return found;
        return nullptr;
    }
    bool errorShown() { return m_window->findChild<QWidget*>(QStringLiteral("errorBar"))->isVisible(); }

    core::ThreadPool m_pool{2};
    std::unique_ptr<MainWindow> m_window;
};

} // namespace ui
