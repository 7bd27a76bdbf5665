// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of all columns against the same models run directly.
#include "ui/session/continuation.h"

#include "core/eval/growing_map.h"
#include "core/model/generate.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/ui/patience.h"
#include "tests/ui/small_models.h"

#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <cmath>

namespace ui {
namespace {

using core::TemporaryFolder;

class ContinuationTest : public testing::Test
{
protected:
    ContinuationTest()
    {
        const auto text = loadText({core::TextKind::Passage, "lighthouse"});
        m_tokens = std::make_shared<const std::vector<int>>(builtinTokenizer().encode(text->text.substr(0, 4000)));
    }

    ContinuedColumn column(int id, const SmallModel& model, int prompt = 20)
    {
        const std::string folder = writeSmallModel(m_folder / std::to_string(id), model);
        return {id, {core::loadCheckpoint(folder), core::Json::object()}, m_tokens, prompt};
    }
    ContinuationPlan twoColumns() { return {column(1, {.encoding = "alibi"}), column(2, {.encoding = "sinusoidal"})}; }

    static ContinuationOptions quick(std::uint64_t seed = 1)
    {
        ContinuationOptions options;
        options.sampling = {1.5, 0, 0.95};
        options.seed = seed;
        options.speed = 1e6;
        return options;
    }
    bool becomes(const std::function<bool(const ContinuationView&)>& state)
    {
        return QTest::qWaitFor([&] { return state(*m_continuation.view()); }, kPatience);
    }
    bool readied(const ContinuationPlan& plan)
    {
        m_continuation.setOptions(quick());
        m_continuation.prepare(plan);
        return becomes([&](const ContinuationView& view) { return view.ready && view.texts.size() == plan.size(); });
    }
    bool stepsTo(int written)
    {
        for (int i = m_continuation.view()->written; i < written; ++i)
            m_continuation.step();
        return becomes([&](const ContinuationView& view) { return view.written == written; });
    }

    // What the model of that column writes by itself.
    std::vector<int> direct(const ContinuedColumn& column, int tokens, const ContinuationOptions& options)
    {
        const auto model = column.source.checkpoint->model.withEncodingOptions(column.source.switches);
        core::Generation generation(model, std::span(*column.tokens).first(std::size_t(column.prompt)), m_pool);
        for (int i = 0; i < tokens; ++i)
            generation.step(options.sampling, options.seed);
        return generation.tokens();
    }

    TemporaryFolder m_folder;
    core::ThreadPool m_pool{2};
    std::shared_ptr<const std::vector<int>> m_tokens;
    Continuation m_continuation{std::function<bool()>()};
};

TEST_F(ContinuationTest, EveryColumnWritesWhatItsModelWrites)
{
    ContinuationPlan plan = twoColumns();
    plan.push_back(column(3, {.encoding = "rotary"}, 25));
    plan[0].source.switches = {{"attention_window", 10}};
    ASSERT_TRUE(readied(plan));
    EXPECT_EQ(m_continuation.view()->written, 0);
    EXPECT_EQ(int(m_continuation.view()->texts[2].tokens.size()), 25);
    m_continuation.play();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written >= 60; }));
    m_continuation.pause();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return !view.playing; }));
    const auto view = m_continuation.view();
    for (std::size_t i = 0; i < plan.size(); ++i) {
        EXPECT_EQ(view->texts[i].id, plan[i].id);
        EXPECT_EQ(view->texts[i].written(), view->written);
        EXPECT_EQ(view->texts[i].tokens, direct(plan[i], view->written, quick())) << "column " << i;
    }
}

