// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons in the window, with real clicks and keys.
#include "tests/ui/main_window_fixture.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "ui/controls/answer_button.h"
#include "ui/library/lessons.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/length_panel.h"
#include "ui/panels/lesson_panel.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/view_bar.h"
#include "ui/session/column_edits.h"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>

#include <set>

namespace ui {
namespace {

class LessonPanelTest : public MainWindowFixture
{
protected:
    LessonPanelTest() { m_window->activateWindow(); }

    LessonPanel& panel() { return *m_window->findChild<LessonPanel*>(); }
    OpenLesson& lesson() { return panel().lesson(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    void run(const char* action) { m_window->findChild<QAction*>(QString::fromLatin1(action))->trigger(); }
    bool shows(const core::Setup& wanted)
    {
        return becomes([&] {
            const Comparison& all = m_window->comparison();
            return setup() == wanted && !m_window->session().isPictureDue() && all.columns() == wanted.columns.size() &&
                   all.column(0).length > 0 && all.column(0).length == all.shownLength();
        });
    }
    bool open(const char* action)
    {
        run(action);
        return lesson().step() != nullptr && shows(lesson().step()->setup);
    }
    QPushButton* wayButton(const QString& text)
    {
        for (auto* found : panel().findChildren<QPushButton*>())
            if (found->text() == text)
                return found;
        return nullptr;
    }
    void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton, {}, widget->rect().center()); }
    template <typename Part>
    bool partVisible()
    {
        return m_window->findChild<Part*>()->isVisible();
    }
    QString errorText()
    {
        return m_window->findChild<QWidget*>(QStringLiteral("errorBar"))->findChild<QLabel*>()->text();
    }
    QString write(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QStringLiteral("own.json"));
        core::writeFileAtomically(path.toStdString(), content.toStdString());
        return path;
    }

    QTemporaryDir m_folder;
};

TEST_F(LessonPanelTest, OpensFromTheMenuAndShowsOnlyWhatTheStepNeeds)
{
    ASSERT_TRUE(started());
    EXPECT_FALSE(panel().isVisible());
    ASSERT_TRUE(open("lesson-order"));
    EXPECT_EQ(setup().columns.size(), 1U);
    EXPECT_EQ(setup().columns[0].model, "builtin:none-64");
    EXPECT_EQ(setup().length, 6);
    EXPECT_TRUE(panel().isVisible());
    EXPECT_TRUE(m_window->isViewShown("cell"));
    for (const char* view : {"curves", "slopes", "heads"})
        EXPECT_FALSE(m_window->isViewShown(view)) << view;
    EXPECT_FALSE(partVisible<LengthPanel>() || partVisible<TextPanel>() || partVisible<ViewBar>());
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("Every row adds up to one.")))
        << panel().textShown().toStdString();
    ASSERT_TRUE(becomes([&] { return lesson().isMeasured(); }));
    EXPECT_FALSE(panel().textShown().contains(QStringLiteral("…")));
    EXPECT_FALSE(panel().textShown().contains(QStringLiteral(" % of its attention"))) << "before that is done";
}

TEST_F(LessonPanelTest, TicksTheActionWhenItIsDone)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open("lesson-order"));
    EXPECT_FALSE(lesson().isDone());
    const auto clickCell = [&](HeatmapView::Cell cell) {
        QTest::mouseClick(&column(0).map(), Qt::LeftButton, {}, column(0).map().cellRect(cell).center());
    };
    clickCell({4, 1});
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("☐")));
    clickCell({5, 1});
    ASSERT_TRUE(becomes([&] { return lesson().isDone(); }));
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("☑")));
    EXPECT_TRUE(becomes([&] { return panel().textShown().contains(QStringLiteral(" % of its attention")); }));
    clickCell({5, 2});
    EXPECT_TRUE(lesson().isDone()) << "a tick stays";
}

