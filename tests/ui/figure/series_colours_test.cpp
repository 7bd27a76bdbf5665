// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/series_colours.h"

#include "core/position/registry.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

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

// How far apart two colours look: distances in OKLab, https://bottosson.github.io/posts/oklab/ . 0.02 is just seen.
double seenDifference(const QColor& a, const QColor& b)
{
    const auto lab = [](const QColor& colour) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        const double red = linear(colour.redF());
        const double green = linear(colour.greenF());
        const double blue = linear(colour.blueF());
        const double l = std::cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        const double m = std::cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        const double s = std::cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        return std::array{0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
    };
    const auto first = lab(a);
    const auto second = lab(b);
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

// Whatever four models of any encodings are compared, no two look alike.
TEST(SeriesColours, ShadesStayApartOnEveryGround)
{
    std::vector<QString> ids;
    for (const auto& encoding : core::encodings<float>())
        ids.push_back(QString::fromLatin1(encoding.id));
    for (const QColor ground :
         {QColor(0xff, 0xff, 0xff), QColor(0xf4, 0xf4, 0xf2), QColor(0x1e, 0x1e, 0x20), QColor(0x2b, 0x2b, 0x2d)})
        for (std::size_t a = 0; a < ids.size(); ++a)
            for (std::size_t b = 0; b <= a; ++b)
                for (int i = 0; i < 4; ++i)
                    for (int j = 0; j < 4; ++j) {
                        const bool both = a == b ? j < i : i + j + 2 <= 4; // can be among four
                        if (!both)
                            continue;
                        const QColor one = ui::legibleOn(ui::encodingShade(ids[a], i), ground);
                        const QColor other = ui::legibleOn(ui::encodingShade(ids[b], j), ground);
                        EXPECT_GT(seenDifference(one, other), 0.07)
                            << ids[a].toStdString() << ' ' << i << " and " << ids[b].toStdString() << ' ' << j << " on "
                            << ground.name().toStdString();
                        EXPECT_GT(seenDifference(one, ui::legibleOn(ui::trainingColour(), ground)), 0.02);
                    }
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
