// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/matrix_figure.h"

#include <QApplication>

#include <gtest/gtest.h>

namespace {

using ui::MatrixContent;
using ui::MatrixFigure;

// An asymmetric matrix: one cell is red, one blue, all others are 0.
TEST(MatrixFigure, RowsGoDownAndColumnsToTheRight)
{
    MatrixContent content;
    content.values = core::Matrix<float>::Zero(8, 4);
    content.values(1, 3) = 2.0F;
    content.values(6, 0) = -2.0F;
    const MatrixFigure figure(content, QSize(480, 360), ui::paperStyle(QApplication::font()));
    const QImage image = ui::pictureOf(figure, 1.0);
    const auto colourAt = [&](int row, int column) {
        return image.pixelColor(int(figure.area().left() + (column + 0.5) / 4 * figure.area().width()),
                                int(figure.area().top() + (row + 0.5) / 8 * figure.area().height()));
    };
    EXPECT_GT(colourAt(1, 3).red(), colourAt(1, 3).blue() + 60);
    EXPECT_GT(colourAt(6, 0).blue(), colourAt(6, 0).red() + 60);
    for (const auto& [row, column] : {std::pair{3, 1}, {6, 3}, {1, 0}})
        EXPECT_NEAR(colourAt(row, column).red(), colourAt(row, column).blue(), 12) << row << ", " << column;
}

// More rows than pixels: the one that stands out is not lost.
TEST(MatrixFigure, AHotCellAmongThousandsIsSeen)
{
    MatrixContent content;
    content.values = core::Matrix<float>::Zero(5000, 3);
    content.values(2501, 1) = -1.0F;
    const MatrixFigure figure(content, QSize(300, 200), ui::paperStyle(QApplication::font()));
    const QImage image = ui::pictureOf(figure, 1.0);
    int blue = 0;
    for (int y = int(figure.area().top()) + 1; y < figure.area().bottom() - 1; ++y)
        for (int x = int(figure.area().left()) + 1; x < figure.area().right() - 1; ++x)
            blue += image.pixelColor(x, y).blue() > image.pixelColor(x, y).red() + 60 ? 1 : 0;
    EXPECT_GT(blue, 20);
}

} // namespace
