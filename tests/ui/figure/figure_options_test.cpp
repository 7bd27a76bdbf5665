// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as their options ask for them.
#include "ui/figure/figure_options.h"

#include "core/base/error.h"
#include "tests/ui/figure/read_back.h"
#include "ui/figure/kinds.h"
#include "ui/figure/map_figure.h"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace figure_options_test { // its names are common ones

using core::Index;

ui::MapContent mapOf(Index length, const QString& token = {})
{
    auto map = std::make_shared<core::ReducedMap>();
    map->request.region = {0, length, 0, length};
    map->request.rows = map->request.cols = length;
    map->values.resize(length, length);
    for (Index q = 0; q < length; ++q)
        for (Index k = 0; k < length; ++k)
            map->values(q, k) = float((q * 53 + k * 101) % 256) / 255.0F;
    ui::MapContent content;
    content.map = map;
    content.region = map->request.region;
    content.length = length;
    content.trainingLength = int(length) / 2;
    for (Index i = 0; i < length && !token.isEmpty(); ++i)
        content.tokens.append(token);
    return content;
}

ui::FigureStyle styleFor(const ui::FigureOptions& options) { return ui::styleFor(options, QApplication::font()); }

QByteArray written(const ui::Figure& figure, const ui::FigureOptions& options, const char* ending)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("f.%1").arg(QLatin1String(ending)));
    ui::saveFigure(figure, path, ui::outputFor(options, figure, {}));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

