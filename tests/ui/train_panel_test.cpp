// SPDX-License-Identifier: GPL-3.0-or-later
// The Train panel in the window, offscreen, with real clicks and keys.
#include "ui/panels/train_panel.h"

#include "core/base/error.h"
#include "core/position/slope_rules.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/patience.h"
#include "ui/controls/number_box.h"
#include "ui/figure/series_colours.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/live_run_row.h"
#include "ui/panels/train_form.h"

#include <QAction>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QTextCursor>
#include <QTextEdit>
#include <QToolButton>

#include <gtest/gtest.h>

namespace {

constexpr int kPanelPatience = ui::kPatience;

class TrainPanelTest : public testing::Test
{
protected:
    TrainPanelTest()
        : m_window(std::make_unique<ui::MainWindow>(m_pool))
    {
        m_window->resize(1300, 800);
        core::Setup setup = ui::startSetup();
        setup.length = 64;
        m_window->session().start(setup);
        m_window->show();
        m_window->activateWindow(); // shortcuts ask for it
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        m_panel = m_window->findChild<ui::TrainPanel*>();
    }

    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPanelPatience); }
    std::shared_ptr<const ui::LiveView> view() { return m_panel->training().view(); }
    long step(std::size_t run = 0) { return run < view()->runs.size() ? view()->runs[run].step : -1; }
    template <typename Button = QToolButton>
    void click(const QString& accessibleName)
    {
        for (auto* button : m_panel->findChildren<Button*>())
            if (button->accessibleName() == accessibleName || button->text() == accessibleName) {
                ASSERT_TRUE(button->isEnabled()) << accessibleName.toStdString();
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        FAIL() << "there is no button " << accessibleName.toStdString();
    }
    template <typename Field>
    Field* field(const QString& accessibleName)
    {
        for (auto* found : m_panel->findChildren<Field*>())
            if (found->accessibleName().startsWith(accessibleName))
                return found;
        return nullptr;
    }
    // The two-layer models: tests want steps, not results.
    bool ready()
    {
        auto* size = field<QComboBox>(QStringLiteral("Size"));
        size->setFocus();
        QTest::keyClick(size, Qt::Key_Home); // the smallest stands first
        return becomes([&] { return view()->ready && view()->plan.size == "tiny" && view()->runs.size() == 2; }) &&
               becomes([&] { return m_panel->rows().size() == 2; });
    }
    QString message() { return m_panel->findChild<QLabel*>(QStringLiteral("trainMessage"))->text(); }
    ui::ColumnPanel& column(int c) { return *m_window->findChild<ui::ColumnPanel*>(QStringLiteral("column%1").arg(c)); }

    core::ThreadPool m_pool{2};
    std::unique_ptr<ui::MainWindow> m_window;
    ui::TrainPanel* m_panel = nullptr;
};

