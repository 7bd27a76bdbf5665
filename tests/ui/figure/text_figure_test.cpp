// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/text_figure.h"

#include "ui/figure/figure_options.h"
#include "ui/figure/series_colours.h"

#include <QApplication>
#include <QImage>

#include <gtest/gtest.h>

namespace {

ui::ShadedText words(int count)
{
    ui::ShadedText text;
    text.what = QStringLiteral("loss (nats)");
    text.range = {0.0, 8.0};
    text.shades = {Qt::white, QColor(120, 180, 240)};
    for (int i = 0; i < count; ++i) {
        text.tokens.append(QStringLiteral("·word%1").arg(i));
        text.ends.append(false);
        text.values.append(i);
        text.grounds.append(QColor(10 + 5 * i, 200, 100));
    }
    return text;
}

// Each token stands on its own colour, whole, beside its neighbours' and in the line it is in.
TEST(TextFigure, GroundsAreReadBack)
{
    const ui::TextFigure figure(words(30), 300, ui::paperStyle(QApplication::font()));
    for (const double scale : {1.0, 2.0}) {
        const QImage image = ui::pictureOf(figure, scale);
        double lines = 0.0;
        for (int token = 0; token < 30; ++token) {
            const QRectF box = figure.boxOf(token);
            ASSERT_GT(box.width(), 10.0);
            ASSERT_TRUE(QRectF(QPointF(), figure.size()).contains(box)) << token;
            const QColor ground(10 + 5 * token, 200, 100);
            for (const double x : {box.left() + 1.5, box.right() - 1.5}) // above the letters
                EXPECT_EQ(image.pixel(int(x * scale), int((box.top() + 1.5) * scale)), ground.rgb())
                    << token << ' ' << x;
            lines = std::max(lines, box.top());
        }
        EXPECT_GT(lines, figure.boxOf(0).bottom()) << "there is more than one line";
    }
}

TEST(TextFigure, WhatItIsOfIsNeverCut)
{
    ui::ShadedText text = words(5);
    const int before = ui::TextFigure(text, 300, ui::paperStyle(QApplication::font())).size().height();
    text.what = QStringLiteral("weight from token 100 (layer 1, head 3) of a model with a very long name indeed");
    const ui::TextFigure figure(text, 300, ui::paperStyle(QApplication::font()));
    EXPECT_GT(figure.size().height(), before + 20) << "in lines of its own";
}

// From right to left the first token is at the right of the second.
TEST(TextFigure, TokensStandInTheOrderOfTheirScript)
{
    ui::ShadedText text = words(2);
    text.tokens = {QString::fromUtf8("שלום"), QString::fromUtf8("·עולם")};
    const ui::TextFigure figure(text, 300, ui::paperStyle(QApplication::font()));
    EXPECT_GE(figure.boxOf(0).left(), figure.boxOf(1).right() - 1.0);
    EXPECT_GT(figure.boxOf(1).width(), 10.0);
}

TEST(TextFigure, NumbersAreThoseOfTheTokens)
{
    const auto numbers = ui::TextFigure(words(4), 300, ui::paperStyle(QApplication::font())).numbers();
    ASSERT_EQ(numbers.size(), 1);
    EXPECT_EQ(numbers[0].rows[2], QStringLiteral("2 ·word2"));
    EXPECT_EQ(numbers[0].values(3, 0), 3.0F);
}

} // namespace
