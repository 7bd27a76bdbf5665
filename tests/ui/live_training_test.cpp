// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/live_training.h"

#include "core/io/atomic_file.h"
#include "core/model/trace.h"
#include "tests/ui/patience.h"
#include "ui/library/library.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>

namespace {

constexpr int kTrainingPatience = ui::kPatience;

ui::LivePlan tinyPlan(std::vector<std::string> encodings)
{
    ui::LivePlan plan;
    plan.encodings.assign(encodings.begin(), encodings.end());
    plan.size = "tiny";
    return plan;
}

// Masked cells are NaN, which equals nothing: bit by bit.
bool isSame(const core::ReducedMap& a, const core::ReducedMap& b)
{
    return a.request == b.request && a.values.size() == b.values.size() &&
           std::memcmp(a.values.data(), b.values.data(), sizeof(float) * static_cast<std::size_t>(a.values.size())) ==
               0;
}

class LiveTrainingTest : public testing::Test
{
protected:
    LiveTrainingTest() { make(); }

    void make(std::function<bool()> giveWay = {})
    {
        m_training = std::make_unique<ui::LiveTraining>(m_pool, std::move(giveWay));
        QObject::connect(m_training.get(), &ui::LiveTraining::failed,
                         [this](const QString& sentence) { m_sentences.append(sentence); });
    }
    std::shared_ptr<const ui::LiveView> view() { return m_training->view(); }
    long step(std::size_t run) { return run < view()->runs.size() ? view()->runs[run].step : -1; }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kTrainingPatience); }
    bool prepared(const ui::LivePlan& plan)
    {
        m_training->prepare(plan);
        return becomes([&] { return view()->ready && view()->runs.size() == plan.encodings.size(); });
    }
    bool steps(int count, std::size_t run = 0)
    {
        const long until = step(run) + count;
        for (int i = 0; i < count; ++i)
            m_training->step();
        return becomes([&] { return step(run) == until; });
    }
    std::vector<ui::LiveModel> models()
    {
        std::vector<ui::LiveModel> taken;
        bool answered = false;
        const auto connection = QObject::connect(m_training.get(), &ui::LiveTraining::modelsTaken,
                                                 [&](const std::vector<ui::LiveModel>& models) {
                                                     taken = models;
                                                     answered = true;
                                                 });
        m_training->takeModels();
        EXPECT_TRUE(becomes([&] { return answered; }));
        QObject::disconnect(connection);
        return taken;
    }

    core::ThreadPool m_pool{2};
    QStringList m_sentences;
    std::unique_ptr<ui::LiveTraining> m_training;
};

TEST_F(LiveTrainingTest, RunsOfOneEncodingSeeTheSameAndLearnTheSame)
{
    ASSERT_TRUE(prepared(tinyPlan({"alibi", "alibi", "none"})));
    EXPECT_EQ(step(0), 0);
    EXPECT_GT(view()->trainingTokens, 10000);
    EXPECT_NEAR(static_cast<double>(view()->heldOutTokens), static_cast<double>(view()->trainingTokens) / 9.0, 20.0);
    ASSERT_TRUE(steps(7));
    const auto now = view();
    EXPECT_EQ(now->runs[0].curve.size(), 7U);
    EXPECT_EQ(now->runs[0].curve, now->runs[1].curve);
    EXPECT_EQ(now->runs[0].heldOut.front().nll, now->runs[1].heldOut.front().nll);
    EXPECT_EQ(now->runs[0].sample, now->runs[1].sample);
    EXPECT_TRUE(isSame(*now->runs[0].map, *now->runs[1].map));
    EXPECT_NE(now->runs[0].curve, now->runs[2].curve);
    EXPECT_FALSE(now->playing);
    EXPECT_GT(now->runs[0].tokensPerSecond, 0.0);
    EXPECT_EQ(now->runs[0].tokens, 7 * 512);
    EXPECT_TRUE(m_sentences.isEmpty());
}