TEST_F(ContinuationTest, StepsBackAndOnAndIntoABranch)
{
    const ContinuationPlan plan = twoColumns();
    ASSERT_TRUE(readied(plan));
    ASSERT_TRUE(stepsTo(12));
    const auto first = m_continuation.view();
    EXPECT_EQ(first->texts[1].tokens, direct(plan[1], 12, quick()));
    m_continuation.back();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 11; }));
    EXPECT_EQ(m_continuation.view()->texts[0].surprises.size(), 11U);
    m_continuation.cut(4);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 4; }));
    ASSERT_TRUE(stepsTo(12));
    EXPECT_EQ(m_continuation.view()->texts[0].tokens, first->texts[0].tokens);

    m_continuation.setOptions(quick(2));
    m_continuation.cut(4);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 4; }));
    ASSERT_TRUE(stepsTo(12));
    const auto branch = m_continuation.view();
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_NE(branch->texts[i].tokens, first->texts[i].tokens);
        EXPECT_TRUE(std::equal(first->texts[i].tokens.begin(), first->texts[i].tokens.begin() + 24,
                               branch->texts[i].tokens.begin()));
    }
    m_continuation.rewind();
    m_continuation.back(); // there is nothing before the prompt
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 0; }));
    EXPECT_EQ(int(m_continuation.view()->texts[0].tokens.size()), 20);
}

TEST_F(ContinuationTest, TheJudgeIsSurprisedAsItsLossesSay)
{
    const ContinuationPlan plan = twoColumns();
    ContinuationLook look;
    look.judge = 1;
    m_continuation.look(look);
    ASSERT_TRUE(readied(plan));
    ASSERT_TRUE(stepsTo(30));
    const auto expectLosses = [&](const ContinuedText& text, const ContinuedColumn& by,
                                  const std::vector<double>& got) {
        const auto trace = core::forward(by.source.checkpoint->model, text.tokens, m_pool);
        ASSERT_EQ(got.size(), 30U);
        for (std::size_t i = 0; i < got.size(); ++i)
            ASSERT_NEAR(got[i], double(trace->losses()[19 + i]), 1e-3) << i;
    };
    const auto judged = m_continuation.view();
    expectLosses(judged->texts[0], plan[0], judged->texts[0].judged);
    expectLosses(judged->texts[1], plan[0], judged->texts[1].judged);
    expectLosses(judged->texts[1], plan[1], judged->texts[1].surprises);
    look.judge = 2; // over what is there
    m_continuation.look(look);
    ASSERT_TRUE(becomes([&](const ContinuationView& view) { return view.texts[0].judged != judged->texts[0].judged; }));
    expectLosses(m_continuation.view()->texts[0], plan[1], m_continuation.view()->texts[0].judged);
    look.judge = 0;
    m_continuation.look(look);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.texts[0].judged == view.texts[0].surprises; }));
    look.judge = 1; // and goes back with the text
    m_continuation.look(look);
    m_continuation.cut(10);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 10; }));
    EXPECT_EQ(m_continuation.view()->texts[1].judged.size(), 10U);
    ASSERT_TRUE(stepsTo(30));
    expectLosses(m_continuation.view()->texts[1], plan[0], m_continuation.view()->texts[1].judged);
}

TEST_F(ContinuationTest, ModelsWithOtherTokensDoNotJudgeEachOther)
{
    ContinuationPlan plan = twoColumns();
    const std::string folder = writeSmallModel(m_folder / "9", {.encoding = "alibi", .vocabulary = 300});
    const auto other = core::loadCheckpoint(folder);
    const auto tokens = std::make_shared<const std::vector<int>>(
        other->needTokenizer().encode(loadText({core::TextKind::Passage, "lighthouse"})->text.substr(0, 2000)));
    plan[1] = {2, {other, core::Json::object()}, tokens, 40};
    ContinuationLook look;
    look.judge = 1;
    m_continuation.look(look);
    ASSERT_TRUE(readied(plan));
    ASSERT_TRUE(stepsTo(5));
    const auto view = m_continuation.view();
    EXPECT_TRUE(view->texts[1].judged.empty());
    EXPECT_EQ(view->texts[1].surprises.size(), 5U);
    EXPECT_EQ(view->texts[0].judged, view->texts[0].surprises);
}