TEST_F(LessonPanelTest, APredictionHidesEverythingThatWouldTellTheAnswer)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open("lesson-order"));
    EXPECT_FALSE(panel().isCurtainDrawn());
    QTest::keyClick(m_window.get(), Qt::Key_PageDown, Qt::ControlModifier);
    EXPECT_EQ(lesson().index(), 1U);
    ASSERT_TRUE(shows(lesson().step()->setup));
    EXPECT_TRUE(panel().isCurtainDrawn());
    EXPECT_FALSE(m_window->isViewShown("cell"));
    EXPECT_FALSE(wayButton(QStringLiteral("Everything"))->isEnabled()) << "it would show the answer";
    EXPECT_NE(wayButton(QStringLiteral("Skip")), nullptr) << "going on without an answer has a name";
    EXPECT_FALSE(panel().textShown().contains(QStringLiteral("followed the word")));
    ASSERT_EQ(panel().answers().size(), 3U);
    ASSERT_TRUE(becomes([&] { return lesson().isMeasured(); }));
    EXPECT_EQ(panel().answers()[1]->state(), AnswerButton::State::Open) << "nothing tells which is right";
    click(panel().answers()[0]);
    EXPECT_FALSE(panel().isCurtainDrawn());
    EXPECT_TRUE(wayButton(QStringLiteral("Everything"))->isEnabled());
    EXPECT_NE(wayButton(QStringLiteral("Next")), nullptr);
    EXPECT_TRUE(m_window->isViewShown("cell"));
    EXPECT_EQ(panel().answers()[0]->state(), AnswerButton::State::Wrong);
    EXPECT_TRUE(panel().answers()[0]->isChosen());
    EXPECT_EQ(panel().answers()[1]->state(), AnswerButton::State::Right);
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("The weight followed the word")));
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("what the step says holds")));
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("weight of None trained at 64, layer 0, head 0")));
    panel().answers()[1]->setFocus();
    QTest::keyClick(panel().answers()[1], Qt::Key_Space);
    EXPECT_TRUE(panel().answers()[1]->isChosen());
    EXPECT_EQ(panel().answers()[0]->state(), AnswerButton::State::Other);
    click(wayButton(QStringLiteral("Back")));
    EXPECT_EQ(lesson().index(), 0U);
    QTest::keyClick(m_window.get(), Qt::Key_PageDown, Qt::ControlModifier);
    EXPECT_EQ(lesson().answered(), std::optional<std::size_t>(1)) << "an answer is kept";
}

TEST_F(LessonPanelTest, ItsButtonsStayWhereTheyAreWhenCurvesCome)
{
    m_window->resize(1280, 720);
    ASSERT_TRUE(started());
    ASSERT_TRUE(open("lesson-length"));
    EXPECT_FALSE(m_window->isViewShown("curves")) << "they would tell what the next step asks for";
    settle();
    QPushButton* next = wayButton(QStringLiteral("Next"));
    const QPoint before = next->mapTo(m_window.get(), QPoint());
    m_window->showView("curves", true);
    settle();
    EXPECT_EQ(next->mapTo(m_window.get(), QPoint()), before);
    run("leave-lesson");
    m_window->showView("lesson", false);
    settle();
    EXPECT_LT(m_window->findChild<QDockWidget*>(QStringLiteral("slopes"))->height(),
              m_window->findChild<QDockWidget*>(QStringLiteral("curves"))->geometry().top() + 1)
        << "below the slopes there are curves again";
}

// In every order of what makes the columns anew.
TEST_F(LessonPanelTest, TheCurtainHangsInFrontOfAllColumns)
{
    m_window->resize(1280, 720);
    ASSERT_TRUE(started());
    const auto hidden = [&] {
        settle();
        QWidget& columns = *m_window->columns().parentWidget();
        const QImage picture = columns.grab(m_window->columns().geometry()).toImage();
        int coloured = 0; // the sentence is grey
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                coloured += picture.pixelColor(x, y).saturation() > 40 ? 1 : 0;
        return coloured == 0;
    };
    for (int i = 0; i < 4; ++i)
        run("larger-letters");
    ASSERT_TRUE(open("lesson-slopes"));
    EXPECT_TRUE(panel().isCurtainDrawn());
    EXPECT_TRUE(hidden());
    run("smaller-letters");
    EXPECT_TRUE(hidden());
    run("leave-lesson");
    ASSERT_TRUE(follows([&] { addColumn(m_window->session(), "builtin:t5-64"); }));
    EXPECT_FALSE(hidden());
    ASSERT_TRUE(open("lesson-slopes"));
    EXPECT_TRUE(hidden());
    run("larger-letters");
    EXPECT_TRUE(hidden());
    run("usual-letters");
}

