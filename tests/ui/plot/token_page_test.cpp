// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/token_page.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace {

using ui::TokenPage;

constexpr QColor kGround(250, 200, 30);

class TokenPageTest : public testing::Test
{
protected:
    void show(const QStringList& tokens, const QVector<bool>& ends = {})
    {
        page.resize(300, 200);
        page.setTokens(tokens, ends);
        page.show();
    }
    int coloured(const QRectF& box)
    {
        const QImage image = page.viewport()->grab().toImage();
        int count = 0;
        const QRect inside = box.toAlignedRect().adjusted(1, 1, -1, -1);
        for (int y = inside.top(); y <= inside.bottom(); ++y)
            for (int x = inside.left(); x <= inside.right(); ++x)
                count += image.pixelColor(x, y) == kGround ? 1 : 0;
        return count;
    }
    TokenPage page;
};

TEST_F(TokenPageTest, ATokenStandsWhereItIsClicked)
{
    show({QStringLiteral("The"), QStringLiteral("·sea"), QStringLiteral("·was"), QStringLiteral(".↵"),
          QStringLiteral("It")},
         {false, false, false, true, false});
    QSignalSpy clicked(&page, &TokenPage::tokenClicked);
    for (int token = 0; token < 5; ++token) {
        const QRectF box = page.boxOf(token);
        ASSERT_FALSE(box.isEmpty()) << token;
        EXPECT_EQ(page.tokenAt(box.center()), token);
        QTest::mouseClick(page.viewport(), Qt::LeftButton, {}, box.center().toPoint());
        ASSERT_EQ(clicked.count(), token + 1);
        EXPECT_EQ(clicked.last().first().toInt(), token);
    }
    EXPECT_LT(page.boxOf(0).right(), page.boxOf(1).right());
    EXPECT_GT(page.boxOf(4).top(), page.boxOf(3).top()) << "after a line's end comes the next line";
    EXPECT_FALSE(page.tokenAt(QPointF(299, 199)));
    QTest::mouseClick(page.viewport(), Qt::LeftButton, {}, QPoint(290, 150));
    EXPECT_EQ(clicked.count(), 5) << "nothing stands there";
}

TEST_F(TokenPageTest, GroundsLieUnderTheirTokens)
{
    show({QStringLiteral("aaaa"), QStringLiteral("bbbb"), QStringLiteral("cccc")});
    page.setGrounds({QColor(), kGround}); // none for the last
    EXPECT_EQ(coloured(page.boxOf(0)), 0);
    EXPECT_GT(coloured(page.boxOf(1)), 50);
    EXPECT_EQ(coloured(page.boxOf(2)), 0);
}

// Hebrew is read from right to left: what comes first stands at the right.
TEST_F(TokenPageTest, ScriptsFromRightToLeftAreInOrder)
{
    show({QStringLiteral("שלום"), QStringLiteral("עולם")});
    EXPECT_GT(page.boxOf(0).left(), page.boxOf(1).left());
    EXPECT_EQ(page.tokenAt(page.boxOf(0).center()), 0);
    EXPECT_EQ(page.tokenAt(page.boxOf(1).center()), 1);
}

TEST_F(TokenPageTest, KeysMoveTheChoiceAndBringItIntoView)
{
    QStringList tokens;
    for (int i = 0; i < 600; ++i)
        tokens.append(QStringLiteral("token%1·").arg(i));
    show(tokens);
    QObject::connect(&page, &TokenPage::tokenClicked, &page, [&](int token) { page.setChosen(token); });
    QTest::keyClick(&page, Qt::Key_End);
    EXPECT_EQ(page.chosen(), 599);
    EXPECT_TRUE(page.viewport()->rect().contains(page.boxOf(599).toRect())) << "out of sight";
    QTest::keyClick(&page, Qt::Key_Left);
    EXPECT_EQ(page.chosen(), 598);
    QTest::keyClick(&page, Qt::Key_Home);
    QTest::keyClick(&page, Qt::Key_Left);
    EXPECT_EQ(page.chosen(), 0);
    EXPECT_EQ(page.verticalScrollBar()->value(), 0);
    page.setChosen(600);
    EXPECT_FALSE(page.chosen());
}

TEST_F(TokenPageTest, TheTextOfTheMarkCoversNoToken)
{
    QStringList tokens;
    for (int i = 0; i < 200; ++i)
        tokens.append(QStringLiteral("·word%1").arg(i));
    show(tokens);
    page.resize(900, 200);
    const auto farthest = [&] {
        double right = 0.0;
        for (int i = 0; i < 200; ++i)
            right = std::max(right, page.boxOf(i).right());
        return right;
    };
    const double before = farthest();
    page.setMark(64, QStringLiteral("trained 64"), Qt::red);
    EXPECT_GT(before, page.viewport()->width() - page.fontMetrics().horizontalAdvance(QStringLiteral("trained 64")));
    EXPECT_LE(farthest(),
              page.viewport()->width() - page.fontMetrics().horizontalAdvance(QStringLiteral("trained 64")));
    page.setMark(0, {}, {});
    EXPECT_EQ(farthest(), before);
}

// As many as the window reads at most, in one endless line.
TEST_F(TokenPageTest, ManyTokensAreLaidOutOnceAndFoundAtOnce)
{
    QStringList tokens;
    for (int i = 0; i < 16384; ++i)
        tokens.append(QStringLiteral("ab%1·").arg(i % 97));
    show(tokens);
    page.verticalScrollBar()->setValue(page.verticalScrollBar()->maximum());
    EXPECT_EQ(page.tokenAt(page.boxOf(16383).center()), 16383);
    EXPECT_EQ(page.tokenAt(page.boxOf(16300).center()), 16300);
}

} // namespace
