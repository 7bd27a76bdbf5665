// SPDX-License-Identifier: GPL-3.0-or-later
// The continued texts as a view, with real clicks.
#include "ui/panels/continue_panel.h"

#include "core/model/generate.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/controls/number_box.h"
#include "ui/figure/plain_number.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/continue_bar.h"
#include "ui/panels/continued_view.h"
#include "ui/plot/token_page.h"
#include "ui/session/column_edits.h"
#include "ui/view_models/continued_words.h"

#include <QComboBox>
#include <QScrollBar>

#include <cmath>
#include <set>

namespace ui {
namespace {

class ContinuePanelTest : public MainWindowFixture
{
protected:
    ContinuePanel& panel() { return *m_window->findChild<ContinuePanel*>(); }
    ContinueBar& bar() { return panel().bar(); }
    std::shared_ptr<const ContinuationView> view() { return panel().continuation().view(); }
    const ColumnState& state(std::size_t c) { return m_window->comparison().column(c); }
    bool becomes(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, kPatience); }
    void click(QWidget& button)
    {
        EXPECT_TRUE(becomes([&] { return button.isEnabled(); })) << "it reads prompts";
        QTest::mouseClick(&button, Qt::LeftButton);
    }
    void clickToken(std::size_t text, int token)
    {
        TokenPage& page = panel().texts()[text]->page();
        page.verticalScrollBar()->setValue(0);
        QTest::mouseClick(page.viewport(), Qt::LeftButton, {}, page.boxOf(token).center().toPoint());
    }
    void type(NumberBox& box, const char* text)
    {
        box.setFocus();
        box.selectAll();
        QTest::keyClicks(&box, QString::fromLatin1(text));
        QTest::keyClick(&box, Qt::Key_Return);
    }

    // The view is there and has read the prompts of all columns.
    bool opened()
    {
        if (!started())
            return false;
        m_window->showView("continue", true);
        m_window->resize(1280, 900);
        return isReady();
    }
    bool isReady()
    {
        return becomes([&] {
            return view()->ready && view()->texts.size() == m_window->comparison().columns() &&
                   panel().texts().size() == view()->texts.size() && view()->texts[0].prompt == bar().from() &&
                   panel().texts()[0]->page().tokens() == int(view()->texts[0].tokens.size());
        });
    }
    bool played(int tokens)
    {
        type(bar().speed(), "2000");
        click(bar().play());
        if (!becomes([&] { return view()->written >= tokens; }))
            return false;
        click(bar().play());
        return settled();
    }
    bool settled()
    {
        return becomes([&] {
            return !view()->playing && panel().texts()[0]->page().tokens() == int(view()->texts[0].tokens.size());
        });
    }
    bool steppedTo(int written)
    {
        click(bar().step());
        return becomes([&] { return view()->written == written; }) && settled();
    }
    std::vector<int> direct(std::size_t c, int tokens)
    {
        const ContinuationOptions options = bar().options();
        core::Generation generation(state(c).checkpoint->model,
                                    std::span(*state(c).tokens).first(std::size_t(bar().from())), m_pool);
        for (int i = 0; i < tokens; ++i)
            generation.step(options.sampling, options.seed);
        return generation.tokens();
    }
};

TEST_F(ContinuePanelTest, GoesOnFromHalfTheTrainingLengthAndWritesWhatTheModelsWrite)
{
    ASSERT_TRUE(opened());
    EXPECT_EQ(bar().from(), 32);
    EXPECT_EQ(bar().options().sampling.temperature, 0.7);
    ASSERT_EQ(panel().texts().size(), 2U);
    ASSERT_TRUE(played(40));
    for (std::size_t c = 0; c < 2; ++c) {
        const ContinuedText& text = view()->texts[c];
        EXPECT_EQ(text.tokens, direct(c, view()->written));
        TokenPage& page = panel().texts()[c]->page();
        EXPECT_FALSE(page.ground(31).isValid()) << "the prompt has no shade";
        EXPECT_TRUE(page.ground(32).isValid());
        EXPECT_TRUE(page.ground(31 + view()->written).isValid());
        EXPECT_TRUE(panel().texts()[c]->heading().contains(QStringLiteral(" past the training length")))
            << panel().texts()[c]->heading().toStdString();
    }
}

// What the eye sees at once: the same prompt, the same numbers drawn; past the mark the sinusoidal model writes what
// surprises ALiBi, which goes on as before.
TEST_F(ContinuePanelTest, TheSinusoidalTextFallsApartPastItsMark)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(150));
    const auto mean = [](const std::vector<double>& all, std::size_t from, std::size_t to) {
        double sum = 0.0;
        for (std::size_t i = from; i < to; ++i)
            sum += all[i] / double(to - from);
        return sum;
    };
    const std::vector<double>& alibi = view()->texts[0].judged;
    const std::vector<double>& sinusoidal = view()->texts[1].judged;
    EXPECT_LT(mean(alibi, 32, 150), mean(alibi, 0, 32) + 1.0);
    EXPECT_GT(mean(sinusoidal, 32, 150), mean(sinusoidal, 0, 32) + 1.0);
    EXPECT_GT(mean(sinusoidal, 32, 150), mean(alibi, 32, 150) + 1.0);
}