TEST_F(LessonPanelTest, AStepIsOneUndoStep)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    ASSERT_TRUE(open("lesson-slopes"));
    EXPECT_EQ(m_window->session().undoStack().count(), 1);
    run("undo");
    EXPECT_TRUE(shows(before));
    run("redo");
    EXPECT_TRUE(shows(lesson().step()->setup));
}

TEST_F(LessonPanelTest, FreePlayReturnsToTheStep)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open("lesson-alibi"));
    EXPECT_TRUE(partVisible<ViewBar>());
    EXPECT_FALSE(partVisible<LengthPanel>());
    click(wayButton(QStringLiteral("Everything")));
    EXPECT_TRUE(partVisible<LengthPanel>());
    EXPECT_TRUE(m_window->isViewShown("curves"));
    ASSERT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 40; }); }));
    QTest::keyClick(m_window.get(), Qt::Key_Home, Qt::ControlModifier);
    EXPECT_TRUE(shows(lesson().step()->setup));
    EXPECT_FALSE(partVisible<LengthPanel>());
}

TEST_F(LessonPanelTest, LeavingShowsWhatWasThereBefore)
{
    ASSERT_TRUE(started());
    m_window->showView("heads", true);
    const core::Setup before = setup();
    ASSERT_TRUE(open("lesson-sinusoidal"));
    EXPECT_FALSE(m_window->isViewShown("heads"));
    QTest::keyClick(m_window.get(), Qt::Key_F4, Qt::ControlModifier);
    EXPECT_EQ(lesson().lesson(), nullptr);
    EXPECT_TRUE(shows(before));
    EXPECT_TRUE(m_window->isViewShown("heads"));
    EXPECT_FALSE(panel().isVisible());
    EXPECT_TRUE(partVisible<LengthPanel>() && partVisible<TextPanel>() && partVisible<ViewBar>());
}

TEST_F(LessonPanelTest, AStepThatIsUndoneIsReturnedTo)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    ASSERT_TRUE(open("lesson-slopes"));
    ASSERT_TRUE(lesson().isPredictionDue());
    run("undo");
    ASSERT_TRUE(shows(before));
    EXPECT_TRUE(panel().isCurtainDrawn());
    ASSERT_NE(wayButton(QStringLiteral("Return")), nullptr) << "the window shows another step's";
    EXPECT_TRUE(wayButton(QStringLiteral("Return"))->isEnabled());
    ASSERT_TRUE(becomes([&] { return lesson().isMeasured(); }));
    click(panel().answers()[0]); // what it is about is to be seen
    EXPECT_TRUE(shows(lesson().step()->setup));
    EXPECT_NE(wayButton(QStringLiteral("Everything")), nullptr);
}

TEST_F(LessonPanelTest, UndoAfterALessonGoesBackToBeforeIt)
{
    ASSERT_TRUE(started());
    const core::Setup first = setup();
    ASSERT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 40; }); }));
    const core::Setup before = setup();
    ASSERT_TRUE(open("lesson-order"));
    run("next-step");
    ASSERT_TRUE(shows(lesson().step()->setup));
    int otherModels = 0;
    QObject::connect(&m_window->session(), &Session::modelsChanged, m_window.get(), [&] { ++otherModels; });
    run("leave-lesson");
    EXPECT_TRUE(shows(before));
    EXPECT_EQ(otherModels, 1) << "the lesson's steps do not pass by";
    run("undo");
    EXPECT_TRUE(shows(first));
}

