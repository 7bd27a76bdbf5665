// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_sheet.h"

#include "ui/view_models/map_source.h"

#include <QApplication>

#include <gtest/gtest.h>

namespace {

std::shared_ptr<const core::ReducedMap> twoByTwo()
{
    auto map = std::make_shared<core::ReducedMap>();
    map->request = {2, 5, core::Stage::Score, {0, 2, 0, 2}, 2, 2, core::Reduction::Peak};
    map->values.resize(2, 2);
    map->values << -3.0F, 0.5F, 1.0F, 9.0F;
    return map;
}

TEST(MapSheet, SaysWhatTheMapWasMadeOf)
{
    const ui::MapSource source{
        QStringLiteral("ALiBi-64"), {}, QStringLiteral("window 16"), 64, QStringLiteral("The War of the Worlds"), 128};
    const QString caption = ui::mapCaption(source, *twoByTwo(), core::ValueRange{-4.0, 4.0});
    for (const char* part : {"ALiBi-64", "trained on 64 tokens", "window 16", "ayer 2", "ead 5", "score",
                             "The War of the Worlds", "128 tokens", "−4", "to 4", "beyond"})
        EXPECT_TRUE(caption.contains(QString::fromUtf8(part))) << part << " is missing in: " << caption.toStdString();
    EXPECT_FALSE(ui::mapCaption(source, *twoByTwo(), core::ValueRange{-4.0, 9.0}).contains(QStringLiteral("beyond")));
}

TEST(MapSheet, TheCaptionSaysTheScaleAndHowMuchIsBeyondIt)
{
    const auto caption = [](const core::ColourScale& scale) { return ui::mapCaption({}, *twoByTwo(), scale); };
    EXPECT_TRUE(caption(core::ValueRange{-4.0, 9.0}).contains(QStringLiteral("linear")));
    EXPECT_TRUE(caption({core::Scale::Logarithmic, {1e-3, 9.0}}).contains(QStringLiteral("logarithmic")));
    EXPECT_TRUE(caption({core::Scale::WithoutFirstKey, {-4.0, 9.0}}).contains(QStringLiteral("key 0 was left out")));
    EXPECT_TRUE(caption(core::ColourScale::ofRanks({-9.0F, 0.0F, 9.0F})).contains(QStringLiteral("nearer to 0")));
    EXPECT_TRUE(caption(core::ColourScale::ofRanks({0.0F, 1.0F, 9.0F})).contains(QStringLiteral("values below")));
}

TEST(MapSheet, ADifferenceNamesBothModels)
{
    const ui::MapSource source{
        QStringLiteral("ALiBi-64"), QStringLiteral("Rotary-64"), {}, 64, QStringLiteral("The War of the Worlds"), 128};
    const QString caption = ui::mapCaption(source, *twoByTwo(), core::ValueRange{-4.0, 4.0});
    EXPECT_TRUE(caption.contains(QStringLiteral("of ALiBi-64 minus that of Rotary-64"))) << caption.toStdString();
    EXPECT_TRUE(ui::mapFileName(source, twoByTwo()->request).startsWith(QStringLiteral("alibi-64-minus-rotary-64-")));
}

TEST(MapSheet, HasItsCaptionBelowTheMapAndInItsWords)
{
    ui::MapContent content;
    content.map = twoByTwo();
    content.scale = core::ValueRange{-4.0, 9.0};
    content.colourMapId = "diverging";
    content.region = content.map->request.region;
    content.length = 2;
    const QSize size(400, 360);
    const ui::Sheet sheet =
        ui::mapSheet(content, size, {QStringLiteral("ALiBi"), {}, {}, 64, QStringLiteral("a text"), 2},
                     ui::paperStyle(QApplication::font()));
    EXPECT_EQ(sheet.size().width(), size.width());
    EXPECT_GT(sheet.size().height(), size.height() + 40);
    EXPECT_TRUE(sheet.words().contains(QStringLiteral("a text")));
    const QImage image = ui::pictureOf(sheet, 1.0);
    int inked = 0;
    for (int y = image.height() - 30; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            inked += qGray(image.pixel(x, y)) < 100;
    EXPECT_GT(inked, 100) << "nothing is written at the bottom";
}

} // namespace
