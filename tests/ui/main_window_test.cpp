// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window on the built-in models, offscreen, with real clicks and keys.
#include "tests/ui/main_window_fixture.h"

#include "core/base/error.h"
#include "ui/controls/length_slider.h"
#include "ui/controls/length_track.h"
#include "ui/controls/slope_row.h"
#include "ui/controls/slopes_editor.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/library/library.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/view_bar.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimer>
#include <QToolButton>

#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace {

class MainWindowTest : public ui::MainWindowFixture
{};

TEST_F(MainWindowTest, StartsWithBothModelsReadingThePassage)
{
    ASSERT_TRUE(started());
    ASSERT_EQ(m_window->findChildren<ui::ColumnPanel*>().size(), 2);
    EXPECT_TRUE(column(0).title().startsWith(QStringLiteral("ALiBi-64 · perplexity ")))
        << column(0).title().toStdString();
    EXPECT_TRUE(column(1).title().startsWith(QStringLiteral("Sinusoidal")));
    EXPECT_FALSE(errorShown());
    EXPECT_GT(m_window->findChild<ui::LengthSlider*>()->maximum(), 4000);
}

TEST_F(MainWindowTest, TheViewBarTakesTwoLinesWhereOneIsTooLong)
{
    ASSERT_TRUE(started());
    auto* bar = m_window->findChild<ui::ViewBar*>();
    const auto linesUsed = [&] {
        std::set<int> lines;
        for (const auto* button : bar->findChildren<QAbstractButton*>()) {
            EXPECT_TRUE(bar->rect().contains(button->geometry())) << button->text().toStdString();
            lines.insert(button->geometry().center().y() / 16);
        }
        return lines.size();
    };
    for (const auto& [width, lines] : {std::pair{1270, 1U}, std::pair{800, 2U}, std::pair{1270, 1U}}) {
        m_window->resize(width, 700);
        settle();
        EXPECT_EQ(m_window->width(), width);
        EXPECT_EQ(linesUsed(), lines) << width;
    }
}

TEST_F(MainWindowTest, ALengthByKeysCanBeUndoneAndRedone)
{
    ASSERT_TRUE(started());
    auto* track = m_window->findChild<ui::LengthTrack*>();
    ASSERT_TRUE(follows([&] { QTest::keyClick(track, Qt::Key_PageUp); }));
    EXPECT_EQ(setup().length, 192);
    EXPECT_TRUE(column(0).title().contains(QStringLiteral(" on these 192 tokens"))) << column(0).title().toStdString();
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_EQ(setup().length, 96);
    EXPECT_TRUE(column(0).title().contains(QStringLiteral(" on these 96 tokens")));
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().redo(); }));
    EXPECT_EQ(setup().length, 192);
}

TEST_F(MainWindowTest, PageKeysChangeTheLengthFromTheMapToo)
{
    ASSERT_TRUE(started());
    column(0).map().setFocus();
    ASSERT_TRUE(follows([&] { QTest::keyClick(&column(0).map(), Qt::Key_PageUp); }));
    EXPECT_EQ(setup().length, 192);
    ASSERT_TRUE(follows([&] { QTest::keyClick(&column(0).map(), Qt::Key_PageDown); }));
    EXPECT_EQ(setup().length, 96);
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); })); // one key, one step
    EXPECT_EQ(setup().length, 192);
}