TEST_F(ContinuationTest, OneThatCannotGoOnLeavesTheOthersAlone)
{
    ContinuationPlan plan{column(1, {.encoding = "learned", .trainingLength = 24}), column(2, {.encoding = "alibi"}),
                          column(3, {.encoding = "learned", .trainingLength = 16})};
    ASSERT_TRUE(readied(plan));
    EXPECT_FALSE(m_continuation.view()->texts[2].trouble.isEmpty()) << "16 positions are fewer than the prompt's 20";
    ASSERT_TRUE(stepsTo(9));
    const auto view = m_continuation.view();
    EXPECT_EQ(view->texts[0].written(), 4);
    EXPECT_TRUE(view->texts[0].trouble.contains(QStringLiteral("24"))) << view->texts[0].trouble.toStdString();
    EXPECT_EQ(view->texts[1].tokens, direct(plan[1], 9, quick()));
    EXPECT_TRUE(view->canGoOn);
    m_continuation.cut(3);
    ASSERT_TRUE(becomes([](const ContinuationView& v) { return v.written == 3; }));
    EXPECT_TRUE(m_continuation.view()->texts[0].trouble.isEmpty());
    ASSERT_TRUE(stepsTo(9));
    EXPECT_EQ(m_continuation.view()->texts[0].tokens, view->texts[0].tokens);
    EXPECT_EQ(m_continuation.view()->texts[1].tokens, view->texts[1].tokens);
}

TEST_F(ContinuationTest, TheMapIsThatOfTheTextSoFar)
{
    const ContinuationPlan plan = twoColumns();
    ContinuationLook look;
    look.heads = {{1, {1, 2}}, {2, {0, 3}}};
    m_continuation.look(look);
    ASSERT_TRUE(readied(plan));
    ASSERT_TRUE(stepsTo(15));
    const auto expectMap = [&](std::size_t i, int layer, int head) {
        const auto view = m_continuation.view();
        const auto trace = core::forward(plan[i].source.checkpoint->model, view->texts[i].tokens, m_pool);
        core::GrowingMap map(layer, head);
        map.grow(*trace, trace->length());
        ASSERT_NE(view->texts[i].map, nullptr);
        const core::ReducedMap& got = *view->texts[i].map;
        ASSERT_EQ(got.request, map.map().request);
        for (core::Index c = 0; c < got.values.size(); ++c) {
            const float expected = map.map().values.data()[c];
            ASSERT_EQ(std::isnan(got.values.data()[c]), std::isnan(expected)) << c;
            if (!std::isnan(expected)) {
                ASSERT_NEAR(got.values.data()[c], expected, 1e-4) << c;
            }
        }
    };
    expectMap(0, 1, 2);
    expectMap(1, 0, 3);
    m_continuation.cut(3);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 3; }));
    expectMap(0, 1, 2);
    look.heads[1] = {0, 1};
    m_continuation.look(look);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.texts[0].map->request.head == 1; }));
    expectMap(0, 0, 1);
}

TEST_F(ContinuationTest, AnotherPlanBeginsAnewAndIsPlayedOn)
{
    ContinuationPlan plan = twoColumns();
    ASSERT_TRUE(readied(plan));
    m_continuation.play();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written > 5; }));
    for (int prompt = 20; prompt < 30; ++prompt) { // as when a box is turned
        plan[0].prompt = plan[1].prompt = prompt;
        m_continuation.prepare(plan);
    }
    ASSERT_TRUE(becomes([](const ContinuationView& view) {
        return view.ready && view.texts[0].prompt == 29 && view.written > 5;
    })) << "it still plays";
    m_continuation.pause();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return !view.playing; }));
    const auto view = m_continuation.view();
    EXPECT_EQ(view->texts[0].tokens, direct(plan[0], view->written, quick()));
    m_continuation.prepare({});
    ASSERT_TRUE(becomes([](const ContinuationView& v) { return v.texts.empty(); }));
    m_continuation.play();
    m_continuation.step();
    ASSERT_TRUE(readied(plan));
    EXPECT_EQ(m_continuation.view()->written, 0);
}