TEST_F(ContinuePanelTest, StepsBackAndOnGiveTheSameTokens)
{
    ASSERT_TRUE(opened());
    for (int i = 1; i <= 5; ++i)
        ASSERT_TRUE(steppedTo(i));
    const auto five = view();
    click(bar().back());
    ASSERT_TRUE(becomes([&] { return view()->written == 4; }));
    ASSERT_TRUE(steppedTo(5));
    EXPECT_EQ(view()->texts[0].tokens, five->texts[0].tokens);
    EXPECT_EQ(view()->texts[1].tokens, five->texts[1].tokens);
    click(bar().rewind());
    ASSERT_TRUE(becomes([&] { return view()->written == 0; }));
    EXPECT_TRUE(becomes([&] { return !bar().back().isEnabled() && !bar().rewind().isEnabled(); }));
    EXPECT_TRUE(bar().step().isEnabled());
}

TEST_F(ContinuePanelTest, ABranchBeginsBehindTheClickedToken)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(20));
    const auto before = view();
    clickToken(1, 39);
    ASSERT_EQ(panel().chosen(), 8);
    EXPECT_EQ(panel().texts()[0]->page().chosen(), 39) << "in all columns";
    const int seed = bar().seed().wholeValue();
    click(bar().branch());
    ASSERT_TRUE(becomes([&] { return view()->written == 9; }));
    EXPECT_EQ(bar().seed().wholeValue(), seed + 1);
    EXPECT_FALSE(panel().chosen());
    ASSERT_TRUE(settled());
    ASSERT_TRUE(played(20));
    for (std::size_t c = 0; c < 2; ++c) {
        const std::vector<int>& now = view()->texts[c].tokens;
        const std::vector<int>& old = before->texts[c].tokens;
        EXPECT_TRUE(std::equal(now.begin(), now.begin() + 40, old.begin()));
        EXPECT_FALSE(std::equal(now.begin() + 40, now.begin() + 50, old.begin() + 40));
    }
    type(bar().seed(), "1"); // the first seed again gives the first text again
    click(bar().rewind());
    ASSERT_TRUE(becomes([&] { return view()->written == 0; }));
    ASSERT_TRUE(played(20));
    EXPECT_TRUE(std::equal(before->texts[0].tokens.begin(), before->texts[0].tokens.begin() + 50,
                           view()->texts[0].tokens.begin()));
}

TEST_F(ContinuePanelTest, WithoutATokenAnotherTextIsWrittenBehindThePrompt)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(20));
    const auto before = view();
    click(bar().branch());
    ASSERT_TRUE(becomes(
        [&] { return view()->texts[0].tokens != before->texts[0].tokens && view()->written == before->written; }));
    ASSERT_TRUE(settled());
    EXPECT_FALSE(view()->playing);
    const std::vector<int>& now = view()->texts[0].tokens;
    const std::vector<int>& old = before->texts[0].tokens;
    EXPECT_TRUE(std::equal(now.begin(), now.begin() + 32, old.begin()));
    EXPECT_FALSE(std::equal(now.begin() + 32, now.begin() + 42, old.begin() + 32));
    click(bar().before());
    EXPECT_TRUE(becomes([&] { return view()->texts[0].tokens == old; }));
}