TEST_F(LiveTrainingTest, RewoundItLearnsTheSameAgain)
{
    ASSERT_TRUE(prepared(tinyPlan({"sinusoidal"})));
    const auto start = view()->runs[0];
    ASSERT_TRUE(steps(6));
    const auto curve = view()->runs[0].curve;
    m_training->rewind();
    ASSERT_TRUE(becomes([&] { return step(0) == 0; }));
    EXPECT_TRUE(view()->runs[0].curve.empty());
    EXPECT_TRUE(isSame(*view()->runs[0].map, *start.map));
    EXPECT_EQ(view()->runs[0].sample, start.sample);
    ASSERT_TRUE(steps(6));
    EXPECT_EQ(view()->runs[0].curve, curve);
}

TEST_F(LiveTrainingTest, ARewindCanBeTakenBackUntilTrainingGoesOn)
{
    ASSERT_TRUE(prepared(tinyPlan({"alibi", "none"})));
    m_training->takeBack(); // nothing to bring back
    ASSERT_TRUE(steps(3));
    EXPECT_FALSE(view()->canTakeBack);
    const auto before = view();
    m_training->rewind();
    ASSERT_TRUE(becomes([&] { return step(0) == 0 && step(1) == 0; }));
    EXPECT_TRUE(view()->canTakeBack);
    m_training->rewind(); // at the start already: what is kept stays
    m_training->takeBack();
    ASSERT_TRUE(becomes([&] { return step(0) == 3 && step(1) == 3; }));
    EXPECT_FALSE(view()->canTakeBack);
    EXPECT_EQ(view()->runs[0].curve, before->runs[0].curve);
    EXPECT_EQ(view()->runs[1].id, before->runs[1].id);
    EXPECT_TRUE(isSame(*view()->runs[0].map, *before->runs[0].map));
    m_training->rewind();
    ASSERT_TRUE(becomes([&] { return step(0) == 0; }));
    ASSERT_TRUE(steps(1)); // training goes on
    EXPECT_FALSE(view()->canTakeBack);
    m_training->takeBack();
    ASSERT_TRUE(steps(1));
    EXPECT_EQ(step(0), 2);
}

TEST_F(LiveTrainingTest, ARunThatWasUncheckedCanBeTakenBack)
{
    ASSERT_TRUE(prepared(tinyPlan({"alibi", "none"})));
    ASSERT_TRUE(steps(2));
    const long id = view()->runs[0].id;
    ASSERT_TRUE(prepared(tinyPlan({"none"})));
    EXPECT_TRUE(view()->canTakeBack);
    m_training->takeBack();
    ASSERT_TRUE(becomes([&] { return view()->runs.size() == 2; }));
    EXPECT_EQ(view()->runs[0].id, id);
    EXPECT_EQ(step(0), 2);
    EXPECT_EQ(view()->plan.encodings.size(), 2U);
    ASSERT_TRUE(steps(1)); // and both go on
    EXPECT_EQ(step(1), 3);
}

TEST_F(LiveTrainingTest, ALearningRateHoldsFromTheNextStepOn)
{
    ui::LivePlan plan = tinyPlan({"alibi", "none"});
    ASSERT_TRUE(prepared(plan));
    ASSERT_TRUE(steps(8));
    const auto steady = view()->runs[0].curve;
    m_training->rewind();
    ASSERT_TRUE(becomes([&] { return step(0) == 0; }));
    ASSERT_TRUE(steps(5));
    plan.learningRate = 0.1;
    m_training->prepare(plan);
    ASSERT_TRUE(steps(3));
    const auto changed = view()->runs[0].curve;
    ASSERT_EQ(changed.size(), 8U);
    EXPECT_TRUE(std::equal(steady.begin(), steady.begin() + 6, changed.begin()));
    EXPECT_NE(steady[6], changed[6]);
}

