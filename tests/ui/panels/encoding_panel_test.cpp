// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/encoding_panel.h"

#include "core/model/encoding_shape.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/matrix_view.h"

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
    ASSERT_EQ(h1.y.size(), 96);
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

TEST_F(EncodingPanelTest, VectorsAndAnglesAreCells)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    m_window->session().chooseColumn(1);
    ASSERT_TRUE(becomes([&] { return panel().cells().isVisible(); }));
    const core::Matrix<float> vectors = core::encodingShape(state(1).trace->model(), core::EncodingShape::Vectors, 96);
    EXPECT_EQ(panel().cells().content().values, vectors);
    m_window->session().chooseColumn(0);
    ASSERT_TRUE(becomes([&] { return panel().biases().isVisible(); }));
    ASSERT_TRUE(chosen("builtin:rotary-64"));
    ASSERT_TRUE(becomes([&] { return panel().cells().isVisible() && panel().cells().content().values.cols() == 8; }));
    EXPECT_TRUE(becomes([&] { return panel().products().content().curves.size() == 2; }));
}

TEST_F(EncodingPanelTest, OneThatDoesNothingIsSaid)
{
    ASSERT_TRUE(started());
    m_window->showView("encoding", true);
    ASSERT_TRUE(chosen("builtin:none-64"));
    EXPECT_TRUE(becomes([&] { return panel().hint().contains(QStringLiteral("does nothing")); }));
}

} // namespace
} // namespace ui
