// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/encoding_panel.h"

#include "core/model/encoding_shape.h"
#include "core/render/value_range.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/figure/series_colours.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/matrix_view.h"

#include <QCheckBox>

namespace ui {
namespace {

class EncodingPanelTest : public MainWindowFixture
{
protected:
    EncodingPanel& panel() { return *m_window->findChild<EncodingPanel*>(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool chosen(const std::string& model)
    {
        return follows([&] {
            m_window->session().open(QStringLiteral("model"), [&](core::Setup& e) { e.columns[0].model = model; });
        });
    }
    const ColumnState& state(std::size_t c) { return m_window->comparison().column(c); }
};

TEST_F(EncodingPanelTest, BiasesOfEveryHeadAreThoseOfTheModelAsItRuns)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    ASSERT_TRUE(becomes([&] { return panel().biases().isVisible() && panel().biases().content().curves.size() == 8; }));
    const Curve h1 = panel().biases().content().curves[1];
    EXPECT_EQ(h1.origin, Origin::Formula);
    EXPECT_EQ(h1.label, QStringLiteral("h1"));
    EXPECT_EQ(h1.colour, headColour(1, 8)) << "alone, each head has its own";
    ASSERT_EQ(h1.y.size(), 128); // past the training length, however little is read
    EXPECT_FLOAT_EQ(float(h1.y[40]), -40.0F / 4);
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) {
            e.columns[0].slopes = {0.5, 1.0, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
        });
    }));
    EXPECT_TRUE(becomes([&] { return panel().biases().content().curves[1].y.value(40) == -40.0; }));
    // Beside them the sinusoidal column's likeness, from 1 at distance 0.
    ASSERT_TRUE(panel().products().isVisible());
    EXPECT_EQ(panel().products().content().curves.front().label, state(1).label);
    EXPECT_NEAR(panel().products().content().curves.front().y.front(), 1.0, 1e-9);
}

TEST_F(EncodingPanelTest, BiasesOfAllColumnsShareAPlot)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("T5"), [](core::Setup& e) { e.columns[1].model = "builtin:t5-64"; });
    }));
    CurvePlot& plot = panel().biases();
    ASSERT_TRUE(becomes([&] { return plot.isVisible() && plot.content().curves.size() == 16; }));
    EXPECT_FALSE(panel().cells().isVisible()) << "neither has vectors or angles";
    const CurvesContent content = plot.content();
    for (const std::size_t c : {std::size_t{0}, std::size_t{1}}) {
        const core::Matrix<float> expected =
            core::encodingShape(state(c).trace->model(), core::EncodingShape::Bias, 128);
        for (int head = 0; head < 8; ++head) {
            const Curve& curve = content.curves[int(c) * 8 + head];
            EXPECT_EQ(curve.label, state(c).label);
            EXPECT_EQ(curve.part, QStringLiteral("h%1").arg(head));
            EXPECT_EQ(curve.colour, state(c).colour);
            EXPECT_EQ(curve.steps, c == 1) << "T5's buckets";
            for (const int distance : {0, 5, 40, 127})
                EXPECT_EQ(curve.y[distance], double(expected(head, distance)));
        }
    }
    EXPECT_EQ(content.marks.trainingLengths, QVector<double>{64.0});
    EXPECT_NEAR(plot.yView().first, -core::kDeepestBias, 0.5) << "the steepest head goes on below";
    QTest::qWait(80); // drawn
    const QImage picture = plot.grab().toImage();
    const auto ground = [&](double x, double y) { return picture.pixel(plot.pixelAt(x, y).toPoint()); };
    EXPECT_NE(ground(23.3, -13.3), ground(120.5, -11.3)) << "what lies past the training length is shaded";
    QTest::mouseClick(&panel().logarithmic(), Qt::LeftButton, {}, QPoint(8, panel().logarithmic().height() / 2));
    ASSERT_TRUE(becomes([&] { return plot.content().xLog; }));
    EXPECT_EQ(plot.content().curves.size(), 16);
}

TEST_F(EncodingPanelTest, VectorsAndAnglesAreCells)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    ASSERT_TRUE(becomes([&] { return panel().cells().isVisible(); })) << "of the column beside the chosen one";
    const core::Matrix<float> vectors = core::encodingShape(state(1).trace->model(), core::EncodingShape::Vectors, 96);
    EXPECT_EQ(panel().cells().content().values, vectors);
    EXPECT_TRUE(panel().biases().isVisible());
    ASSERT_TRUE(chosen("builtin:rotary-64"));
    ASSERT_TRUE(becomes([&] { return panel().cells().isVisible() && panel().cells().content().values.cols() == 8; }));
    EXPECT_TRUE(becomes([&] { return panel().products().content().curves.size() == 2; }));
}

TEST_F(EncodingPanelTest, OneThatDoesNothingIsSaid)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    ASSERT_TRUE(follows(
        [&] { m_window->session().open(QStringLiteral("one column"), [](core::Setup& e) { e.columns.resize(1); }); }));
    ASSERT_TRUE(chosen("builtin:none-64"));
    EXPECT_TRUE(becomes([&] { return panel().hint().contains(QStringLiteral("does nothing")); }));
}

} // namespace
} // namespace ui