TEST_F(TrainPanelTest, OpensAndClosesByKey)
{
    EXPECT_TRUE(m_panel->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    EXPECT_FALSE(m_panel->isVisible());
}

TEST_F(TrainPanelTest, FitsBesideTheMapsOnASmallScreen)
{
    ASSERT_TRUE(ready());
    m_window->resize(1100, 700); // 1024 with the usual font
    ui::settle(*m_window);
    EXPECT_EQ(m_window->width(), 1100); // no part asks for more
    EXPECT_LT(m_panel->mapTo(m_window.get(), m_panel->rect().topRight()).x(), 1100);
}

TEST_F(TrainPanelTest, AnEndlessWordStaysInsideItsText)
{
    ui::LiveRunRow row;
    row.resize(400, 200);
    ui::LiveRunView run;
    run.sample = QString(300, QLatin1Char('m')); // as models write before they have learned of spaces
    run.sampleStep = 1;
    row.show(run, {});
    row.QWidget::show();
    auto* text = row.findChild<QTextEdit*>();
    EXPECT_LE(text->document()->idealWidth(), text->viewport()->width());
    EXPECT_EQ(text->horizontalScrollBar()->maximum(), 0);
    EXPECT_EQ(text->toPlainText().count(QLatin1Char('m')), 300);
    // What the model did not write is dimmer than what it wrote, under the desktop's own palette, too.
    QTextCursor cursor(text->document());
    cursor.setPosition(1);
    const QColor prompt = cursor.charFormat().foreground().color();
    const QColor ground = row.palette().color(QPalette::Window);
    EXPECT_GE(ui::contrastRatio(prompt, ground), 3.0);
    EXPECT_LT(ui::contrastRatio(prompt, ground),
              0.7 * ui::contrastRatio(row.palette().color(QPalette::WindowText), ground));
}

TEST_F(TrainPanelTest, PlaysPausesStepsAndRewinds)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(0) == 1 && step(1) == 1; }));
    ASSERT_TRUE(becomes([&] {
        return m_panel->rows()[0]->line().startsWith(QStringLiteral("ALiBi · step 1 · loss "));
    })) << m_panel->rows()[0]->line().toStdString();
    click(QStringLiteral("Train"));
    ASSERT_TRUE(becomes([&] { return step(1) >= 4; }));
    click(QStringLiteral("Pause"));
    ASSERT_TRUE(becomes([&] { return !view()->playing; }));
    const long paused = step(0);
    QTest::qWait(100);
    EXPECT_EQ(step(0), paused);
    const auto before = view()->runs[0].curve;
    click(QStringLiteral("Rewind"));
    ASSERT_TRUE(becomes([&] { return step(0) == 0 && step(1) == 0; }));
    for (int i = 0; i < 3; ++i)
        click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(0) == 3; }));
    EXPECT_TRUE(std::equal(before.begin(), before.begin() + 3, view()->runs[0].curve.begin()));
}

TEST_F(TrainPanelTest, ARewindIsTakenBackByKey)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Step"));
    click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(0) == 2 && step(1) == 2; }));
    QPushButton* back = nullptr;
    for (auto* button : m_panel->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Take &back"))
            back = button;
    ASSERT_NE(back, nullptr);
    EXPECT_FALSE(back->isVisible());
    click(QStringLiteral("Rewind"));
    ASSERT_TRUE(becomes([&] { return step(0) == 0 && back->isVisible(); }));
    QTest::keyClick(m_panel, Qt::Key_B, Qt::AltModifier);
    ASSERT_TRUE(becomes([&] { return step(0) == 2 && step(1) == 2 && !back->isVisible(); }));
    // A run that was unchecked comes back, and its box is checked again.
    auto* list = field<QListWidget>(QStringLiteral("Encodings"));
    list->setFocus();
    list->setCurrentRow(0);
    ASSERT_EQ(list->currentItem()->checkState(), Qt::Checked);
    QTest::keyClick(list, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return view()->runs.size() == 1 && back->isVisible(); }));
    QTest::keyClick(m_panel, Qt::Key_B, Qt::AltModifier);
    ASSERT_TRUE(becomes([&] { return view()->runs.size() == 2 && step(0) == 2; }));
    EXPECT_TRUE(becomes([&] { return list->item(0)->checkState() == Qt::Checked; }));
}