TEST_F(LiveTrainingTest, ANewcomerCatchesUpAndALeaverDisturbsNobody)
{
    ASSERT_TRUE(prepared(tinyPlan({"alibi"})));
    ASSERT_TRUE(steps(4));
    const long id = view()->runs[0].id;
    ASSERT_TRUE(prepared(tinyPlan({"sinusoidal", "alibi"})));
    ASSERT_EQ(view()->runs[1].id, id);
    EXPECT_EQ(step(0), 0);
    EXPECT_EQ(step(1), 4);
    m_training->play();
    ASSERT_TRUE(becomes([&] { return step(0) >= 4; }));
    m_training->pause();
    ASSERT_TRUE(becomes([&] { return !view()->playing; }));
    EXPECT_LE(std::abs(step(0) - step(1)), 1);
    ASSERT_TRUE(prepared(tinyPlan({"sinusoidal"})));
    EXPECT_EQ(view()->runs[0].encoding, QStringLiteral("sinusoidal"));
    EXPECT_GE(step(0), 4);
}

TEST_F(LiveTrainingTest, ARunThatBreaksStopsAndTheOthersGoOn)
{
    ui::LivePlan plan = tinyPlan({"alibi"});
    ASSERT_TRUE(prepared(plan));
    ASSERT_TRUE(steps(22));
    plan.learningRate = 1e9;
    m_training->prepare(plan);
    m_training->play();
    ASSERT_TRUE(becomes([&] { return !view()->runs[0].trouble.isEmpty(); }));
    EXPECT_TRUE(view()->runs[0].trouble.startsWith(QStringLiteral("Stopped at step 2")))
        << view()->runs[0].trouble.toStdString();
    EXPECT_EQ(step(0), 20);
    ASSERT_TRUE(becomes([&] { return !view()->playing; })); // nobody is left
    const auto taken = models();
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].step, 20);
    EXPECT_TRUE(std::ranges::all_of(taken[0].checkpoint->model.parameters().values(),
                                    [](float value) { return std::isfinite(value); }));
    const auto trace = core::forward(taken[0].checkpoint->model, std::vector{1, 2, 3}, m_pool);
    EXPECT_TRUE(std::isfinite(trace->losses()[1]));
    // A lower rate lets it go on.
    plan.learningRate = 1e-3;
    m_training->prepare(plan);
    ASSERT_TRUE(steps(3));
    EXPECT_TRUE(view()->runs[0].trouble.isEmpty());
}

TEST_F(LiveTrainingTest, ASavedRunHasTheLogitsOfTheRun)
{
    QTemporaryDir folder;
    ASSERT_TRUE(prepared(tinyPlan({"alibi", "sinusoidal"})));
    ASSERT_TRUE(steps(3));
    const std::string path = folder.filePath(QStringLiteral("run")).toStdString();
    QSignalSpy saved(m_training.get(), &ui::LiveTraining::saved);
    m_training->save(view()->runs[1].id, path);
    ASSERT_TRUE(becomes([&] { return saved.count() == 1; }));
    const auto loaded = ui::loadModel(path);
    const auto live = models()[1].checkpoint;
    const std::vector<int> tokens = live->needTokenizer().encode("The lamp was lit again before the boats came in.");
    EXPECT_EQ(core::forward(loaded->model, tokens, m_pool)->logits(0, 5),
              core::forward(live->model, tokens, m_pool)->logits(0, 5));
    EXPECT_EQ(loaded->needTokenizer().toJson(), live->needTokenizer().toJson());
    EXPECT_EQ(loaded->model.config().encoding, "sinusoidal");
    EXPECT_EQ(loaded->model.config().trainingLength, 32);
    const core::Json record = core::Json::parse(core::readFileBytes(path + "/training.json", 1 << 20));
    EXPECT_EQ(record["text_files"].size(), 3U);
    EXPECT_EQ(record["steps"], 3);

    m_training->save(view()->runs[0].id, path); // there is one already
    ASSERT_TRUE(becomes([&] { return !m_sentences.isEmpty(); }));
    EXPECT_TRUE(m_sentences[0].contains(QStringLiteral("choose another folder")));
}