// How many pixels beyond its size a figure paints.
int paintedOutside(const ui::Figure& figure)
{
    constexpr int around = 40;
    QImage image(figure.size() + QSize(2 * around, 2 * around), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    painter.translate(around, around);
    figure.paint(painter, 1.0);
    painter.resetTransform();
    painter.fillRect(QRect(QPoint(around, around), figure.size()), Qt::magenta);
    painter.end();
    int outside = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            outside += image.pixel(x, y) != qRgb(255, 0, 255);
    return outside;
}

TEST(FigureOptions, ReadyStylesMakePagesOfTheirSize)
{
    std::set<std::string> ids;
    for (const ui::ReadyStyle& ready : ui::readyStyles()) {
        EXPECT_TRUE(ids.insert(ready.id).second);
        EXPECT_NO_THROW(ui::checkOptions(ready.options)) << ready.id;
        for (const ui::FigureKind& kind : ui::figureKinds()) {
            const auto figure = kind.exampleIn(styleFor(ready.options), ui::roomFor(ready.options, 0.7));
            const QImage image = QImage::fromData(written(*figure, ready.options, "png"));
            EXPECT_EQ(image.width(), std::lround(ready.options.width / 25.4 * ready.options.dpi))
                << ready.id << kind.id;
        }
    }
    const ui::FigureOptions& slide = ui::readyStyle("slide");
    const ui::MapFigure map(mapOf(8), ui::roomFor(slide, 1.0), styleFor(slide));
    EXPECT_EQ(QImage::fromData(written(map, slide, "png")).size(), QSize(1920, 1080));
    EXPECT_THROW(ui::readyStyle("none"), core::Error);
}

TEST(FigureOptions, NothingIsClippedFromTwoCentimetresToTwoMetres)
{
    for (const double width : {20.0, 35.0, 85.0, 170.0, 2000.0}) {
        ui::FigureOptions options;
        options.width = width;
        const ui::FigureStyle style = styleFor(options);
        const QSize room = ui::roomFor(options, width > 1000.0 ? 0.05 : 0.8);
        for (const ui::FigureKind& kind : ui::figureKinds())
            EXPECT_EQ(paintedOutside(*kind.exampleIn(style, room)), 0) << kind.id << " at " << width << " mm";
        for (const Index length : {5, 12, 40})
            for (const auto labels : {ui::TokenLabels::All, ui::TokenLabels::Some, ui::TokenLabels::Rotated}) {
                ui::FigureStyle labelled = style;
                labelled.tokens = labels;
                const ui::MapFigure map(mapOf(length, QString(60, QLatin1Char('W'))), room, labelled);
                EXPECT_EQ(paintedOutside(map), 0) << length << " long tokens at " << width << " mm";
            }
    }
}

TEST(FigureOptions, LettersAreNeverTooSmallToRead)
{
    const ui::FigureOptions& paper = ui::readyStyle("paper");
    static const QRegularExpression size(QStringLiteral("font-size=\"([0-9.]+)\""));
    for (const ui::FigureKind& kind : ui::figureKinds()) {
        const auto figure = kind.exampleIn(styleFor(paper), ui::roomFor(paper, 0.8));
        const double points = 72.0 / ui::outputFor(paper, *figure, {}).unitsPerInch;
        int texts = 0;
        for (auto match = size.globalMatch(QString::fromUtf8(written(*figure, paper, "svg"))); match.hasNext(); ++texts)
            EXPECT_GE(match.next().captured(1).toDouble() * points, ui::kLeastPoints) << kind.id;
        EXPECT_GT(texts, 0) << kind.id;
    }
    // What takes more room than that says how much it needs.
    const ui::MapFigure wide(mapOf(4), {2000, 300}, styleFor(paper));
    EXPECT_THROW(ui::outputFor(paper, wide, {}), core::Error);
}

TEST(FigureOptions, EveryCellHasAsManyPixels)
{
    ui::FigureOptions options;
    options.trainingMark = false; // it stands on the cells
    for (const Index length : {7, 24, 96}) {
        const ui::MapFigure figure(mapOf(length), ui::roomFor(options, 0.9), styleFor(options));
        const QImage image = QImage::fromData(written(figure, options, "png"));
        const double scale = double(image.width()) / figure.size().width();
        const int row = int((figure.mapRect().top() + 2) * scale);
        const int left = int(std::round(figure.mapRect().left() * scale));
        const int each = image.width() / 2 / int(length); // at least
        int x = left;
        std::set<int> runs;
        for (Index cell = 0; cell < length; ++cell) {
            const int begin = x;
            while (x < image.width() && image.pixel(x, row) == image.pixel(begin, row))
                ++x;
            runs.insert(x - begin);
        }
        EXPECT_EQ(runs.size(), 1U) << length;
        EXPECT_GT(*runs.begin(), each / 2) << length;
    }
}

TEST(FigureOptions, PartsCanBeLeftOut)
{
    ui::FigureOptions options;
    const auto texts = [&](const ui::FigureOptions& of, const QString& token = {}) {
        const ui::MapFigure figure(mapOf(12, token), ui::roomFor(of, 0.9), styleFor(of));
        return QString::fromUtf8(written(figure, of, "svg"));
    };
    const QString whole = texts(options);
    EXPECT_TRUE(whole.contains(QLatin1String(">layer 0")));
    EXPECT_TRUE(whole.contains(QLatin1String(">trained 6<")));
    EXPECT_TRUE(whole.contains(QLatin1String(">weight<")));
    options.title = options.trainingMark = options.colourBar = false;
    const QString bare = texts(options);
    // What is shown, in words, still says it.
    EXPECT_EQ(bare.count(QLatin1String(">layer 0")), whole.count(QLatin1String(">layer 0")) - 1);
    EXPECT_FALSE(bare.contains(QLatin1String(">trained 6<")));
    EXPECT_FALSE(bare.contains(QLatin1String(">weight<")));

    ui::FigureOptions labelled;
    labelled.width = 120.0;
    const QString word = QStringLiteral("sea");
    const auto words = [&](ui::TokenLabels labels) {
        labelled.tokens = labels;
        return texts(labelled, word);
    };
    EXPECT_EQ(words(ui::TokenLabels::All).count(QLatin1String(">sea<")), 24);
    EXPECT_EQ(words(ui::TokenLabels::None).count(QLatin1String(">sea<")), 0);
    EXPECT_EQ(words(ui::TokenLabels::Rotated).count(QLatin1String("transform=")),
              words(ui::TokenLabels::All).count(QLatin1String("transform=")) + 12);
    labelled.width = 40.0; // too little room for all
    EXPECT_EQ(words(ui::TokenLabels::All).count(QLatin1String(">sea<")), 0);
    const auto some = words(ui::TokenLabels::Some).count(QLatin1String(">sea<"));
    EXPECT_GE(some, 4);
    EXPECT_LT(some, 24);
}

TEST(FigureOptions, GroundAndColoursAreThoseAskedFor)
{
    ui::FigureOptions options;
    options.ground = ui::Ground::Transparent;
    options.colourMap = "grey";
    const ui::MapFigure figure(mapOf(9), ui::roomFor(options, 0.9), styleFor(options));
    const QImage image = QImage::fromData(written(figure, options, "png"));
    EXPECT_EQ(qAlpha(image.pixel(1, 1)), 0);
    const double scale = double(image.width()) / figure.size().width();
    const QPoint middle = (QRectF(figure.mapRect()).center() * scale).toPoint();
    const QColor cell = image.pixelColor(middle);
    EXPECT_EQ(cell.alpha(), 255);
    EXPECT_EQ(cell.red(), cell.green());
    EXPECT_EQ(cell.red(), cell.blue());
    options.ground = ui::Ground::Dark;
    const ui::MapFigure dark(mapOf(9), ui::roomFor(options, 0.9), styleFor(options));
    EXPECT_LT(QImage::fromData(written(dark, options, "png")).pixelColor(1, 1).lightness(), 60);
}

TEST(FigureOptions, LengthsHaveUnits)
{
    EXPECT_DOUBLE_EQ(ui::lengthInMm("85mm"), 85.0);
    EXPECT_DOUBLE_EQ(ui::lengthInMm("85"), 85.0);
    EXPECT_DOUBLE_EQ(ui::lengthInMm("8.5cm"), 85.0);
    EXPECT_DOUBLE_EQ(ui::lengthInMm("3.5in"), 88.9);
    for (const char* wrong : {"", "mm", "-3mm", "0", "nan", "inf", "3 parsecs", "1e400", "85mm "})
        EXPECT_THROW(ui::lengthInMm(wrong), core::Error) << wrong;
    for (const auto change :
         {+[](ui::FigureOptions& o) { o.width = 1e9; }, +[](ui::FigureOptions& o) { o.dpi = 0.0; },
          +[](ui::FigureOptions& o) { o.points = 2.0; }, +[](ui::FigureOptions& o) { o.colourMap = "pink"; },
          +[](ui::FigureOptions& o) { o.height = -1.0; },
          +[](ui::FigureOptions& o) {
              o.limits = core::ValueRange{2.0, 1.0};
          }}) {
        ui::FigureOptions options;
        change(options);
        EXPECT_THROW(ui::checkOptions(options), core::Error);
    }
}

TEST(FigureOptions, AreWrittenAsTheFewestArguments)
{
    using Words = std::vector<std::string>;
    EXPECT_EQ(ui::figureArguments({}), Words());
    EXPECT_EQ(ui::figureArguments(ui::readyStyle("dark")), (Words{"--style", "dark"}));
    ui::FigureOptions options;
    options.width = 80.5;
    options.limits = core::ValueRange{-4.0, 0.5};
    options.caption = false;
    EXPECT_EQ(ui::figureArguments(options), (Words{"--width", "80.5mm", "--limits=-4,0.5", "--no-caption"}));
}

TEST(FigureOptions, AreRememberedAndNeverImpossible)
{
    for (const ui::ReadyStyle& style : ui::readyStyles())
        EXPECT_EQ(ui::optionsFrom(ui::toVariants(style.options), {}), style.options) << style.id;
    const ui::FigureOptions poster = ui::readyStyle("poster");
    EXPECT_EQ(ui::optionsFrom({}, poster), poster);
    for (const char* field : {"width", "dpi", "points", "ground", "colour_map", "tokens"}) {
        QVariantMap values = ui::toVariants({});
        values[QLatin1String(field)] = QStringLiteral("-1");
        EXPECT_EQ(ui::optionsFrom(values, poster), poster) << field;
    }
}

} // namespace figure_options_test