TEST_F(TrainPanelTest, RunsOfAlibiMayHaveTheLabsSlopesOrLearnTheirs)
{
    ASSERT_TRUE(ready());
    auto* list = field<QListWidget>(QStringLiteral("Encodings"));
    QListWidgetItem* other = list->item(list->count() - 2);
    EXPECT_FALSE(other->flags() & Qt::ItemIsEnabled); // the lab shows none yet
    const std::vector<double> slopes{1.0, 0.5, 0.0, 0.25};
    m_window->session().offerSlopes({QStringLiteral("Mine"), {1.0, 0.5}, false});
    EXPECT_FALSE(other->flags() & Qt::ItemIsEnabled); // the smallest model has four heads
    m_window->session().offerSlopes({QStringLiteral("Mine"), slopes, false});
    EXPECT_EQ(other->text(), QStringLiteral("ALiBi: Mine"));
    list->setFocus();
    for (const int row : {list->count() - 2, list->count() - 1}) {
        list->setCurrentRow(row);
        QTest::keyClick(list, Qt::Key_Space);
        ASSERT_EQ(list->item(row)->checkState(), Qt::Checked);
    }
    ASSERT_TRUE(becomes([&] { return view()->runs.size() == 4; }));
    EXPECT_EQ(view()->runs[2].label, QStringLiteral("ALiBi: Mine"));
    EXPECT_EQ(view()->runs[3].label, QStringLiteral("ALiBi, learned slopes"));
    EXPECT_EQ(view()->runs[2].nth, 1); // another shade
    // What is offered afterwards is no other run.
    m_window->session().offerSlopes({QStringLiteral("Others"), {1.0, 1.0, 1.0, 1.0}, true});
    EXPECT_EQ(other->text(), QStringLiteral("ALiBi: Mine"));
    for (int i = 0; i < 3; ++i)
        click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(0) == 3 && step(2) == 3 && step(3) == 3; }));
    EXPECT_NE(view()->runs[2].loss, view()->runs[0].loss);
    click<QPushButton>(QStringLiteral("&Test long now"));
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().columns.size() == 4; }));
    const auto slopesOf = [&](std::size_t c) {
        const auto& model = m_window->session().checkpoint(c)->model;
        return model.encoding().slopes(model.parameters().encodingTensors());
    };
    EXPECT_EQ(slopesOf(2), slopes);
    const std::vector<double> learned = slopesOf(3);
    const std::vector<double> official = core::officialSlopes(4);
    ASSERT_EQ(learned.size(), 4U);
    for (std::size_t h = 0; h < 4; ++h)
        EXPECT_NEAR(learned[h] / official[h], 1.0, 0.02) << h; // three steps away
    EXPECT_NE(learned, official);
    // Models of another size have another number of heads: the list does not fit any more.
    auto* size = field<QComboBox>(QStringLiteral("Size"));
    click(QStringLiteral("Rewind"));
    ASSERT_TRUE(becomes([&] { return step(0) == 0; }));
    size->setFocus();
    QTest::keyClick(size, Qt::Key_End);
    ASSERT_TRUE(becomes([&] { return view()->plan.size == "shipped" && view()->runs.size() == 3; }));
    EXPECT_EQ(other->checkState(), Qt::Unchecked);
}

TEST_F(TrainPanelTest, TestLongNowWithOneRunIsOneColumn)
{
    ASSERT_TRUE(ready());
    auto* list = field<QListWidget>(QStringLiteral("Encodings"));
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return view()->runs.size() == 1; }));
    click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(0) == 1; }));
    click<QPushButton>(QStringLiteral("&Test long now"));
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().columns.size() == 1; }));
    ASSERT_TRUE(becomes([&] { return column(0).title().contains(QStringLiteral("perplexity")); }));
    // Everything that speaks of a second column has nothing to do, and does no harm.
    QTest::keyClick(m_window.get(), Qt::Key_5, Qt::AltModifier);
    QTest::keyClick(m_window.get(), Qt::Key_Right);
    m_window->session().undoStack().undo();
    m_window->session().undoStack().undo();
    m_window->session().undoStack().undo();
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().columns.size() == 2; }));
}

TEST_F(TrainPanelTest, SpacePlaysAndPausesInsteadOfSweeping)
{
    ASSERT_TRUE(ready());
    m_panel->rows()[0]->findChild<ui::HeatmapView*>()->setFocus();
    QTest::keyClick(m_panel->rows()[0]->findChild<ui::HeatmapView*>(), Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return view()->playing && step(0) >= 1; }));
    QTest::keyClick(m_panel, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return !view()->playing; }));
    EXPECT_EQ(m_window->session().setup().length, 64);
}

TEST_F(TrainPanelTest, ClosingThePanelPauses)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Train"));
    ASSERT_TRUE(becomes([&] { return view()->playing; }));
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    EXPECT_TRUE(becomes([&] { return !view()->playing; }));
}

TEST_F(TrainPanelTest, ACheckedEncodingBecomesARun)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(1) == 1; }));
    auto* list = field<QListWidget>(QStringLiteral("Encodings"));
    const auto unchecked = [&] {
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->checkState() == Qt::Unchecked)
                return i;
        return -1;
    }();
    ASSERT_GE(unchecked, 0);
    list->setFocus();
    list->setCurrentRow(unchecked);
    QTest::keyClick(list, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return m_panel->rows().size() == 3; }));
    EXPECT_EQ(view()->runs[0].step, 1);
    QTest::keyClick(list, Qt::Key_Space);
    ASSERT_TRUE(becomes([&] { return m_panel->rows().size() == 2; }));
    EXPECT_EQ(view()->runs[0].step, 1);
    // What all runs start from is fixed once they have started.
    EXPECT_FALSE(field<QComboBox>(QStringLiteral("Training length"))->isEnabled());
    EXPECT_TRUE(field<ui::NumberBox>(QStringLiteral("Learning rate"))->isEnabled());
}

