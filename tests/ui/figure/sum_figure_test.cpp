// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sum_figure.h"

#include <QApplication>
#include <QFontMetrics>

#include <gtest/gtest.h>

namespace {

using ui::SumContent;
using ui::SumFigure;

constexpr QColor kColour(0, 114, 178);

SumContent twoBars()
{
    SumContent content;
    content.title = QStringLiteral("title");
    content.colour = kColour;
    content.lines = {{QStringLiteral("name"), QStringLiteral("how"), QStringLiteral("1")}};
    content.strips = {{QStringLiteral("bars"),
                       {QStringLiteral("seven"), QStringLiteral("two")},
                       {{QStringLiteral("q"), {1.0, -0.5}}}}};
    return content;
}

// Rows of a picture's column that have the bars' colour.
std::pair<int, int> colouredRows(const QImage& image, int x, int from)
{
    std::pair<int, int> rows{-1, -1};
    for (int y = from; y < image.height(); ++y)
        if (image.pixelColor(x, y) == kColour) {
            if (rows.first < 0)
                rows.first = y;
            rows.second = y;
        }
    return rows;
}

TEST(SumFigure, BarsGoUpAndDownFromZeroInProportion)
{
    const SumFigure figure(twoBars(), 340, ui::paperStyle(QApplication::font()));
    const QImage image = ui::pictureOf(figure, 1.0);
    // The bars' places as placeAt() tells them, so that drawing and reading out agree.
    std::pair<int, int> up{-1, -1};
    std::pair<int, int> down{-1, -1};
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y) {
            const QString place = figure.placeAt(QPointF(x, y));
            if (place.startsWith(QStringLiteral("seven")) && up.first < 0)
                up = colouredRows(image, x + 2, y);
            if (place.startsWith(QStringLiteral("two")) && down.first < 0)
                down = colouredRows(image, x + 2, y);
        }
    ASSERT_GE(up.first, 0);
    ASSERT_GE(down.first, 0);
    EXPECT_LT(up.second, down.first) << "1 stands above 0 and −0.5 below";
    EXPECT_NEAR(up.second - up.first + 1, 2 * (down.second - down.first + 1), 2);
}

// Beside a compared cell there is less room: bars point the same way or are left out, and never lie on a number.
TEST(SumFigure, PartsPointToTheirSideAtEveryWidth)
{
    SumContent content;
    content.colour = kColour;
    content.textTitle = QStringLiteral("here");
    content.besideTitle = QStringLiteral("pinned");
    content.parts = {{QStringLiteral("token · position"), 0.5617, QStringLiteral("0.5617"), QStringLiteral("0.1")},
                     {QStringLiteral("position · token"), -0.2351, QStringLiteral("−0.2351"), QStringLiteral("−2")}};
    const auto columns = [&](const QImage& image, bool upper) {
        std::pair<int, int> found{-1, -1};
        const int line = QFontMetrics(ui::paperStyle(QApplication::font()).font).height() + 2;
        const int middle = image.height() - 8 - line; // the two parts are the last lines
        for (int x = 0; x < image.width(); ++x)
            for (int y = upper ? middle - line : middle; y < (upper ? middle : image.height()); ++y)
                if (image.pixelColor(x, y) == kColour) {
                    found.first = found.first < 0 ? x : found.first;
                    found.second = x;
                }
        return found;
    };
    int seen = 0;
    for (const int width : {120, 180, 240, 300, 360, 500}) {
        const QImage image = ui::pictureOf(SumFigure(content, width, ui::paperStyle(QApplication::font())), 1.0);
        const auto positive = columns(image, true);
        const auto negative = columns(image, false);
        ASSERT_EQ(positive.first < 0, negative.first < 0) << width;
        if (positive.first < 0)
            continue;
        ++seen;
        EXPECT_GE(positive.first, negative.second - 1) << width;
        EXPECT_LT(positive.second, width - 60) << width; // two numbers stand there
    }
    EXPECT_GE(seen, 2);
}

TEST(SumFigure, ReadsOutTheNumbersOfAPlace)
{
    const SumFigure figure(twoBars(), 340, ui::paperStyle(QApplication::font()));
    QStringList places;
    for (int y = 0; y < figure.size().height(); ++y)
        for (int x = 0; x < figure.size().width(); ++x)
            if (const QString place = figure.placeAt(QPointF(x, y)); !place.isEmpty() && !places.contains(place))
                places.append(place);
    EXPECT_EQ(places, (QStringList{QStringLiteral("seven: q 1"), QStringLiteral("two: q −0.5")}));
}

TEST(SumFigure, TakesNoRoomForWhatIsNotThere)
{
    SumContent content = twoBars();
    const auto height = [](const SumContent& shown) {
        return SumFigure(shown, 340, ui::paperStyle(QApplication::font())).size().height();
    };
    const int all = height(content);
    content.strips.clear();
    const int lines = height(content);
    content.lines.clear();
    EXPECT_LT(lines, all);
    EXPECT_LT(height(content), lines);
}

} // namespace
