// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curves_figure.h"
#include "ui/figure/legend.h"

#include <QApplication>
#include <QFontMetrics>

#include <gtest/gtest.h>

namespace {

using ui::Curve;

QVector<Curve> fourModels()
{
    QVector<Curve> curves;
    for (int model = 0; model < 4; ++model)
        for (const char* variant : {"", "unchanged", "test book"})
            curves.append(Curve{{},
                                QStringLiteral("model %1").arg(model),
                                QColor::fromHsv(90 * model, 255, 200),
                                {8, 16},
                                {3, 4},
                                false,
                                false,
                                QLatin1String(variant)});
    return curves;
}

TEST(Legend, NamesEachModelAndEachVariantOnce)
{
    const ui::FigureStyle style = ui::paperStyle(QApplication::font());
    const auto entries = ui::legendOf(fourModels(), style);
    ASSERT_EQ(entries.size(), 6);
    EXPECT_EQ(entries[0].text, QStringLiteral("model 0"));
    EXPECT_EQ(entries[0].line, Qt::SolidLine);
    EXPECT_EQ(entries[4].text, QStringLiteral("unchanged"));
    EXPECT_EQ(entries[5].text, QStringLiteral("test book"));
    EXPECT_NE(entries[4].line, entries[5].line); // two kinds of dashes
    for (const Curve& curve : fourModels())
        EXPECT_EQ(ui::lineOf(curve, fourModels()) == Qt::SolidLine, curve.variant.isEmpty());
}

// One place for all: said once at the end. Several: each label has its mark.
TEST(Legend, SaysWhereNumbersComeFrom)
{
    const ui::FigureStyle style = ui::paperStyle(QApplication::font());
    QVector<Curve> curves{{{}, QStringLiteral("a"), Qt::red, {1}, {1}}, {{}, QStringLiteral("b"), Qt::blue, {1}, {1}}};
    curves[0].origin = curves[1].origin = ui::Origin::Measured;
    const auto texts = [&] {
        QStringList all;
        for (const ui::LegendEntry& entry : ui::legendOf(curves, style))
            all.append(entry.text);
        return all;
    };
    EXPECT_EQ(texts(), QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("✓ measured now")}));
    EXPECT_EQ(ui::legendOf(curves, style).last().line, Qt::NoPen);
    curves[1].origin = ui::Origin::Paper;
    EXPECT_EQ(texts(), QStringList({QStringLiteral("✓ a"), QStringLiteral("§ b"), QStringLiteral("✓ measured now"),
                                    QStringLiteral("§ from the paper")}));
    EXPECT_EQ(ui::legendAbout(curves).count(QLatin1Char('\n')), 1);
    curves[1].origin = ui::Origin::Formula;
    EXPECT_EQ(texts().last(), QStringLiteral("ƒ from the formula"));
    curves[0].origin = curves[1].origin = std::nullopt;
    EXPECT_EQ(texts(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
    EXPECT_TRUE(ui::legendAbout(curves).isEmpty());
}

TEST(Legend, TwoOfOneNameAreTwo)
{
    QVector<Curve> curves = fourModels().mid(0, 1);
    curves.append(curves.first());
    curves.last().colour = Qt::red;
    EXPECT_EQ(ui::legendOf(curves, ui::paperStyle(QApplication::font())).size(), 2);
}

TEST(Legend, TakesAsManyRowsAsItNeeds)
{
    const ui::FigureStyle style = ui::paperStyle(QApplication::font());
    const auto entries = ui::legendOf(fourModels(), style);
    const int wide = ui::Legend(entries, 2000, style.font).height();
    EXPECT_LT(wide, 1.5 * QFontMetrics(style.font).height());
    EXPECT_GT(ui::Legend(entries, 200, style.font).height(), 2 * wide);
    EXPECT_EQ(ui::Legend({}, 200, style.font).height(), 0);
}

TEST(CurvesFigure, ASmallPlotHasSeveralTicksOnBothAxes)
{
    // Perplexities as they are with two models, in the plot below the maps at 1280 × 720.
    ui::CurvesContent content;
    content.xLog = content.yLog = true;
    for (const double most : {39.0, 61.0, 140.0, 207.0}) {
        content.curves = {Curve{{}, QStringLiteral("a"), Qt::blue, {8, 64, 512}, {28, 26, most}, false, false}};
        const ui::PlotView view = ui::fittedView(content.curves, {}, true, true);
        for (const int height : {60, 90, 130}) {
            const int room = ui::ticksFor(height, false, QApplication::font());
            EXPECT_GE(ui::plotTicks(view.y, room, false, true).size(), 2) << most << ' ' << height;
        }
    }
}

} // namespace
