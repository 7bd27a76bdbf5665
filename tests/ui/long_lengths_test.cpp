// SPDX-License-Identifier: GPL-3.0-or-later
// Lengths past the slider's end: typed, told of while they take long, cancelled. With models of one layer, so that no
// test takes long.
#include "tests/ui/main_window_fixture.h"

#include "core/io/checkpoint.h"
#include "tests/core/random_model.h"
#include "tests/core/sanitized.h"
#include "ui/controls/length_slider.h"
#include "ui/controls/length_track.h"
#include "ui/controls/number_box.h"
#include "ui/controls/text_line.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/work_bar.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <condition_variable>
#include <fstream>
#include <mutex>

namespace {

using ui::LongWork;

class LongLengthsTest : public ui::MainWindowFixture
{
protected:
    // Both columns read all three passages with one narrow layer.
    bool startedSmall()
    {
        const auto shipped = ui::loadModel("builtin:alibi-64");
        core::ModelConfig config = shipped->model.config();
        config.layers = 1;
        config.width = 16;
        config.heads = 2;
        config.feedForwardWidth = 16;
        const auto small = std::make_shared<const core::Checkpoint>(core::Checkpoint{
            "small", core::Transformer<float>(core::randomParameters(config)), shipped->tokenizer, {}});
        return started() && follows([&] {
                   m_window->session().addModel("live:small", small);
                   m_window->session().open(QStringLiteral("small"), [](core::Setup& e) {
                       e.columns = {{"live:small", {}}, {"live:small", {}}};
                       e.text = {core::TextKind::Passage, ui::allPassages().id.toStdString()};
                       e.view.layer = 0;
                       e.view.head = 0;
                   });
               });
    }

    void type(int length)
    {
        auto* number = slider().findChild<ui::NumberBox*>();
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, QString::number(length));
        QTest::keyClick(number, Qt::Key_Return);
    }

    bool startedWithAll()
    {
        return started() && follows([&] {
                   m_window->session().open(QStringLiteral("text"), [](core::Setup& e) {
                       e.text = {core::TextKind::Passage, ui::allPassages().id.toStdString()};
                   });
               });
    }

    // A pass is told of; `act` ends it, and the picture of before comes back.
    void cancels(const std::function<void()>& act)
    {
        ASSERT_TRUE(startedWithAll());
        type(16384);
        ASSERT_TRUE(becomes([&] { return isWorkShown() && workText().contains(QStringLiteral("16384")); }));
        EXPECT_TRUE(workText().contains(QLatin1Char('%'))) << workText().toStdString();
        ASSERT_TRUE(follows([&] {
            act();
            EXPECT_FALSE(isWorkShown());
        }));
        EXPECT_EQ(setup().length, 96);
        EXPECT_TRUE(column(0).title().contains(QStringLiteral(" on these 96 tokens")))
            << column(0).title().toStdString();
    }

    ui::LengthSlider& slider() { return *m_window->findChild<ui::LengthSlider*>(); }
    bool becomes(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, ui::kPatience); }
    QString refusal() { return slider().findChild<ui::NumberBox*>()->message(); }
    bool isWorkShown() { return m_window->findChild<ui::WorkBar*>()->findChild<QToolButton*>()->isVisible(); }
    QString workText() { return m_window->findChild<ui::WorkBar*>()->findChild<ui::TextLine*>()->text(); }
};

// A session's: what the box says is what is read.
TEST_F(LongLengthsTest, ALengthBelowTheSlidersBeginningIsShownAsItIs)
{
    ASSERT_TRUE(startedSmall());
    ASSERT_TRUE(follows([&] { m_window->session().edit(QStringLiteral("1"), [](core::Setup& e) { e.length = 3; }); }));
    EXPECT_EQ(slider().length(), 3);
    EXPECT_EQ(slider().findChild<ui::NumberBox*>()->wholeValue(), 3);
    core::Setup one = setup();
    one.length = 1;
    ASSERT_TRUE(follows([&] { m_window->session().start(one); }));
    EXPECT_EQ(slider().findChild<ui::NumberBox*>()->wholeValue(), 1);
    EXPECT_EQ(setup().length, 1);
}

