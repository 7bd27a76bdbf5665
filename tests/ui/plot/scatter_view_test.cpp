// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/scatter_view.h"

#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace {

class ScatterViewTest : public testing::Test
{
protected:
    ScatterViewTest()
    {
        ui::ScatterContent content;
        content.series = {{QStringLiteral("A"), QColor(200, 30, 30)}};
        content.points = {{1.0, 10.0}, {2.0, 30.0}, {4.0, 20.0}};
        content.x.label = QStringLiteral("across");
        content.y.label = QStringLiteral("up");
        m_view.resize(460, 260);
        m_view.setContent(content, {QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("third")});
        m_view.show();
    }
    QPoint at(int point) { return m_view.figure().pixelOf(point).toPoint(); }

    ui::ScatterView m_view;
};

TEST_F(ScatterViewTest, TheMouseReadsOutAndChooses)
{
    QSignalSpy chosen(&m_view, &ui::ScatterView::pointChosen);
    const QImage plain = m_view.grab().toImage();
    QTest::mouseMove(&m_view, at(1));
    EXPECT_EQ(m_view.pointed(), 1);
    EXPECT_EQ(m_view.toolTip(), QStringLiteral("second"));
    EXPECT_NE(m_view.grab().toImage(), plain);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, at(1) + QPoint(4, 3));
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen.last().front().toInt(), 1);
    EXPECT_EQ(m_view.accessibleDescription(), QStringLiteral("second"));
    QTest::mouseMove(&m_view, QPoint(1, 1));
    EXPECT_EQ(m_view.pointed(), std::nullopt);
    EXPECT_TRUE(m_view.toolTip().isEmpty());
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, QPoint(1, 1));
    EXPECT_EQ(chosen.count(), 1);
}

TEST_F(ScatterViewTest, ArrowsGoFromPointToPoint)
{
    QSignalSpy chosen(&m_view, &ui::ScatterView::pointChosen);
    m_view.setChosen(0);
    EXPECT_EQ(chosen.count(), 0);
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_EQ(m_view.chosen(), 1);
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_EQ(m_view.chosen(), 2);
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_EQ(m_view.chosen(), 2);
    EXPECT_EQ(chosen.count(), 2);
    QTest::keyClick(&m_view, Qt::Key_Up);
    EXPECT_EQ(m_view.chosen(), 1);
    m_view.setChosen(std::nullopt); // from nowhere: somewhere
    QTest::keyClick(&m_view, Qt::Key_Left);
    EXPECT_TRUE(m_view.chosen().has_value());
}

TEST_F(ScatterViewTest, APointThatIsGoneIsNoLongerChosen)
{
    m_view.setChosen(2);
    ui::ScatterContent fewer = m_view.content();
    fewer.points.removeLast();
    m_view.setContent(fewer, {QStringLiteral("first"), QStringLiteral("second")});
    EXPECT_EQ(m_view.chosen(), std::nullopt);
    EXPECT_TRUE(m_view.accessibleDescription().isEmpty());
    (void)m_view.grab();
    m_view.setContent({}, {});
    QTest::keyClick(&m_view, Qt::Key_Right);
    (void)m_view.grab();
}

} // namespace