TEST_F(MainWindowTest, ATypedSlopeRunsTheAlibiModelAgainAndOnlyThat)
{
    ASSERT_TRUE(started());
    const QString alibi = column(0).title();
    const QString sinusoidal = column(1).title();
    auto* row = m_window->findChildren<ui::SlopeRow*>()[1];
    ASSERT_DOUBLE_EQ(row->slope(), 0.25);
    auto* edit = row->findChild<QLineEdit*>();
    ASSERT_TRUE(follows([&] {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("2"));
        QTest::keyClick(edit, Qt::Key_Return);
    }));
    ASSERT_EQ(setup().columns[0].slopes.size(), 8U);
    EXPECT_DOUBLE_EQ(setup().columns[0].slopes[1], 2.0);
    EXPECT_DOUBLE_EQ(setup().columns[0].slopes[0], 0.5);
    EXPECT_NE(column(0).title(), alibi);
    EXPECT_EQ(column(1).title(), sinusoidal);
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_TRUE(setup().columns[0].slopes.empty());
    EXPECT_EQ(column(0).title(), alibi); // the same numbers, not merely similar ones
}

TEST_F(MainWindowTest, TheBiasStageIsEmptyForSinusoidal)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { QTest::mouseClick(button(QStringLiteral("Bias")), Qt::LeftButton); }));
    EXPECT_EQ(setup().view.stage, core::Stage::Bias);
    EXPECT_EQ(m_window->session().undoStack().undoText(), QStringLiteral("choose stage"));
    // In the columns' maps: the lower triangle has one colour without a bias, and many with one.
    const auto coloursOf = [&](int c) {
        ui::HeatmapView& map = column(c).map();
        map.setMessage({}); // it says so in words, over the cells
        map.setBusy(false);
        const QImage image = map.grab().toImage();
        const int side = setup().length;
        std::set<QRgb> colours;
        for (int query = side / 4; query < side; query += 7)
            for (int key = 1; key < query; key += 5)
                colours.insert(image.pixel((map.cellRect({query, key}).center() * image.devicePixelRatio())));
        return colours.size();
    };
    EXPECT_EQ(coloursOf(1), 1U);
    EXPECT_GT(coloursOf(0), 10U);
    ASSERT_TRUE(follows([&] { QTest::mouseClick(button(QStringLiteral("Score")), Qt::LeftButton); }));
    EXPECT_GT(coloursOf(1), 10U);
}

TEST_F(MainWindowTest, TheDifferenceIsAStepThatCanBeUndone)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { QTest::mouseClick(button(QStringLiteral("Δ")), Qt::LeftButton); }));
    EXPECT_TRUE(setup().view.difference);
    const QImage difference = column(0).map().grab().toImage();
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_FALSE(setup().view.difference);
    EXPECT_FALSE(button(QStringLiteral("Δ"))->isChecked());
    EXPECT_NE(column(0).map().grab().toImage(), difference);
}

TEST_F(MainWindowTest, AClickInOneGridChoosesTheHeadEverywhere)
{
    ASSERT_TRUE(started());
    ui::HeadGrid& grid = column(1).grid();
    ASSERT_TRUE(follows([&] { QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.thumbnailRect(3, 6).center()); }));
    EXPECT_EQ(setup().view.layer, 3);
    EXPECT_EQ(setup().view.head, 6);
    EXPECT_EQ(column(0).grid().selectedLayer(), 3);
    EXPECT_EQ(column(0).grid().selectedHead(), 6);
}

// Where the bubble has room for one number only.
TEST_F(MainWindowTest, TheBriefReadoutIsTheNumberOfTheShownStage)
{
    ASSERT_TRUE(started());
    const auto brief = [&](std::size_t c) { return m_window->comparison().readout(c, 80, 75).brief; };
    EXPECT_TRUE(brief(0).startsWith(QStringLiteral("→ weight "))) << brief(0).toStdString();
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("stage"), [](core::Setup& e) { e.view.stage = core::Stage::Bias; });
    }));
    EXPECT_EQ(brief(0), QStringLiteral("bias −0.3125"));
    EXPECT_EQ(brief(1), QStringLiteral("bias 0"));
    EXPECT_EQ(m_window->comparison().readout(0, 75, 80).brief,
              QStringLiteral("masked: a token never sees what comes after it"));
    EXPECT_TRUE(
        m_window->comparison().readout(1, 80, 75).whole.contains(QStringLiteral("content (tokens and positions) ")))
        << "a sinusoidal vector is part of every query and key";
}