TEST_F(TrainPanelTest, ATypedLearningRateHoldsAndOneThatIsTooHighIsSaid)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Train"));
    ASSERT_TRUE(becomes([&] { return step(1) >= 3; }));
    auto* rate = field<ui::NumberBox>(QStringLiteral("Learning rate"));
    auto* edit = rate->findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QStringLiteral("10.0"));
    QTest::keyClick(edit, Qt::Key_Return);
    ASSERT_TRUE(becomes([&] { return view()->plan.learningRate == 10.0; }));
    EXPECT_TRUE(view()->playing);
    ASSERT_TRUE(becomes([&] { return !view()->runs[0].trouble.isEmpty() && !view()->runs[1].trouble.isEmpty(); }));
    ASSERT_TRUE(becomes([&] { return m_panel->rows()[0]->trouble().startsWith(QStringLiteral("Stopped at step ")); }));
}

TEST_F(TrainPanelTest, TestLongNowPutsTheWeightsIntoTheColumns)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(1) == 1; }));
    const auto shown = [&](int c, const QString& start) {
        return becomes(
            [&] { return column(c).title().startsWith(start + QStringLiteral("-32 (step 1) · perplexity ")); });
    };
    click<QPushButton>(QStringLiteral("&Test long now"));
    ASSERT_TRUE(shown(0, QStringLiteral("ALiBi"))) << column(0).title().toStdString();
    ASSERT_TRUE(shown(1, QStringLiteral("Sinusoidal")));
    const auto heading = [&] { return column(0).title().section(QStringLiteral(" on these "), 0, 0); };
    const QString early = heading();
    EXPECT_TRUE(message().contains(QStringLiteral("part of what was learned")));
    for (int i = 0; i < 5; ++i) // few: under a sanitizer a step of both runs may take two seconds
        click(QStringLiteral("Step"));
    ASSERT_TRUE(becomes([&] { return step(1) == 6; }));
    EXPECT_EQ(heading(), early); // training goes on, the columns stay
    click<QPushButton>(QStringLiteral("&Test long now"));
    ASSERT_TRUE(becomes([&] { return heading() != early && heading().contains(QStringLiteral("perplexity")); }));
    const auto now = m_window->session().checkpoint(0);
    m_window->session().undoStack().undo();
    ASSERT_TRUE(becomes([&] { return heading() == early; }));
    EXPECT_NE(m_window->session().checkpoint(0), now);
    EXPECT_TRUE(message().contains(QStringLiteral("The columns show these weights")));
    m_window->session().undoStack().undo(); // and back to the models from before
    ASSERT_TRUE(becomes([&] { return column(0).title().startsWith(QStringLiteral("ALiBi-64")); }));
    EXPECT_FALSE(m_panel->findChild<QLabel*>(QStringLiteral("trainMessage"))->isVisible()) << "they do no more";
}

TEST_F(TrainPanelTest, UnsavedWeightsAreNotWrittenIntoASession)
{
    ASSERT_TRUE(ready());
    click<QPushButton>(QStringLiteral("&Test long now"));
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().columns.front().model.starts_with(ui::kLive); }));
    for (QAction* action : m_window->findChildren<QAction*>())
        if (action->shortcut() == QKeySequence::Save)
            action->trigger();
    EXPECT_TRUE(m_window->findChild<QWidget*>(QStringLiteral("errorBar"))->isVisible());
    EXPECT_THROW(ui::loadModel("live:alibi@1#1.0"), core::Error);
}

TEST_F(TrainPanelTest, TheWindowClosesInTheMiddleOfTraining)
{
    ASSERT_TRUE(ready());
    click(QStringLiteral("Train"));
    ASSERT_TRUE(becomes([&] { return step(1) >= 2; }));
    QElapsedTimer timer;
    timer.start();
    m_window.reset();
    EXPECT_LT(timer.elapsed(), 5000); // 50 ms is the aim; this only catches a close that waits
}

} // namespace