TEST_F(ContinuePanelTest, MapsShareTheirColoursAsTheColumnsDo)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(20));
    const auto scale = [&](std::size_t c) { return panel().texts()[c]->map().content().scale.ends(); };
    ASSERT_TRUE(setup().view.sharedScale);
    ASSERT_NE(view()->texts[0].range, view()->texts[1].range);
    EXPECT_EQ(scale(0), scale(1));
    EXPECT_EQ(scale(0), core::joined(view()->texts[0].range, view()->texts[1].range));
    m_window->session().edit(QStringLiteral("scales"), [](core::Setup& e) { e.view.sharedScale = false; });
    EXPECT_TRUE(becomes([&] { return scale(0) == view()->texts[0].range && scale(1) == view()->texts[1].range; }));
}

// A text that repeats itself may be likely all the same.
TEST_F(ContinuePanelTest, SaysHowManyOfTheLastTokensDiffer)
{
    ASSERT_TRUE(opened());
    for (int i = 1; i <= 3; ++i)
        ASSERT_TRUE(steppedTo(i));
    const std::vector<int>& tokens = view()->texts[1].tokens;
    const auto different = std::set<int>(tokens.end() - 3, tokens.end()).size();
    EXPECT_TRUE(panel().texts()[1]->heading().endsWith(QStringLiteral("of the last 3 tokens %1 differ").arg(different)))
        << panel().texts()[1]->heading().toStdString();
}

TEST_F(ContinuePanelTest, AnotherModelBeginsAnewWhileItPlays)
{
    ASSERT_TRUE(opened());
    type(bar().speed(), "2000");
    click(bar().play());
    ASSERT_TRUE(becomes([&] { return view()->written > 5; }));
    chooseModel(m_window->session(), 1, "builtin:rotary-64");
    ASSERT_TRUE(becomes([&] {
        return view()->texts[1].trace != nullptr && view()->texts[1].trace->model().config().encoding == "rotary" &&
               view()->written > 5;
    }));
    EXPECT_TRUE(view()->playing);
    click(bar().play());
    ASSERT_TRUE(settled());
    EXPECT_EQ(view()->texts[1].tokens, direct(1, view()->written));
}

TEST_F(ContinuePanelTest, OneColumnAndThree)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(follows([&] { removeColumn(m_window->session(), 1); }));
    ASSERT_TRUE(becomes([&] { return panel().texts().size() == 1; }) && isReady());
    ASSERT_TRUE(played(10));
    EXPECT_EQ(view()->texts[0].judged, view()->texts[0].surprises);
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("models"), [](core::Setup& e) {
            e.columns.resize(3);
            e.columns[1].model = "builtin:t5-64";
            e.columns[2].model = "builtin:learned-64";
        });
    }));
    ASSERT_TRUE(becomes([&] { return panel().texts().size() == 3; }) && isReady());
    ASSERT_TRUE(played(40));
    EXPECT_EQ(view()->texts[2].tokens.size(), 64U) << "learned positions end";
    EXPECT_TRUE(becomes([&] { return panel().texts()[2]->heading().contains(QStringLiteral("64 tokens")); }))
        << panel().texts()[2]->heading().toStdString();
    EXPECT_EQ(view()->texts[1].tokens, direct(1, view()->written));
}

TEST_F(ContinuePanelTest, FollowsSwitchesAndText)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(steppedTo(1));
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("window"),
                                 [](core::Setup& e) { e.columns[0].options["attention_window"] = 4; });
    }));
    ASSERT_TRUE(becomes([&] {
        return view()->ready && view()->written == 0 && view()->texts[0].trace->model().encoding().window().tokens == 4;
    }));
    m_window->session().open(QStringLiteral("text"), [](core::Setup& e) {
        e.text = {core::TextKind::Typed, std::string("a")};
    });
    ASSERT_TRUE(becomes([&] { return view()->ready && view()->texts[0].prompt == 1; })) << "as much as there is";
    ASSERT_TRUE(steppedTo(1));
    EXPECT_EQ(view()->texts[1].tokens.size(), 2U);
}