TEST_F(ContinuationTest, ABranchGivesBackWhatItTookThePlaceOf)
{
    const ContinuationPlan plan = twoColumns();
    m_continuation.look({.heads = {{1, {0, 0}}}, .judge = 1});
    ASSERT_TRUE(readied(plan));
    ASSERT_TRUE(stepsTo(12));
    const auto first = m_continuation.view();
    EXPECT_EQ(first->branches, 0);
    m_continuation.branch(4);
    m_continuation.setOptions(quick(2));
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 4 && view.branches == 1; }));
    ASSERT_TRUE(stepsTo(7));
    const auto second = m_continuation.view();
    ASSERT_NE(second->texts[0].tokens,
              std::vector<int>(first->texts[0].tokens.begin(), first->texts[0].tokens.end() - 5));
    m_continuation.branch(2);
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return view.written == 2 && view.branches == 2; }));
    const auto takenBack = [&](const ContinuationView& to) {
        m_continuation.takeBranchBack();
        return becomes([&](const ContinuationView& view) { return view.written == to.written; });
    };
    ASSERT_TRUE(takenBack(*second));
    EXPECT_EQ(m_continuation.view()->texts[1].tokens, second->texts[1].tokens);
    ASSERT_TRUE(takenBack(*first));
    const auto again = m_continuation.view();
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(again->texts[i].tokens, first->texts[i].tokens);
        ASSERT_EQ(again->texts[i].judged.size(), first->texts[i].judged.size());
        for (std::size_t t = 0; t < again->texts[i].judged.size(); ++t)
            EXPECT_NEAR(again->texts[i].judged[t], first->texts[i].judged[t], 1e-4) << t;
    }
    EXPECT_EQ(again->texts[0].map->values.rows(), first->texts[0].map->values.rows());
    EXPECT_EQ(again->branches, 0);
    m_continuation.takeBranchBack(); // there is none
    ASSERT_TRUE(stepsTo(13)) << "it goes on from there";
}

TEST_F(ContinuationTest, AWishToPlayWaitsForThePrompts)
{
    const ContinuationPlan plan = twoColumns();
    m_continuation.play();
    ASSERT_TRUE(readied(plan));
    EXPECT_TRUE(becomes([](const ContinuationView& view) { return view.written > 5; }));
}

// As fast as it goes with two of the program's models behind 512 tokens: --gtest_output=xml shows the rate.
TEST_F(ContinuationTest, TwoShippedModelsBehind512Tokens)
{
    ContinuationPlan plan;
    for (const char* id : {"builtin:alibi-64", "builtin:sinusoidal-64"})
        plan.push_back({int(plan.size()) + 1, {loadModel(id), core::Json::object()}, m_tokens, 512});
    ASSERT_GT(m_tokens->size(), 512U);
    ContinuationLook look;
    look.judge = 1;
    look.heads = {{1, {0, 0}}, {2, {0, 0}}};
    m_continuation.look(look);
    ASSERT_TRUE(readied(plan));
    m_continuation.play();
    double rate = 0.0;
    ASSERT_TRUE(becomes([&](const ContinuationView& view) {
        rate = std::max(rate, view.tokensPerSecond);
        return view.written >= 300;
    }));
    m_continuation.pause();
    ASSERT_TRUE(becomes([](const ContinuationView& view) { return !view.playing; }));
    RecordProperty("tokens_per_second", std::to_string(rate));
    const auto view = m_continuation.view();
    EXPECT_EQ(view->texts[1].tokens, direct(plan[1], view->written, quick()));
}

TEST_F(ContinuationTest, EndsWhileItPlays)
{
    auto other = std::make_unique<Continuation>(std::function<bool()>());
    other->setOptions(quick());
    other->prepare(twoColumns());
    other->play();
    ASSERT_TRUE(QTest::qWaitFor([&] { return other->view()->written > 3; }, kPatience));
    other.reset();
}

// What is out of range is said, and what was set before holds.
TEST_F(ContinuationTest, RefusesOptionsThatMeanNothing)
{
    const ContinuationPlan plan = twoColumns();
    ASSERT_TRUE(readied(plan));
    QSignalSpy failed(&m_continuation, &Continuation::failed);
    ContinuationOptions wrong = quick();
    wrong.sampling.topP = 0.0;
    m_continuation.setOptions(wrong);
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }, kPatience));
    ASSERT_TRUE(stepsTo(3));
    EXPECT_EQ(m_continuation.view()->texts[0].tokens, direct(plan[0], 3, quick()));
}

} // namespace
} // namespace ui
