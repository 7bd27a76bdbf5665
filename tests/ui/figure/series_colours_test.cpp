// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/series_colours.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

int difference(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}

TEST(SeriesColours, EncodingsKeepTheirColour)
{
    EXPECT_EQ(ui::encodingColour(QStringLiteral("alibi")), QColor(QStringLiteral("#0072B2")));
    EXPECT_EQ(ui::encodingColour(QStringLiteral("sinusoidal")), QColor(QStringLiteral("#D55E00")));
    EXPECT_EQ(ui::encodingColour(QStringLiteral("rotary")), QColor(QStringLiteral("#009E73")));
    EXPECT_EQ(ui::encodingColour(QStringLiteral("t5")), QColor(QStringLiteral("#CC79A7")));
    EXPECT_EQ(ui::encodingColour(QStringLiteral("something new")), ui::encodingColour(QStringLiteral("something new")));
    for (const char* id : {"alibi", "sinusoidal", "rotary", "t5", "none", "learned"})
        EXPECT_GT(difference(ui::encodingColour(QString::fromLatin1(id)),
                             ui::encodingColour(QStringLiteral("something new"))),
                  40)
            << id;
}

TEST(SeriesColours, HeadsAreDistinct)
{
    for (const int heads : {1, 2, 8, 12, 16, 32, 64})
        for (int a = 0; a < heads; ++a)
            for (int b = 0; b < a; ++b)
                EXPECT_GT(difference(ui::headColour(a, heads), ui::headColour(b, heads)), 12)
                    << a << ' ' << b << " of " << heads;
    for (int head = 1; head < 128; ++head)
        EXPECT_GT(difference(ui::headColour(head, 128), ui::headColour(head - 1, 128)), 45) << head;
    EXPECT_TRUE(ui::headColour(-3, 0).isValid());
    EXPECT_TRUE(ui::headColour(500, 8).isValid());
}

TEST(SeriesColours, ContrastIsThatOfWcag)
{
    EXPECT_NEAR(ui::contrastRatio(Qt::black, Qt::white), 21.0, 0.01);
    EXPECT_NEAR(ui::contrastRatio(Qt::white, Qt::black), 21.0, 0.01);
    EXPECT_NEAR(ui::contrastRatio(QColor(QStringLiteral("#777777")), Qt::white), 4.48, 0.01);
}

TEST(SeriesColours, LegibleOnEveryGround)
{
    for (const QColor ground :
         {QColor(QStringLiteral("#ffffff")), QColor(QStringLiteral("#1e1e20")), QColor(QStringLiteral("#000000")),
          QColor(QStringLiteral("#efefef")), QColor(QStringLiteral("#31363b"))})
        for (const char* id : {"alibi", "sinusoidal", "rotary", "t5", "none", "learned"}) {
            EXPECT_GE(
                ui::contrastRatio(ui::legibleOn(ui::encodingColour(QString::fromLatin1(id)), ground, 4.5), ground), 4.5)
                << id;
            EXPECT_GE(ui::contrastRatio(ui::legibleOn(ui::encodingColour(QString::fromLatin1(id)), ground), ground),
                      3.0)
                << id;
        }
    EXPECT_EQ(ui::legibleOn(QColor(QStringLiteral("#0072B2")), Qt::white),
              QColor(QStringLiteral("#0072B2"))); // good enough already
}

} // namespace