TEST_F(ContinuePanelTest, SpacePlaysAndPausesAndHidingPauses)
{
    ASSERT_TRUE(opened());
    TokenPage& page = panel().texts()[0]->page();
    page.setFocus();
    QTest::keyClick(&page, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return view()->playing; }));
    QTest::keyClick(&page, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return !view()->playing; }));
    QTest::keyClick(&page, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return view()->playing; }));
    m_window->showView("continue", false);
    ASSERT_TRUE(becomes([&] { return !view()->playing; }));
}

TEST_F(ContinuePanelTest, SaysWhatElseATokenCouldHaveBeen)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(5));
    const ContinuedText& text = view()->texts[1];
    const QString said = continuedDescription(text, state(1), state(0).label, 34);
    const core::Matrix<float> logits = text.trace->logits(33, 1);
    const auto best = core::likeliest(core::logitsOf(logits), 1).front();
    EXPECT_TRUE(said.contains(QStringLiteral("id %1").arg(text.tokens[34]))) << said.toStdString();
    EXPECT_TRUE(said.contains(percentText(best.probability))) << said.toStdString();
    EXPECT_TRUE(said.contains(percentText(std::exp(-text.surprises[2])))) << said.toStdString();
    EXPECT_TRUE(said.contains(percentText(std::exp(-text.judged[2])))) << said.toStdString();
    EXPECT_TRUE(continuedDescription(text, state(1), state(0).label, 1 << 20).isEmpty());
}

TEST_F(ContinuePanelTest, TheNewestRowIsMarkedInTheMapOfTheShownHead)
{
    ASSERT_TRUE(opened());
    m_window->session().edit(QStringLiteral("head"), [](core::Setup& e) {
        e.view.layer = 2;
        e.view.head = 5;
    });
    ASSERT_TRUE(becomes([&] {
        return view()->texts[0].map != nullptr && view()->texts[0].map->request.head == 5 &&
               view()->texts[0].map->request.layer == 2;
    }));
    ASSERT_TRUE(steppedTo(1));
    HeatmapView& map = panel().texts()[1]->map();
    ASSERT_TRUE(becomes([&] { return map.crosshair() && map.crosshair()->query == 32; }));
    ASSERT_TRUE(steppedTo(2));
    EXPECT_TRUE(becomes([&] { return map.crosshair() && map.crosshair()->query == 33; }));
    const QString cell = continuedCell(view()->texts[1], state(1), 33, 2);
    EXPECT_TRUE(cell.contains(QStringLiteral("query 33"))) << cell.toStdString();
}

TEST_F(ContinuePanelTest, WhatAColumnWroteCanBeTheTextOfTheMaps)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(played(10));
    m_window->session().chooseColumn(1);
    const core::TextChoice before = setup().text;
    const std::vector<int> tokens = view()->texts[1].tokens;
    ASSERT_TRUE(follows([&] { click(bar().take()); }));
    EXPECT_EQ(setup().text.kind, core::TextKind::Typed);
    EXPECT_EQ(setup().length, int(tokens.size()));
    const std::string written = state(1).checkpoint->needTokenizer().decode(tokens);
    EXPECT_EQ(QString::fromStdString(setup().text.value.string()), QString::fromStdString(written));
    settle();
    EXPECT_EQ(view()->texts[1].tokens, tokens) << "the text begins alike, so what was written stays";
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_EQ(setup().text, before);
}

TEST_F(ContinuePanelTest, WhoseSurpriseIsShownCanBeChosen)
{
    ASSERT_TRUE(opened());
    EXPECT_EQ(bar().judges().currentText(), state(0).label);
    ASSERT_TRUE(played(10));
    bar().judges().setFocus();
    QTest::keyClick(&bar().judges(), Qt::Key_End);
    ASSERT_TRUE(becomes([&] { return view()->texts[1].judged == view()->texts[1].surprises; }));
    EXPECT_TRUE(becomes([&] { return panel().texts()[1]->heading().contains(state(1).label); }));
}

TEST_F(ContinuePanelTest, ClosesWhileItPlays)
{
    ASSERT_TRUE(opened());
    type(bar().speed(), "2000");
    click(bar().play());
    ASSERT_TRUE(becomes([&] { return view()->written > 5; }));
    m_window->close();
    m_window.reset();
}

} // namespace
} // namespace ui