TEST_F(LiveTrainingTest, ClosingWhileItTrainsWritesWhatWasAskedFor)
{
    QTemporaryDir folder;
    ASSERT_TRUE(prepared(tinyPlan({"alibi", "sinusoidal"})));
    m_training->play();
    ASSERT_TRUE(becomes([&] { return step(1) > 3; }));
    const std::string path = folder.filePath(QStringLiteral("run")).toStdString();
    m_training->save(view()->runs[0].id, path);
    QElapsedTimer timer;
    timer.start();
    m_training.reset();
    EXPECT_LT(timer.elapsed(), 5000); // 50 ms is the aim; this only catches a close that waits for the training
    EXPECT_GE(core::Json::parse(core::readFileBytes(path + "/training.json", 1 << 20))["steps"].get<long>(), 3);
    EXPECT_NO_THROW(ui::loadModel(path));
}

TEST_F(LiveTrainingTest, WhatCannotBeDoneIsSaidAndChangesNothing)
{
    QTemporaryDir folder;
    core::writeFileAtomically(folder.filePath(QStringLiteral("short.txt")).toStdString(), "Too short.");
    core::writeFileAtomically(folder.filePath(QStringLiteral("latin1.txt")).toStdString(), "caf\xe9");
    ASSERT_TRUE(prepared(tinyPlan({"alibi"})));
    ASSERT_TRUE(steps(2));
    const long id = view()->runs[0].id;
    for (const char* name : {"short.txt", "latin1.txt", "missing.txt"}) {
        ui::LivePlan plan = tinyPlan({"alibi"});
        plan.file = folder.filePath(QString::fromLatin1(name)).toStdString();
        m_sentences.clear();
        m_training->prepare(plan);
        ASSERT_TRUE(becomes([&] { return !m_sentences.isEmpty(); })) << name;
        EXPECT_TRUE(view()->plan.file.empty()) << name;
        EXPECT_EQ(view()->runs[0].id, id) << name;
    }
    ui::LivePlan plan = tinyPlan({"alibi"});
    plan.learningRate = -1.0;
    m_sentences.clear();
    m_training->prepare(plan);
    m_training->save(id + 100, folder.filePath(QStringLiteral("run")).toStdString());
    ASSERT_TRUE(becomes([&] { return m_sentences.size() == 2; }));
    EXPECT_TRUE(m_sentences.last().contains(QStringLiteral("this run is gone")));
    EXPECT_GT(view()->plan.learningRate, 0.0);
    ASSERT_TRUE(steps(1));
    EXPECT_EQ(step(0), 3);
}

TEST_F(LiveTrainingTest, AFileIsLearnedFromWithItsLastTenthHeldOut)
{
    QTemporaryDir folder;
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "The tide came in and the tide went out. ";
    const QString path = folder.filePath(QStringLiteral("tide.txt"));
    core::writeFileAtomically(path.toStdString(), text);
    ui::LivePlan plan = tinyPlan({"alibi"});
    plan.file = path.toStdString();
    ASSERT_TRUE(prepared(plan));
    const auto tokens = static_cast<long>(ui::builtinTokenizer().encode(text).size());
    EXPECT_EQ(view()->title, QStringLiteral("tide.txt"));
    EXPECT_EQ(view()->heldOutTokens, tokens / 10);
    EXPECT_EQ(view()->trainingTokens + view()->heldOutTokens, tokens);
}

TEST_F(LiveTrainingTest, GivesWayButNotForEver)
{
    std::atomic<bool> wanted = true;
    std::atomic<long> asked = 0;
    make([&] {
        ++asked;
        return wanted.load();
    });
    ASSERT_TRUE(prepared(tinyPlan({"alibi"})));
    m_training->play();
    ASSERT_TRUE(becomes([&] { return step(0) >= 2; }));
    EXPECT_GT(asked, 20); // it waited before each of them
    wanted = false;
    ASSERT_TRUE(becomes([&] { return step(0) >= 5; }));
}

} // namespace
