// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the window with Tab.
#include "tests/ui/main_window_fixture.h"

#include "ui/controls/length_slider.h"
#include "ui/panels/slopes_panel.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/view_bar.h"

#include <QApplication>
#include <QComboBox>

#include <set>

namespace {

class TabOrderTest : public ui::MainWindowFixture
{
protected:
    QList<QWidget*> walk(Qt::Key key)
    {
        m_window->activateWindow();
        QList<QWidget*> stops;
        std::set<QWidget*> seen;
        m_window->text().findChild<QComboBox*>()->setFocus();
        for (QWidget* now = QApplication::focusWidget(); now != nullptr && seen.insert(now).second;
             now = QApplication::focusWidget()) {
            stops.append(now);
            QTest::keyClick(now, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
        }
        return stops;
    }
    static QString nameOf(const QWidget* widget)
    {
        return QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->accessibleName() +
               widget->property("text").toString();
    }
};

TEST_F(TabOrderTest, EveryStopIsSeenAndTheyFollowAsOneReads)
{
    ASSERT_TRUE(started());
    const QList<QWidget*> stops = walk(Qt::Key_Tab);
    ASSERT_GT(stops.size(), 15);
    const QList<QWidget*> parts{&m_window->text(),        &m_window->length(), m_window->findChild<ui::ViewBar*>(),
                                m_window->view("slopes"), &column(0),          &column(1),
                                m_window->view("curves")};
    QStringList walked;
    for (const QWidget* stop : stops)
        walked.append(nameOf(stop));
    SCOPED_TRACE(walked.join(QLatin1Char('\n')).toStdString());
    qsizetype part = 0;
    QPoint last(-1, -1);
    for (QWidget* stop : stops) {
        EXPECT_TRUE(stop->isVisible()) << nameOf(stop).toStdString();
        EXPECT_GT(stop->width() * stop->height(), 30) << nameOf(stop).toStdString();
        EXPECT_TRUE(m_window->rect().contains(QRect(stop->mapTo(m_window.get(), QPoint()), stop->size())))
            << nameOf(stop).toStdString();
        qsizetype at = 0;
        while (at < parts.size() && parts[at] != stop && !parts[at]->isAncestorOf(stop))
            ++at;
        ASSERT_LT(at, parts.size()) << nameOf(stop).toStdString() << " is nowhere";
        EXPECT_GE(at, part) << nameOf(stop).toStdString() << " comes too late";
        const QPoint place = stop->mapTo(m_window.get(), stop->rect().center());
        const bool onward = place.y() > last.y() + 12 || place.x() > last.x();
        EXPECT_TRUE(at != part || last.x() < 0 || onward) << nameOf(stop).toStdString();
        part = at;
        last = place;
    }
    EXPECT_GE(part, 5) << "the columns have no stop";
}

} // namespace