// The numbers beside the crosshair are those of the map they stand on, in every column and after every change.
TEST_F(MainWindowTest, AReadoutFollowsWhatChangesUnderIt)
{
    ASSERT_TRUE(started());
    ui::HeatmapView& alibi = column(0).map();
    ui::HeatmapView& sinusoidal = column(1).map();
    QTest::mouseMove(&sinusoidal, sinusoidal.cellRect({50, 40}).center());
    const QString alone = sinusoidal.readout();
    EXPECT_TRUE(alone.startsWith(QStringLiteral("query 50 "))) << alone.toStdString();
    QTest::mouseMove(&alibi, alibi.cellRect({80, 75}).center()); // both show the same cell, each its own numbers
    EXPECT_TRUE(alibi.readout().startsWith(QStringLiteral("query 80 "))) << alibi.readout().toStdString();
    EXPECT_TRUE(sinusoidal.readout().startsWith(QStringLiteral("query 80 "))) << sinusoidal.readout().toStdString();
    EXPECT_NE(alibi.readout().section(QLatin1Char('\n'), 2), sinusoidal.readout().section(QLatin1Char('\n'), 2));

    QTest::mouseClick(&alibi, Qt::LeftButton, {}, alibi.cellRect({80, 75}).center());
    ASSERT_TRUE(alibi.lockedCell().has_value());
    const QString official = alibi.readout();
    const QString other = sinusoidal.readout();
    ASSERT_TRUE(official.contains(QStringLiteral("bias −0.3125"))) << official.toStdString(); // 5 tokens at 1/16
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slope"), [](core::Setup& e) {
            e.columns[0].slopes = {0.5, 0.25, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
        });
    }));
    EXPECT_TRUE(alibi.readout().contains(QStringLiteral("bias −1 "))) << alibi.readout().toStdString();
    EXPECT_EQ(sinusoidal.readout(), other);
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_EQ(alibi.readout(), official);
    ASSERT_TRUE(follows([&] { QTest::keyClick(m_window.get(), Qt::Key_Right); })); // another head
    EXPECT_TRUE(alibi.readout().contains(QStringLiteral("bias −0.15"))) << alibi.readout().toStdString();
    EXPECT_NE(sinusoidal.readout(), other);
    alibi.releaseLock();
    QTest::mouseMove(&alibi, QPoint(1, 1));
    EXPECT_TRUE(alibi.readout().isEmpty());
    EXPECT_TRUE(sinusoidal.readout().isEmpty());
}

TEST_F(MainWindowTest, ArrowKeysMoveLayerAndHead)
{
    ASSERT_TRUE(started());
    const int head = setup().view.head;
    ASSERT_TRUE(follows([&] { QTest::keyClick(m_window.get(), Qt::Key_Right); }));
    EXPECT_EQ(setup().view.head, head + 1);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Right);
    EXPECT_EQ(setup().view.head, 7);
}

TEST_F(MainWindowTest, WhatCannotBeReadIsSaidAndChangesNothing)
{
    ASSERT_TRUE(started());
    QTemporaryDir folder;
    const auto write = [&](const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    };
    const core::Setup before = setup();
    const QStringList bad{
        write(QStringLiteral("binary.txt"), QByteArray("ab\0cd", 5)),
        write(QStringLiteral("latin1.txt"), QByteArray("caf\xe9 au lait")),
        write(QStringLiteral("empty.txt"), QByteArray()),
        write(QStringLiteral("blank.txt"), QByteArray(" \n\n ")),
        write(QStringLiteral("broken.json"), QByteArray("{\"alibi_lab_session\": 1, ")),
        write(QStringLiteral("wrong.json"), QByteArray("{\"alibi_lab_session\": 1, \"length\": \"x\"}")),
        folder.path(), // no checkpoint
        folder.filePath(QStringLiteral("missing.txt"))};
    QTimer answer; // a question waits in an event loop of its own
    answer.callOnTimeout([] {
        if (QWidget* question = QApplication::activeModalWidget()) // the encoding of the old text
            question->close();
    });
    answer.start(20);
    for (const QString& path : bad) {
        m_window->openPath(path);
        EXPECT_TRUE(QTest::qWaitFor([&] { return errorShown(); }, ui::kPatience)) << path.toStdString();
        EXPECT_EQ(setup(), before) << path.toStdString();
        QTest::mouseClick(m_window->findChild<QWidget*>(QStringLiteral("errorBar"))->findChild<QToolButton*>(),
                          Qt::LeftButton);
        EXPECT_FALSE(errorShown());
    }
}

