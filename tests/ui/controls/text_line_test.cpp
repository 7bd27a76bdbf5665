// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/text_line.h"

#include <QImage>

#include <gtest/gtest.h>

namespace ui {
namespace {

QImage drawn(const QString& bold, const QString& rest, int width)
{
    TextLine line;
    line.setText(bold, rest);
    line.resize(width, line.sizeHint().height());
    return line.grab().toImage();
}

// A name is known from its place and colour; a number that is cut says nothing.
TEST(TextLine, ANameIsCutBeforeANumber)
{
    const QString name = QStringLiteral("Sinusoidal-64");
    const QString number = QStringLiteral("  ppl 23.4");
    const QString cut = name.left(1) + QChar(0x2026);
    const int width = TextLine().widthOf(cut, number);
    EXPECT_EQ(drawn(name, number, width), drawn(cut, number, width));
}

TEST(TextLine, WithoutRoomForTheRestBothAreCut)
{
    const QString rest = QStringLiteral("  a sentence that goes on for longer than there is room");
    const QImage picture = drawn(QStringLiteral("Sinusoidal-64"), rest, 150);
    EXPECT_NE(picture.copy(0, 0, 50, picture.height()), drawn({}, rest, 150).copy(0, 0, 50, picture.height()));
    EXPECT_NE(picture.copy(60, 0, 90, picture.height()),
              drawn(QStringLiteral("Sinusoidal-64"), {}, 150).copy(60, 0, 90, picture.height()));
}

} // namespace
} // namespace ui
