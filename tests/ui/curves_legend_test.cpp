// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/main_window_fixture.h"
#include "ui/figure/legend.h"
#include "ui/plot/curve_plot.h"

namespace {

class CurvesLegendTest : public ui::MainWindowFixture
{};

// However many columns: each model once, once that the dashed lines are of the test book, and where the rest comes
// from.
TEST_F(CurvesLegendTest, NamesEachModelAndTheTestBookOnce)
{
    ASSERT_TRUE(started());
    const auto plots = m_window->findChildren<ui::CurvePlot*>();
    const auto named = [](const ui::CurvePlot* plot) {
        QStringList names;
        for (const ui::LegendEntry& entry : ui::legendOf(plot->content().curves, {plot->font(), plot->palette()}))
            names.append(entry.text);
        return names;
    };
    const auto hasBook = [&] {
        return std::any_of(plots.begin(), plots.end(),
                           [&](const auto* plot) { return named(plot).contains(QStringLiteral("test book")); });
    };
    ASSERT_TRUE(QTest::qWaitFor(hasBook, ui::kPatience));
    for (const auto* plot : plots)
        EXPECT_LE(named(plot).size(), 4) << named(plot).join(QLatin1Char('|')).toStdString();
    for (const auto* plot : plots)
        if (named(plot).contains(QStringLiteral("test book"))) {
            EXPECT_EQ(named(plot).last(), ui::originText(ui::Origin::Measured));
            EXPECT_TRUE(named(plot).first().startsWith(ui::originMark(ui::Origin::Measured)));
        }
}

} // namespace