// Qt's painter hands some shapes to QThreadPool and waits for it, which takes long while all processors work on
// numbers.
TEST_F(MainWindowTest, PaintsWithoutWaitingForOtherThreads)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(QThreadPool::globalInstance()->waitForDone(ui::kPatience));
    QSemaphore blocked;
    std::atomic<bool> gaveUp = false;
    constexpr int longest = 5000; // ms
    const int threads = QThreadPool::globalInstance()->maxThreadCount();
    for (int i = 0; i < threads; ++i)
        QThreadPool::globalInstance()->start([&] { gaveUp = gaveUp || !blocked.tryAcquire(1, longest); });
    EXPECT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 80; }); }));
    m_window->grab();
    EXPECT_FALSE(gaveUp);
    blocked.release(threads);
    QThreadPool::globalInstance()->waitForDone();
}

TEST_F(MainWindowTest, OneTokenIsShownWithoutPerplexity)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("type"), [](core::Setup& e) { e.text = {core::TextKind::Typed, "a"}; });
    }));
    EXPECT_FALSE(column(0).title().contains(QStringLiteral("perplexity")));
    EXPECT_FALSE(errorShown());
}

// The trace of the text before is gone on from; what comes out is what a fresh one gives.
TEST_F(MainWindowTest, TypingAtTheEndOfATextReadsOnlyWhatIsNew)
{
    ASSERT_TRUE(started());
    std::shared_ptr<const core::Trace<float>> trace;
    QObject::connect(&m_window->session(), &ui::Session::traceReady, m_window.get(), [&](const ui::TraceReady& answer) {
        if (answer.column == setup().columns[0].id)
            trace = answer.trace;
    });
    const auto type = [&](const std::string& text) {
        trace = nullptr;
        m_window->session().open(QStringLiteral("text"), [&](core::Setup& e) {
            e.text = {core::TextKind::Typed, text};
            e.length = 512;
        });
        return QTest::qWaitFor([&] { return trace != nullptr; }, ui::kPatience);
    };
    for (const char* text :
         {"It was a bright day and the boats were out.", "It was a bright day and the boats were out on the water.",
          "It was a bright day", "Nothing like it"}) {
        ASSERT_TRUE(type(text)) << text;
        const auto& model = m_window->session().checkpoint(0)->model;
        const auto fresh = core::forward(model, trace->tokens(), m_pool);
        ASSERT_EQ(trace->losses().size(), fresh->losses().size()) << text;
        for (std::size_t i = 0; i < fresh->losses().size(); ++i)
            EXPECT_NEAR(trace->losses()[i], fresh->losses()[i], 1e-4F) << text << ", token " << i;
    }
}