TEST_F(LongLengthsTest, ALengthPastTheSlidersEndCanBeTyped)
{
    ASSERT_TRUE(startedSmall());
    EXPECT_EQ(slider().maximum(), ui::kUsualLength);
    ASSERT_TRUE(follows([&] { type(4500); }));
    EXPECT_EQ(setup().length, 4500);
    EXPECT_EQ(slider().maximum(), 4500);
    EXPECT_FALSE(errorShown());
    EXPECT_TRUE(column(0).title().contains(QStringLiteral(" on these 4500 tokens"))) << column(0).title().toStdString();
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_EQ(setup().length, 96);
    EXPECT_EQ(slider().maximum(), ui::kUsualLength);
}

TEST_F(LongLengthsTest, TheProgramHasATextFor16384Tokens)
{
    const auto tokens = ui::builtinTokenizer().encode(
        ui::loadText({core::TextKind::Passage, ui::allPassages().id.toStdString()})->text);
    EXPECT_GT(tokens.size(), 16384U);
}

TEST_F(LongLengthsTest, ALengthThatTheTextDoesNotHaveIsSaidAndChangesNothing)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    type(16000);
    EXPECT_FALSE(errorShown()); // it stands at the field
    EXPECT_TRUE(refusal().contains(QStringLiteral("16000"))) << refusal().toStdString();
    EXPECT_TRUE(refusal().contains(ui::allPassages().title)) << refusal().toStdString();
    EXPECT_EQ(setup(), before);
    EXPECT_EQ(slider().findChild<ui::NumberBox*>()->value(), 96);
    EXPECT_EQ(slider().length(), 96);
}

TEST_F(LongLengthsTest, TheButtonCancels)
{
    cancels([&] { QTest::mouseClick(button(QStringLiteral("Cancel")), Qt::LeftButton); });
    EXPECT_TRUE(m_window->session().undoStack().canRedo());
}

TEST_F(LongLengthsTest, EscapeCancels)
{
    m_window->activateWindow();
    cancels([&] { QTest::keyClick(slider().findChild<ui::NumberBox*>(), Qt::Key_Escape); });
}

// The bar once grew with its button: that made the maps smaller, those were made anew, and so on for ever.
TEST_F(LongLengthsTest, NumbersOfOtherSwitchesThanTheHeadingNamesGoAfterAMoment)
{
    ASSERT_TRUE(startedWithAll());
    ASSERT_TRUE(column(0).title().contains(QStringLiteral("perplexity"))) << column(0).title().toStdString();
    m_window->session().edit(QStringLiteral("both"), [](core::Setup& e) {
        e.length = 16384;
        e.columns[0].options["bias_factor"] = 0.5;
    });
    EXPECT_TRUE(column(0).title().contains(QStringLiteral("perplexity"))) << "a moment";
    ASSERT_TRUE(becomes([&] { return column(0).title().endsWith(QStringLiteral("…")); }))
        << column(0).title().toStdString();
    EXPECT_TRUE(column(1).title().contains(QStringLiteral("perplexity"))) << "whose switches are as they were";
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_TRUE(column(0).title().contains(QStringLiteral("perplexity"))) << column(0).title().toStdString();
}

TEST_F(LongLengthsTest, WhatTheBarSaysMovesNothing)
{
    ASSERT_TRUE(started());
    auto* bar = m_window->findChild<ui::WorkBar*>();
    const int height = bar->sizeHint().height();
    const int map = column(0).map().height();
    bar->findChild<QToolButton*>()->show();
    QTest::qWait(50);
    EXPECT_EQ(bar->sizeHint().height(), height);
    EXPECT_EQ(column(0).map().height(), map);
}

