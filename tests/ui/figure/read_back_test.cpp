// SPDX-License-Identifier: GPL-3.0-or-later
// Figures in files, as programs that are not ours see them.
#include "core/render/colour_map.h"
#include "tests/ui/figure/read_back.h"
#include "ui/figure/kinds.h"
#include "ui/figure/map_sheet.h"
#include "ui/figure/writers.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace read_back_test { // its names are common ones

using core::Index;

// Neither symmetric nor like its neighbours.
ui::MapContent mapOf(Index queries, Index keys, bool causal)
{
    auto map = std::make_shared<core::ReducedMap>();
    map->request.region = {0, queries, 0, keys};
    map->request.rows = queries;
    map->request.cols = keys;
    map->values.resize(queries, keys);
    for (Index q = 0; q < queries; ++q)
        for (Index k = 0; k < keys; ++k)
            map->values(q, k) =
                causal && k > q ? std::numeric_limits<float>::quiet_NaN() : float((q * 53 + k * 101) % 256) / 255.0F;
    ui::MapContent content;
    content.map = map;
    content.region = map->request.region;
    content.length = queries;
    return content;
}

QRgb colourOf(float value)
{
    return ui::toQRgb(std::isnan(value) ? core::maskedColour(false) : core::colourMap("viridis").at(double(value)));
}