TEST_F(LessonPanelTest, AGoalIsMeasuredOnWhatPeopleMade)
{
    ASSERT_TRUE(started());
    panel().openById(QStringLiteral("slopes"), 4);
    ASSERT_TRUE(shows(lesson().step()->setup));
    ASSERT_TRUE(becomes([&] { return lesson().isMeasured(); }));
    EXPECT_FALSE(lesson().isDone());
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) { e.columns[1].slopes[0] = 0.5; });
    }));
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [](core::Setup& e) { e.columns[1].slopes.clear(); });
    }));
    EXPECT_TRUE(becomes([&] { return lesson().isDone(); }));
}

TEST_F(LessonPanelTest, ALinkShowsItsTerm)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open("lesson-order"));
    for (QLabel* label : panel().findChildren<QLabel*>())
        if (label->text().contains(QStringLiteral("href=\"weight\"")))
            emit label->linkActivated(QStringLiteral("weight"));
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("Attention weight.")));
}

TEST_F(LessonPanelTest, OpensAFileOfOnesOwn)
{
    ASSERT_TRUE(started());
    m_window->openPath(write(R"({"alibi_lab_lesson": 1, "id": "own", "title": "My own", "minutes": 2,
        "steps": [{"text": ["Half of it is {1/2 : 2}."], "controls": ["length"],
                   "action": {"text": "Read more.", "done": "length > 64"}}]})"));
    ASSERT_TRUE(becomes([&] { return lesson().lesson() != nullptr && lesson().isMeasured(); }));
    ASSERT_TRUE(shows(lesson().step()->setup));
    EXPECT_TRUE(panel().textShown().contains(QStringLiteral("Half of it is 0.50.")));
    ASSERT_NE(wayButton(QStringLiteral("Next")), nullptr);
    EXPECT_FALSE(wayButton(QStringLiteral("Next"))->isEnabled()) << "it has one step, and no lesson follows";
    ASSERT_TRUE(
        follows([&] { m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 80; }); }));
    EXPECT_TRUE(becomes([&] { return lesson().isDone(); }));
}

TEST_F(LessonPanelTest, SaysWhatIsWrongWithAFile)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    m_window->openPath(write(R"({"alibi_lab_lesson": 1, "id": "own", "title": "My own", "minutes": 2,
        "steps": [{"text": ["One."], "claims": ["perplexity(alibi-64) < 3"]}]})"));
    EXPECT_TRUE(
        errorText().contains(QStringLiteral("\"steps[0].claims[0]\": column 1: \"perplexity\" takes 2 arguments.")))
        << errorText().toStdString();
    m_window->openPath(write(R"({"alibi_lab_lesson": 1, "id": "own", "title": "My own", "minutes": 2,
        "steps": [{"text": ["One."], "controls": ["slope"]}]})"));
    EXPECT_TRUE(errorText().contains(QStringLiteral("\"slope\""))) << errorText().toStdString();
    EXPECT_EQ(lesson().lesson(), nullptr);
    EXPECT_EQ(setup(), before);
}

TEST_F(LessonPanelTest, EveryLessonOpensAndEveryLinkLeadsSomewhere)
{
    ASSERT_TRUE(started());
    std::set<std::string> terms;
    for (const core::Term& term : glossary(QStringLiteral("en")))
        terms.insert(term.id);
    std::vector<std::pair<std::string, const core::MarkedText*>> texts;
    const auto entries = glossary(QStringLiteral("en"));
    for (const core::Term& term : entries)
        texts.emplace_back(term.id, &term.text);
    std::vector<std::shared_ptr<const core::Lesson>> lessons;
    for (const QString& id : lessonIds()) {
        lessons.push_back(lessonById(id, QStringLiteral("en")));
        panel().openById(id);
        EXPECT_EQ(lesson().lesson()->id, id.toStdString()) << errorText().toStdString();
        for (const core::PlacedText& placed : core::textsOf(*lessons.back()))
            texts.emplace_back(id.toStdString() + " " + placed.place, placed.text);
    }
    for (const auto& [place, text] : texts)
        for (const core::TextPiece& piece : *text)
            EXPECT_TRUE(piece.term.empty() || terms.contains(piece.term)) << place << ": " << piece.term;
}

} // namespace
} // namespace ui