TEST_F(LongLengthsTest, TooLittleMemoryIsSaidAndAShorterLengthWorksAgain)
{
    if (kSanitized)
        GTEST_SKIP() << "Sanitizers take all addresses there are.";
    ASSERT_TRUE(startedWithAll());
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    if (!(statm >> pages))
        GTEST_SKIP() << "this system does not say how much memory is in use";
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
    const rlimit little{pages * 4096 + (rlim_t{64} << 20), before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
    QSignalSpy failures(&m_window->session(), &ui::Session::columnFailed);
    type(16384); // takes 110 MB
    const bool failed = becomes([&] { return failures.count() > 0; });
    setrlimit(RLIMIT_AS, &before);
    ASSERT_TRUE(failed);
    EXPECT_TRUE(failures.first().first().value<ui::ColumnFailed>().message.contains(QStringLiteral("memory")));
    ASSERT_TRUE(follows([&] { type(96); }));
    EXPECT_TRUE(column(0).title().contains(QStringLiteral(" on these 96 tokens"))) << column(0).title().toStdString();
}

// What the engine says, to look at when it has ended.
class Listener : public ui::EngineListener
{
public:
    void tokensReady(ui::TokensReady) override {}
    void traceReady(ui::TraceReady answer) override
    {
        add([&] { m_traces.push_back(answer.number); });
    }
    void detailReady(ui::DetailReady) override {}
    void thumbnailsReady(ui::ThumbnailsReady) override {}
    void perplexityReady(ui::PerplexityReady) override
    {
        add([&] { ++m_curvePoints; });
    }
    void columnFailed(ui::ColumnFailed) override {}
    void working(LongWork work) override
    {
        add([&] { m_work.push_back(work); });
    }
    void settled(ui::Settled answer) override
    {
        add([&] { m_settled = answer.pictureOnly ? m_settled : answer.number; });
    }

    bool waitFor(const std::function<bool()>& condition)
    {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::milliseconds(ui::kPatience), condition);
    }

    std::vector<long> m_traces;
    std::vector<LongWork> m_work;
    long m_settled = 0;
    int m_curvePoints = 0;

private:
    void add(const std::function<void()>& what)
    {
        const std::lock_guard lock(m_mutex);
        what();
        m_wake.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
};

// Several 100 ms and several seconds.
constexpr int kLongPass = kSanitized ? 3000 : 7000;
constexpr int kVeryLongPass = kSanitized ? 6000 : 18000;

ui::Request longRequest(int length)
{
    ui::Request request;
    request.number = 1;
    request.columns = {{1, {ui::loadModel("builtin:alibi-64"), core::Json::object()}}};
    request.text = ui::loadText({core::TextKind::Passage, ui::allPassages().id.toStdString()});
    request.length = length;
    request.curves = false;
    return request;
}

// The first request's pass is seen to run, less than half done, when the second comes: only then the test says
// anything.
TEST(LongPass, GoesOnWhenTheNewerRequestNeedsItToo)
{
    core::ThreadPool pool(2);
    for (int length = kLongPass;; length *= 2) {
        ASSERT_LE(length, 8 * kLongPass) << "no pass was long enough to come between";
        Listener listener;
        ui::Engine engine(listener, pool);
        ui::Request request = longRequest(length);
        engine.request(request);
        double done = 1.0;
        ASSERT_TRUE(listener.waitFor([&] {
            if (!listener.m_work.empty())
                done = listener.m_work.back().done;
            return done < 1.0 || listener.m_settled == 1;
        }));
        if (done > 0.5)
            continue; // a fast machine
        request.number = 2;
        request.columns[0].head = 1; // hovering
        engine.request(request);
        ASSERT_TRUE(listener.waitFor([&] { return listener.m_settled == 2; }));
        int ends = 0;
        for (const LongWork& work : listener.m_work)
            if (work.kind == LongWork::Kind::Pass) {
                EXPECT_EQ(work.number, 1);
                ends += work.done == 1.0 ? 1 : 0;
            }
        EXPECT_EQ(ends, 1);
        ASSERT_FALSE(listener.m_traces.empty());
        EXPECT_EQ(listener.m_traces.back(), 2); // from the pass of the first
        EXPECT_EQ(listener.m_curvePoints, 0);
        return;
    }
}

TEST(LongPass, EndsForAnUrgentRequest)
{
    Listener listener;
    core::ThreadPool pool(2);
    ui::Engine engine(listener, pool);
    ui::Request request = longRequest(kVeryLongPass);
    engine.request(request);
    ASSERT_TRUE(listener.waitFor([&] { return !listener.m_work.empty(); }));
    request.number = 2;
    request.length = 16;
    request.urgent = true;
    engine.request(request);
    ASSERT_TRUE(listener.waitFor([&] { return listener.m_settled == 2; }));
    EXPECT_EQ(listener.m_traces, std::vector<long>{2});
    EXPECT_EQ(listener.m_work.back().done, 1.0); // it is told that it has ended
}

TEST(WorkBar, SaysHowFarAndHowLong)
{
    LongWork work{1, 0, LongWork::Kind::Pass, 16384, 0.429, 1.2, false};
    EXPECT_EQ(ui::WorkBar::sentence(work, QStringLiteral("ALiBi"), 2),
              QStringLiteral("ALiBi reads 16384 tokens: 42 %, about 2 s left"));
    work.done = 0.0;
    work.secondsLeft = 184.3;
    work.others = true;
    EXPECT_EQ(ui::WorkBar::sentence(work, QStringLiteral("ALiBi"), 2),
              QStringLiteral("ALiBi reads 16384 tokens: 0 %, about 3 min 5 s left for both models"));
    work.secondsLeft.reset();
    work.kind = LongWork::Kind::Heads;
    EXPECT_EQ(ui::WorkBar::sentence(work, QStringLiteral("ALiBi"), 1),
              QStringLiteral("ALiBi: all heads at 16384 tokens: 0 %"));
}

TEST(LongWorkReport, SaysNothingOfShortWorkAndTheStartOfWhatIsKnownToBeLong)
{
    std::vector<LongWork> told;
    const auto tell = [&](const LongWork& work) { told.push_back(work); };
    {
        ui::LongWorkReport report(tell, {});
        report.advance(0.5); // at once: too early
    }
    EXPECT_TRUE(told.empty());
    {
        const ui::LongWorkReport report(tell, {}, 30.0, 5.0);
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].done, 0.0);
    EXPECT_EQ(told[0].secondsLeft, 35.0);
    EXPECT_TRUE(told[0].others);
    EXPECT_EQ(told[1].done, 1.0);
}

// With a clock of its own: however busy the machine is.
TEST(LongWorkReport, TellsTwentyTimesASecondAtMost)
{
    using namespace std::chrono_literals;
    const auto start = ui::LongWorkReport::Clock::now();
    std::vector<LongWork> told;
    {
        ui::LongWorkReport report([&](const LongWork& work) { told.push_back(work); }, {}, 0.0, 0.0, start);
        for (int i = 0; i < 100; ++i)
            report.advance(i / 100.0, start + i * 10ms);
        ASSERT_EQ(told.size(), 14U); // from 300 ms to 990 ms, every fifth
        for (std::size_t i = 0; i < told.size(); ++i) {
            EXPECT_DOUBLE_EQ(told[i].done, 0.30 + 0.05 * static_cast<double>(i));
            ASSERT_TRUE(told[i].secondsLeft.has_value());
            EXPECT_NEAR(*told[i].secondsLeft, 1.0 - told[i].done, 0.02);
        }
    }
    ASSERT_EQ(told.size(), 15U); // and that it has ended
    EXPECT_EQ(told.back().done, 1.0);
    EXPECT_FALSE(told.back().secondsLeft.has_value());
}

} // namespace
