// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of every kind of figure, whoever adds it.
#include "ui/figure/kinds.h"
#include "ui/figure/writers.h"

#include "core/base/error.h"

#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QPdfWriter>
#include <QPicture>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace {

ui::FigureStyle styleOf(bool dark)
{
    return dark ? ui::darkStyle(QApplication::font()) : ui::paperStyle(QApplication::font());
}

std::set<QRgb> coloursOf(const QImage& image)
{
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    return colours;
}

TEST(Figures, EveryKindDrawsAnExampleInEveryStyle)
{
    std::set<std::string> ids;
    ASSERT_FALSE(ui::figureKinds().empty()); // other tests walk through them, too
    ASSERT_FALSE(ui::figureEndings().empty());
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        EXPECT_TRUE(ids.insert(kind.id).second) << kind.id;
        EXPECT_GT(std::string(kind.about).size(), 20U) << kind.id;
        for (const bool dark : {false, true}) {
            const auto figure = kind.example(styleOf(dark));
            const QImage image = ui::pictureOf(*figure, 1.0);
            EXPECT_EQ(image.size(), figure->size()) << kind.id;
            EXPECT_GT(coloursOf(image).size(), 8U) << kind.id << ": hardly anything is drawn";
            EXPECT_EQ(qGray(image.pixel(0, 0)) < 128, dark) << kind.id << ": the ground is not the style's";
            EXPECT_EQ(ui::pictureOf(*figure, 1.0), image) << kind.id << ": drawn twice, it differs";
            EXPECT_EQ(ui::pictureOf(*figure, 2.5).size(), (QSizeF(figure->size()) * 2.5).toSize()) << kind.id;
        }
    }
}

// Fewer pixels than the figure has units: a preview, a PNG of few dots to the inch.
TEST(Figures, ACoarsePictureShowsAllThatAFineOneShows)
{
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const auto figure = kind.example(styleOf(false));
        const QImage coarse = ui::pictureOf(*figure, 0.5);
        const QImage fine =
            ui::pictureOf(*figure, 2.0).scaled(coarse.size() / 8, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const QImage small = coarse.scaled(fine.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        double sum = 0.0;
        for (int y = 0; y < fine.height(); ++y)
            for (int x = 0; x < fine.width(); ++x)
                sum += std::abs(qGray(fine.pixel(x, y)) - qGray(small.pixel(x, y)));
        EXPECT_LT(sum / (fine.width() * fine.height()), 8.0) << kind.id;
    }
}

TEST(Figures, NothingIsDrawnOutside)
{
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const auto figure = kind.example(styleOf(false));
        const QSize room = figure->size() + QSize(80, 80);
        QImage image(room, QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        painter.translate(40, 40);
        figure->paint(painter, 1.0);
        painter.end();
        painter.begin(&image);
        painter.fillRect(QRect(QPoint(40, 40), figure->size()), Qt::magenta);
        painter.end();
        EXPECT_EQ(coloursOf(image).size(), 1U) << kind.id << " is drawn beyond its size";
    }
}

TEST(Figures, EveryKindCanBeRecordedAndPrinted)
{
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const auto figure = kind.example(styleOf(false));
        QPicture recording;
        QPainter painter(&recording);
        EXPECT_TRUE(ui::isVectorDevice(painter));
        figure->paint(painter, 1.0);
        painter.end();
        EXPECT_GT(recording.size(), 200U) << kind.id;
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter pdf(&buffer);
        pdf.setResolution(96);
        QPainter page(&pdf);
        figure->paint(page, 1.0);
        page.end();
        EXPECT_TRUE(bytes.startsWith("%PDF")) << kind.id;
    }
}

TEST(Figures, EveryWriterWritesEveryKindWholeOrNotAtAll)
{
    QTemporaryDir folder;
    for (const ui::FigureWriter& writer : ui::figureWriters())
        for (const ui::FigureKind& kind : ui::figureKinds()) {
            const QString path =
                folder.filePath(QStringLiteral("%1.%2").arg(QLatin1String(kind.id), QLatin1String(writer.ending)));
            ui::saveFigure(*kind.example(styleOf(false)), path);
            QFile file(path);
            ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
            EXPECT_GT(file.size(), 500) << path.toStdString();
        }
    const auto figure = ui::figureKinds().front().example(styleOf(false));
    const QStringList before = QDir(folder.path()).entryList(QDir::Files);
    EXPECT_THROW(ui::saveFigure(*figure, folder.filePath(QStringLiteral("none/a.png"))), core::Error);
    for (const double scale : {0.0, -1.0, 1e9, std::nan("")})
        for (const ui::FigureWriter& writer : ui::figureWriters())
            EXPECT_THROW(ui::saveFigure(*figure,
                                        folder.filePath(QStringLiteral("a.%1").arg(QLatin1String(writer.ending))),
                                        {.unitsPerInch = 96.0 / scale, .dpi = 96.0}),
                         core::Error)
                << writer.ending << ' ' << scale;
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), before);
}

TEST(Figures, AWrongEndingIsASentenceNamingTheOnesThereAre)
{
    QTemporaryDir folder;
    const auto figure = ui::figureKinds().front().example(styleOf(false));
    for (const char* name : {"right.gif", "map.jpg", "map", "layer0.head3", ".png"}) {
        const QString path = folder.filePath(QLatin1String(name));
        try {
            ui::saveFigure(*figure, path);
            ADD_FAILURE() << name << " was written";
        } catch (const core::Error& problem) {
            const std::string sentence = problem.what();
            EXPECT_NE(sentence.find(path.toStdString()), std::string::npos) << sentence;
            for (const QString& ending : ui::figureEndings())
                EXPECT_NE(sentence.find("." + ending.toStdString()), std::string::npos) << sentence;
        }
    }
    EXPECT_TRUE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    EXPECT_NO_THROW(ui::saveFigure(*figure, folder.filePath(QStringLiteral("A.PNG"))));
}

TEST(Figures, PngSaysHowLargeAndWhatItIs)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.png"));
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const auto figure = kind.example(styleOf(false));
        ui::saveFigure(*figure, path,
                       {.unitsPerInch = 48.0, .dpi = 192.0, .record = {{}, {}, QStringLiteral("a  b é")}});
        const QImage saved(path);
        EXPECT_EQ(saved.size(), figure->size() * 4) << kind.id;
        EXPECT_NEAR(saved.dotsPerMeterX(), 192 / 0.0254, 1.0);
        EXPECT_EQ(saved.text(QStringLiteral("Description")), figure->words()) << kind.id;
        EXPECT_EQ(saved.text(QStringLiteral("Command")), QStringLiteral("a  b é"));
    }
}

TEST(Figures, APictureIsSavedPixelByPixel)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.png"));
    QImage picture(31, 17, QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            picture.setPixel(x, y, qRgb(8 * x, 15 * y, 77));
    picture.setDevicePixelRatio(2.0);
    ui::savePicture(picture, path);
    const QImage saved(path);
    ASSERT_EQ(saved.size(), picture.size());
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            ASSERT_EQ(saved.pixel(x, y), picture.pixel(x, y));
}

} // namespace