TEST_F(MainWindowTest, ASessionFileBringsEverythingBack)
{
    ASSERT_TRUE(started());
    QTemporaryDir folder;
    core::Setup wanted = setup();
    wanted.text = {core::TextKind::Typed, "It was a bright day and the boats were out on the water."};
    wanted.length = 12;
    wanted.view.stage = core::Stage::Score;
    wanted.columns[0].slopes = {1, 1, 1, 1, 0, 0, 0, 0};
    QFile file(folder.filePath(QStringLiteral("a.alibilab")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(wanted.toJson().dump()));
    file.close();
    ASSERT_TRUE(follows([&] { m_window->openPath(file.fileName()); }));
    EXPECT_EQ(setup(), wanted);
}

TEST_F(MainWindowTest, HoveringPreviewsAHeadWithoutChoosingIt)
{
    ASSERT_TRUE(started());
    ui::HeadGrid& grid = column(0).grid();
    ASSERT_TRUE(follows([&] { QTest::mouseMove(&grid, grid.thumbnailRect(2, 5).center()); }));
    EXPECT_EQ(m_window->session().shownView(0).layer, 2);
    EXPECT_EQ(m_window->session().shownView(0).head, 5);
    EXPECT_EQ(setup().view.layer, ui::startSetup().view.layer);
}

TEST_F(MainWindowTest, PicturesAreSavedWholeOrNotAtAll)
{
    ASSERT_TRUE(started());
    QTemporaryDir folder;
    m_window->savePicture(folder.filePath(QStringLiteral("w.png")));
    EXPECT_EQ(QImage(folder.filePath(QStringLiteral("w.png"))).size(), m_window->size());
    EXPECT_THROW(m_window->savePicture(folder.filePath(QStringLiteral("none/w.png"))), core::Error);
}

TEST_F(MainWindowTest, ClosingInTheMiddleOfALongRunIsImmediate)
{
    ASSERT_TRUE(started());
    m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 4096; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_window->session().isPictureDue(); }, ui::kPatience)); // it runs
    QElapsedTimer timer;
    timer.start();
    m_window.reset();
    EXPECT_LT(timer.elapsed(), 5000); // 50 ms is the aim; this only catches a close that waits for the run
}

// Were there a paint between them, the first map would be painted again on the scale that both share.
TEST_F(MainWindowTest, TheMapsOfAllColumnsComeInOneEvent)
{
    ASSERT_TRUE(started());
    ui::Session& session = m_window->session();
    std::vector<int> columns;
    int between = 0;
    QObject context;
    QObject::connect(&session, &ui::Session::detailReady, &context, [&](const ui::DetailReady& answer) {
        columns.push_back(answer.column);
        if (columns.size() == 1)
            QMetaObject::invokeMethod(
                &context, [&] { between += columns.size() == 1; }, Qt::QueuedConnection);
    });
    ASSERT_TRUE(follows(
        [&] { session.edit(QStringLiteral("stage"), [](core::Setup& e) { e.view.stage = core::Stage::Content; }); }));
    EXPECT_EQ(columns, (std::vector<int>{setup().columns[0].id, setup().columns[1].id}));
    EXPECT_EQ(between, 0);
}

TEST_F(MainWindowTest, MessagesMoveNothing)
{
    ASSERT_TRUE(started());
    const QRect before(column(0).map().mapTo(m_window.get(), QPoint()), column(0).map().size());
    const auto stays = [&] {
        settle();
        return QRect(column(0).map().mapTo(m_window.get(), QPoint()), column(0).map().size()) == before;
    };
    auto& bar = *m_window->findChild<ui::MessageBar*>();
    m_window->showError(QStringLiteral("Something is wrong, and it takes a long sentence to say what. ").repeated(6));
    EXPECT_TRUE(errorShown());
    EXPECT_TRUE(stays());
    EXPECT_TRUE(bar.parentWidget()->rect().contains(bar.geometry()));
    m_window->say(QStringLiteral("It was done."));
    EXPECT_FALSE(errorShown()) << "of an attempt before";
    EXPECT_TRUE(stays());
    bar.findChild<QWidget*>(QStringLiteral("noticeBar"))->findChild<QToolButton*>()->click();
    EXPECT_FALSE(bar.isVisible()) << "clicks reach what lies there";
}

} // namespace