class ReadBack : public testing::Test
{
protected:
    QString saved(const ui::Figure& figure, const char* ending, const ui::FigureOutput& output = {})
    {
        const QString path = m_folder.filePath(QStringLiteral("f.%1").arg(QLatin1String(ending)));
        ui::saveFigure(figure, path, output);
        return path;
    }
    QByteArray bytes(const ui::Figure& figure, const char* ending, const ui::FigureOutput& output = {})
    {
        QFile file(saved(figure, ending, output));
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    // Every cell, in its middle.
    static void expectCells(const QImage& image, const ui::MapFigure& figure, const std::string& what)
    {
        const core::ReducedMap& map = *figure.content().map;
        const double scale = double(image.width()) / figure.size().width();
        const QRectF box(figure.mapRect());
        for (Index q = 0; q < map.values.rows(); ++q)
            for (Index k = 0; k < map.values.cols(); ++k) {
                const double x = (box.left() + (double(k) + 0.5) / double(map.values.cols()) * box.width()) * scale;
                const double y = (box.top() + (double(q) + 0.5) / double(map.values.rows()) * box.height()) * scale;
                ASSERT_EQ(image.pixel(int(x), int(y)) | 0xFF000000U, colourOf(map.values(q, k)))
                    << what << ": query " << q << ", key " << k;
            }
    }

    const ui::FigureStyle m_style = ui::paperStyle(QApplication::font());
    QTemporaryDir m_folder;
};

TEST_F(ReadBack, EveryCellHasItsColourWhereItBelongs)
{
    const ui::MapFigure figure(mapOf(48, 48, true), {480, 420}, m_style);
    for (const char* ending : {"pdf", "svg"})
        expectCells(read_back::rendered(saved(figure, ending), 96 * 4), figure, ending);
    expectCells(QImage(saved(figure, "png")), figure, "png");
}

TEST_F(ReadBack, CellsBeyondTheStatedCountAreOneExactPicture)
{
    const ui::MapFigure figure(mapOf(400, 400, false), {640, 560}, m_style);
    ASSERT_GT(400 * 400, ui::mostCellShapes);
    for (const char* ending : {"pdf", "svg"})
        expectCells(read_back::rendered(saved(figure, ending), 96 * 6), figure, ending);
    EXPECT_FALSE(bytes(figure, "pdf").contains("DCTDecode")) << "compressed as JPEG";
}

// As many values as the map of 4,096 tokens is reduced to for print, none like its neighbours.
TEST_F(ReadBack, TheLargestMapIsNoLargeFile)
{
    std::mt19937 random(7);
    std::normal_distribution<float> noise(0.5F, 0.08F);
    ui::MapContent content = mapOf(1800, 1800, true);
    auto map = std::make_shared<core::ReducedMap>(*content.map);
    map->request.region = {0, 4096, 0, 4096};
    for (Index q = 0; q < 1800; ++q)
        for (Index k = 0; k <= q; ++k)
            map->values(q, k) = noise(random);
    content.map = map;
    content.region = map->request.region;
    content.length = 4096;
    const ui::MapFigure figure(content, {722, 670}, m_style);
    EXPECT_LT(bytes(figure, "pdf").size(), 3'000'000);
}

TEST_F(ReadBack, TextIsTextInAFontThatIsThere)
{
    const ui::MapSource source{QStringLiteral("ALiBi-64"), {}, {}, 64, QStringLiteral("The War of the Worlds"), 48};
    const ui::Sheet sheet = ui::mapSheet(mapOf(48, 48, true), {480, 420}, source, m_style);
    const QString pdf = saved(sheet, "pdf");
    const QString text = QString::fromUtf8(read_back::printed(QStringLiteral("pdftotext"), {pdf, QStringLiteral("-")}));
    const QString svg = QString::fromUtf8(bytes(sheet, "svg"));
    for (const char* word : {"ALiBi-64", "layer 0", "weight", "query (looks)", "key (is looked at)", "0.5", "Worlds"}) {
        EXPECT_TRUE(text.contains(QLatin1String(word))) << word << " is missing in: " << text.toStdString();
        EXPECT_TRUE(svg.contains(QLatin1String(word))) << word;
    }
    const QByteArray fonts = read_back::printed(QStringLiteral("pdffonts"), {pdf});
    const auto lines = fonts.trimmed().split('\n');
    ASSERT_GT(lines.size(), 2) << "no font at all";
    for (qsizetype i = 2; i < lines.size(); ++i) // embedded, a part of it (Qt does not name it so), with its letters
        EXPECT_TRUE(lines[i].simplified().contains("Identity-H yes no yes") ||
                    lines[i].simplified().contains("Identity-H yes yes yes"))
            << lines[i].toStdString();
    EXPECT_TRUE(svg.contains(QLatin1String("font-family=\"'")));
}

TEST_F(ReadBack, PagesAreAsLargeAsAsked)
{
    const ui::MapFigure figure(mapOf(8, 8, true), {340, 310}, m_style);
    const ui::FigureOutput output{.unitsPerInch = 340 / (85.0 / 25.4), .dpi = 300};
    const QByteArray info = read_back::printed(QStringLiteral("pdfinfo"), {saved(figure, "pdf", output)});
    EXPECT_TRUE(info.contains("240.94")) << info.toStdString(); // points in 85 mm
    EXPECT_TRUE(info.contains("219.6")) << info.toStdString();
    // A dark ground reaches every edge.
    const ui::MapFigure dark(mapOf(8, 8, true), {340, 311}, ui::darkStyle(QApplication::font()));
    const QImage page = read_back::rendered(saved(dark, "pdf", output), 300);
    for (const QPoint corner : {QPoint(1, 1), QPoint(page.width() - 3, 1), QPoint(1, page.height() - 3)})
        EXPECT_EQ(page.pixel(corner) | 0xFF000000U, qRgb(30, 30, 30));
    EXPECT_TRUE(bytes(figure, "svg", output).contains("width=\"85.0000mm\""));
    const QImage png(saved(figure, "png", output));
    EXPECT_EQ(png.width(), std::lround(85.0 / 25.4 * 300));
    EXPECT_EQ(png.dotsPerMeterX(), std::lround(300 / 0.0254));
}

TEST_F(ReadBack, EqualFiguresAreEqualBytesWithTheirRecord)
{
    const ui::FigureOutput output{.record = {{QStringLiteral("ALiBi-64 0123456789abcdef")},
                                             QStringLiteral("A <text> & more"),
                                             QStringLiteral("alibi-lab figure map  --head 3")}};
    for (const ui::FigureKind& kind : ui::figureKinds())
        for (const ui::FigureWriter& writer : ui::figureWriters()) {
            const auto figure = kind.example(m_style);
            EXPECT_EQ(bytes(*figure, writer.ending, output), bytes(*kind.example(m_style), writer.ending, output))
                << kind.id << '.' << writer.ending;
        }
    const auto figure = ui::figureKinds().front().example(m_style);
    const QByteArray xmp =
        read_back::printed(QStringLiteral("pdfinfo"), {QStringLiteral("-meta"), saved(*figure, "pdf", output)});
    EXPECT_FALSE(
        read_back::printed(QStringLiteral("pdfinfo"), {saved(*figure, "pdf", output)}).contains("CreationDate"));
    for (const QByteArray& file : {xmp, bytes(*figure, "svg", output)})
        for (const char* part : {"<alibi:Models>ALiBi-64 0123456789abcdef<", "A &lt;text&gt; &amp; more",
                                 "alibi-lab figure map  --head 3", "<dc:description>"})
            EXPECT_TRUE(file.contains(part)) << part << " is missing in " << file.left(2000).toStdString();
}

TEST_F(ReadBack, EveryKindLooksAlikeInEveryFormat)
{
    for (const ui::FigureKind& kind : ui::figureKinds())
        for (const bool dark : {false, true}) {
            const auto figure = kind.example(dark ? ui::darkStyle(QApplication::font()) : m_style);
            const QImage png = ui::pictureOf(*figure, 1.0);
            for (const char* ending : {"pdf", "svg"}) {
                const QImage page = read_back::rendered(saved(*figure, ending), 96.0).scaled(png.size());
                double apart = 0.0;
                for (int y = 0; y < png.height(); ++y)
                    for (int x = 0; x < png.width(); ++x)
                        apart += std::abs(qGray(png.pixel(x, y)) - qGray(page.pixel(x, y)));
                EXPECT_LT(apart / png.width() / png.height(), 12.0)
                    << kind.id << '.' << ending << (dark ? " dark" : ""); // letters differ
            }
        }
}

} // namespace read_back_test
