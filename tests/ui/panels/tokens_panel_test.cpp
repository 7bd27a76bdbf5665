// SPDX-License-Identifier: GPL-3.0-or-later
// The text as a view, with real clicks.
#include "ui/panels/tokens_panel.h"

#include "core/eval/attention_row.h"
#include "core/model/attention_map.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/figure/plain_number.h"
#include "ui/plot/token_page.h"
#include "ui/session/column_edits.h"

#include <QComboBox>

#include <cmath>

namespace ui {
namespace {

class TokensPanelTest : public MainWindowFixture
{
protected:
    TokensPanel& panel() { return *m_window->findChild<TokensPanel*>(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool shaded(Shade shade)
    {
        m_window->showView("tokens", true);
        panel().shade().setCurrentIndex(panel().shade().findData(static_cast<int>(shade)));
        return becomes([&] { return panel().page().tokens() > 90 && !panel().numbers().isEmpty(); });
    }
    const ColumnState& state(std::size_t c) { return m_window->comparison().column(c); }
};

TEST_F(TokensPanelTest, ShadesTokensByTheirLossOfTheChosenColumn)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shaded(Shade::Loss));
    const auto expectLosses = [&](std::size_t c) {
        const TokenNumbers& numbers = panel().numbers();
        ASSERT_EQ(numbers.values.size(), state(c).length);
        EXPECT_TRUE(std::isnan(numbers.values[0])) << "nothing predicts the first token";
        for (int i = 1; i < state(c).length; ++i)
            ASSERT_EQ(numbers.values[i], double(state(c).trace->losses()[std::size_t(i - 1)]));
    };
    expectLosses(0);
    EXPECT_FALSE(panel().page().ground(0).isValid());
    EXPECT_TRUE(panel().page().ground(1).isValid());
    EXPECT_FALSE(panel().page().ground(96).isValid()) << "it is not read";
    const double before = panel().numbers().values[5];
    m_window->session().chooseColumn(1);
    ASSERT_TRUE(becomes([&] { return panel().numbers().values[5] != before; }));
    expectLosses(1);
}

TEST_F(TokensPanelTest, TheDifferenceIsThisColumnMinusTheNext)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shaded(Shade::LossDifference));
    for (std::size_t i = 1; i < 96; ++i)
        ASSERT_FLOAT_EQ(float(panel().numbers().values[qsizetype(i)]),
                        state(0).trace->losses()[i - 1] - state(1).trace->losses()[i - 1]);
    EXPECT_TRUE(panel().numbers().what.contains(QStringLiteral("ALiBi-64 − Sinusoidal-64")));
    ASSERT_TRUE(follows([&] { removeColumn(m_window->session(), 1); }));
    EXPECT_TRUE(becomes([&] { return panel().numbers().isEmpty(); })) << "there is nothing to subtract";
}

TEST_F(TokensPanelTest, TheDifferenceIsThatOfTheChosenPair)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shaded(Shade::LossDifference));
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("difference"), [](core::Setup& e) {
            e.view.difference = {e.columns[1].id, e.columns[0].id};
        });
    }));
    const QString pair = QStringLiteral("Sinusoidal-64 − ALiBi-64");
    ASSERT_TRUE(becomes([&] { return panel().numbers().what.contains(pair); }));
    for (std::size_t i = 1; i < 96; ++i)
        ASSERT_FLOAT_EQ(float(panel().numbers().values[qsizetype(i)]),
                        state(1).trace->losses()[i - 1] - state(0).trace->losses()[i - 1]);
    m_window->session().chooseColumn(1);
    settle();
    EXPECT_TRUE(panel().numbers().what.contains(pair)) << "whichever column is chosen";
}

TEST_F(TokensPanelTest, AClickChoosesTheQueryWhoseAttentionIsShown)
{
    ASSERT_TRUE(started());
    m_window->showView("tokens", true);
    panel().shade().setCurrentIndex(panel().shade().findData(static_cast<int>(Shade::AttentionFrom)));
    ASSERT_TRUE(becomes([&] { return panel().page().tokens() > 90; }));
    EXPECT_TRUE(panel().numbers().isEmpty());
    QTest::mouseClick(panel().page().viewport(), Qt::LeftButton, {}, panel().page().boxOf(20).center().toPoint());
    ASSERT_TRUE(becomes([&] { return !panel().numbers().isEmpty(); }));
    const core::MapView view = m_window->session().shownView(0);
    const auto row = core::attentionRow(*state(0).trace, view.layer, view.head, 20);
    ASSERT_EQ(panel().numbers().values.size(), 21);
    for (std::size_t key = 0; key <= 20; ++key)
        EXPECT_EQ(panel().numbers().values[qsizetype(key)], row.weights[key]);
    EXPECT_EQ(panel().page().chosen(), 20);
    int strongest = 20;
    for (int key = 0; key < 20; ++key)
        if (row.weights[std::size_t(key)] > row.weights[std::size_t(strongest)])
            strongest = key;
    EXPECT_EQ(column(1).map().lockedCell(), (HeatmapView::Cell{20, strongest})) << "the maps follow";
    QTest::mouseClick(&column(0).map(), Qt::LeftButton, {}, column(0).map().cellRect({60, 10}).center());
    EXPECT_TRUE(becomes([&] { return panel().page().chosen() == 60; })) << "and the text follows the maps";
}

TEST_F(TokensPanelTest, AttentionReceivedIsTheMeanOfThoseWhoSeeTheToken)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shaded(Shade::AttentionReceived));
    const core::MapView view = m_window->session().shownView(0);
    for (const int key : {0, 7, 95}) {
        double sum = 0.0;
        for (int query = key; query < 96; ++query)
            sum += double(core::attentionCell(*state(0).trace, view.layer, view.head, query, key).weight);
        EXPECT_NEAR(panel().numbers().values[key], sum / (96 - key), 1e-5) << key;
    }
}

TEST_F(TokensPanelTest, SaysWhatATokenIsAndWhatWasExpected)
{
    ASSERT_TRUE(started());
    const QString said = tokenDescription(m_window->comparison(), 0, 10);
    const int id = (*state(0).tokens)[10];
    EXPECT_TRUE(said.contains(QStringLiteral("id %1").arg(id))) << said.toStdString();
    EXPECT_TRUE(said.contains(plainNumber(double(state(1).trace->losses()[9])))) << said.toStdString();
    // The likeliest token's probability, from the logits themselves.
    const core::Matrix<float> logits = state(0).trace->logits(9, 1);
    double sum = 0.0;
    for (core::Index i = 0; i < logits.cols(); ++i)
        sum += std::exp(double(logits(0, i) - logits.maxCoeff()));
    EXPECT_TRUE(said.contains(plainNumber(100.0 / sum, 2) + QStringLiteral(" %")) ||
                said.contains(percentText(1.0 / sum)))
        << said.toStdString();
    for (const std::size_t c : {std::size_t{0}, std::size_t{1}})
        EXPECT_EQ(said.count(state(c).label + QStringLiteral(" expected “")), 1) << said.toStdString();
    EXPECT_TRUE(tokenDescription(m_window->comparison(), 0, 1 << 20).isEmpty());
}

} // namespace
} // namespace ui
