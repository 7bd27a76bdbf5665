// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_row.h"
#include "ui/controls/slopes_editor.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using ui::SlopeRow;
using ui::SlopesEditor;

namespace {

QVector<double> official(int heads)
{
    QVector<double> slopes;
    for (int head = 1; head <= heads; ++head)
        slopes.append(std::exp2(-8.0 * head / heads));
    return slopes;
}

class SlopesEditorTest : public testing::Test
{
protected:
    SlopesEditorTest()
    {
        editor.resize(600, 320);
        editor.setSlopes(official(8), official(8));
        editor.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&editor));
        editor.activateWindow();
    }

    SlopeRow* row(int head) const { return editor.findChildren<SlopeRow*>().at(head); }
    QLineEdit* field(int head) const { return row(head)->findChild<QLineEdit*>(); }

    QPoint at(int head, double slope) const
    {
        const ui::SlopeColumns columns = row(head)->columns();
        return {static_cast<int>(std::lround(columns.scale.xOf(slope))), static_cast<int>(columns.axis.center().y())};
    }

    void moveTo(int head, const QPoint& point, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent move(QEvent::MouseMove, point, row(head)->mapToGlobal(point), Qt::NoButton, Qt::LeftButton,
                         modifiers);
        QCoreApplication::sendEvent(row(head), &move);
    }

    void type(int head, const char* text)
    {
        field(head)->setFocus();
        field(head)->selectAll();
        QTest::keyClicks(field(head), QString::fromUtf8(text));
        QTest::keyClick(field(head), Qt::Key_Return);
    }

    void preset(const char* name)
    {
        for (QAction* action : editor.findChild<QMenu*>()->actions())
            if (action->text() == QString::fromUtf8(name))
                return action->trigger();
        FAIL() << name;
    }

    QString sentence() const
    {
        for (const QLabel* label : editor.findChildren<QLabel*>())
            if (label->isVisible())
                return label->text();
        return {};
    }

    SlopesEditor editor;
    QSignalSpy changed{&editor, &SlopesEditor::slopesChanged};
    QSignalSpy started{&editor, &SlopesEditor::interactionStarted};
    QSignalSpy finished{&editor, &SlopesEditor::interactionFinished};
};

TEST_F(SlopesEditorTest, ShowsSlopesAndSaysNothing)
{
    EXPECT_EQ(editor.findChildren<SlopeRow*>().size(), 8);
    EXPECT_EQ(field(0)->text(), QStringLiteral("1/2"));
    EXPECT_EQ(field(7)->text(), QStringLiteral("1/256"));
    EXPECT_GE(row(0)->height(), 22);
    EXPECT_LE(row(0)->height(), 28);
    EXPECT_EQ(changed.count(), 0);
}

TEST_F(SlopesEditorTest, AClickOnAChipTellsWhichHeadAndChangesNothing)
{
    QSignalSpy heads(&editor, &SlopesEditor::headClicked);
    QSignalSpy changed(&editor, &SlopesEditor::slopesChanged);
    QTest::mouseClick(row(5), Qt::LeftButton, {}, row(5)->columns().chip.center().toPoint());
    ASSERT_EQ(heads.count(), 1);
    EXPECT_EQ(heads.first().first().toInt(), 5);
    QTest::mouseClick(row(5), Qt::LeftButton, {}, at(5, row(5)->slope())); // the handle is no chip
    EXPECT_EQ(heads.count(), 1);
    EXPECT_EQ(changed.count(), 0);
}

TEST_F(SlopesEditorTest, DragChangesOnlyThatHeadInOneBracket)
{
    QTest::mousePress(row(2), Qt::LeftButton, {}, at(2, 1.0 / 8));
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(changed.count(), 0); // taking hold of the handle changes nothing
    moveTo(2, at(2, 0.09), Qt::AltModifier);
    EXPECT_EQ(changed.count(), 1); // live
    moveTo(2, at(2, 0.05), Qt::AltModifier);
    QTest::mouseRelease(row(2), Qt::LeftButton, {}, at(2, 0.05));
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 1);
    QVector<double> expected = official(8);
    EXPECT_NEAR(editor.slopes()[2], 0.05, 0.002);
    expected[2] = editor.slopes()[2];
    EXPECT_EQ(editor.slopes(), expected);
    EXPECT_EQ(changed.last().first().value<QVector<double>>(), expected);
}

TEST_F(SlopesEditorTest, DragSnapsToPowersAndTheOfficialValueUnlessAltIsHeld)
{
    editor.setSlopes(QVector<double>(8, 1.0), QVector<double>(8, 0.3));
    const auto dragTo = [&](const QPoint& point, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(row(0), Qt::LeftButton, {}, at(0, editor.slopes()[0]));
        moveTo(0, point, modifiers);
        QTest::mouseRelease(row(0), Qt::LeftButton, {}, point);
        return editor.slopes()[0];
    };
    EXPECT_EQ(dragTo(at(0, 0.125) + QPoint(2, 0)), 0.125);
    EXPECT_EQ(dragTo(at(0, 0.3) + QPoint(-1, 0)), 0.3);
    EXPECT_NE(dragTo(at(0, 0.125) + QPoint(2, 0), Qt::AltModifier), 0.125);
    EXPECT_EQ(dragTo(at(0, 0.0)), 0.0);
    EXPECT_EQ(dragTo(QPoint(-500, 10)), 0.0);
    EXPECT_EQ(dragTo(QPoint(5000, 10)), 4.0);
}

TEST_F(SlopesEditorTest, ReadsTypedNumbersFractionsAndPowers)
{
    type(1, "0.75");
    EXPECT_EQ(editor.slopes()[1], 0.75);
    type(1, "1/32");
    EXPECT_EQ(editor.slopes()[1], 1.0 / 32);
    type(1, "2^-3");
    EXPECT_EQ(editor.slopes()[1], 0.125);
    type(1, "-1");
    EXPECT_EQ(editor.slopes()[1], -1.0);
    EXPECT_EQ(changed.count(), 4);
    EXPECT_EQ(started.count(), 4);
    EXPECT_EQ(finished.count(), 4);
}

TEST_F(SlopesEditorTest, BadTextKeepsTheOldValueAndSaysWhy)
{
    const QColor good = field(3)->palette().color(QPalette::Base);
    type(3, "1/0");
    EXPECT_EQ(editor.slopes(), official(8));
    EXPECT_EQ(changed.count(), 0);
    EXPECT_TRUE(row(3)->hasError());
    EXPECT_EQ(field(3)->text(), QStringLiteral("1/0")); // there to be mended
    EXPECT_NE(field(3)->palette().color(QPalette::Base), good);
    EXPECT_TRUE(sentence().contains(QStringLiteral("h3"))) << sentence().toStdString();
    EXPECT_TRUE(sentence().contains(QStringLiteral("1/16")));
    EXPECT_EQ(field(3)->accessibleDescription(), sentence());
    type(3, "1/4");
    EXPECT_FALSE(row(3)->hasError());
    EXPECT_TRUE(sentence().isEmpty());
    EXPECT_EQ(field(3)->palette().color(QPalette::Base), good);
    EXPECT_EQ(editor.slopes()[3], 0.25);
}

TEST_F(SlopesEditorTest, TheSentenceStandsAtTheFieldAndMovesWithIt)
{
    type(3, "1/0");
    QLabel* bubble = editor.findChild<QLabel*>(QStringLiteral("fieldMessage"));
    ASSERT_NE(bubble, nullptr);
    const auto gap = [&] { return bubble->y() - field(3)->mapTo(&editor, QPoint(0, field(3)->height())).y(); };
    EXPECT_LE(std::abs(gap()), 6);
    editor.resize(500, 120); // the row scrolls out of sight
    editor.findChild<QScrollArea*>()->ensureWidgetVisible(row(7));
    EXPECT_TRUE(QTest::qWaitFor([&] { return !bubble->isVisible(); }));
    editor.resize(500, 400);
    EXPECT_TRUE(QTest::qWaitFor([&] { return bubble->isVisible() && std::abs(gap()) <= 6; }));
}

TEST_F(SlopesEditorTest, UndoInAFieldIsTheWindowsUnlessSomethingIsBeingTyped)
{
    int undone = 0;
    QAction undo;
    undo.setShortcut(QKeySequence::Undo);
    QObject::connect(&undo, &QAction::triggered, &editor, [&] { ++undone; });
    editor.addAction(&undo);
    type(2, "1/32");
    EXPECT_TRUE(field(2)->hasFocus());
    QTest::keyClick(field(2), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(undone, 1);
    QTest::keyClicks(field(2), QStringLiteral("5"));
    QTest::keyClick(field(2), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(undone, 1);
}

TEST_F(SlopesEditorTest, EscapeTakesBadTextBack)
{
    type(3, "nonsense");
    field(3)->setFocus();
    QTest::keyClick(field(3), Qt::Key_Escape);
    EXPECT_FALSE(row(3)->hasError());
    EXPECT_EQ(field(3)->text(), QStringLiteral("1/16"));
}

TEST_F(SlopesEditorTest, LeavingAFieldUntouchedKeepsTheExactValue)
{
    QVector<double> slopes = official(8);
    slopes[0] = 0.123456789;
    editor.setSlopes(slopes, official(8));
    EXPECT_EQ(field(0)->text(), QStringLiteral("0.1235"));
    field(0)->setFocus();
    QTest::keyClick(field(0), Qt::Key_Return);
    field(1)->setFocus();
    EXPECT_EQ(editor.slopes(), slopes);
    EXPECT_EQ(changed.count(), 0);
}

TEST_F(SlopesEditorTest, Keys)
{
    row(0)->setFocus();
    QTest::keyClick(row(0), Qt::Key_Right);
    EXPECT_NEAR(editor.slopes()[0], 0.5 * std::exp2(1.0 / 12), 1e-12);
    QTest::keyClick(row(0), Qt::Key_Left);
    EXPECT_NEAR(editor.slopes()[0], 0.5, 1e-12);
    QTest::keyClick(row(0), Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_NEAR(editor.slopes()[0], 0.25, 1e-12);
    QTest::keyClick(row(0), Qt::Key_Delete);
    EXPECT_EQ(editor.slopes()[0], 0.5);
    EXPECT_EQ(started.count(), 4);
    EXPECT_EQ(finished.count(), 4);
    QTest::keyClick(row(0), Qt::Key_Up); // there is no row above
    EXPECT_TRUE(row(0)->hasFocus());
    QTest::keyClick(row(0), Qt::Key_Down);
    EXPECT_TRUE(row(1)->hasFocus());
    EXPECT_EQ(editor.slopes(), official(8));
    QTest::keyClick(row(1), Qt::Key_Return);
    EXPECT_TRUE(field(1)->hasFocus());
    QTest::keyClick(field(1), Qt::Key_Down);
    EXPECT_TRUE(row(2)->hasFocus());
}

TEST_F(SlopesEditorTest, KeysReachZeroAndComeBack)
{
    editor.setSlopes(QVector<double>(8, std::exp2(-12)), {});
    row(0)->setFocus();
    QTest::keyClick(row(0), Qt::Key_Left);
    EXPECT_EQ(editor.slopes()[0], 0.0);
    QTest::keyClick(row(0), Qt::Key_Left);
    EXPECT_EQ(editor.slopes()[0], 0.0); // negative only when typed
    QTest::keyClick(row(0), Qt::Key_Right);
    EXPECT_EQ(editor.slopes()[0], std::exp2(-12));
    const auto count = changed.count();
    QTest::keyClick(row(0), Qt::Key_Delete); // no official value known
    EXPECT_EQ(changed.count(), count);
}

TEST_F(SlopesEditorTest, Presets)
{
    preset("×2");
    EXPECT_EQ(editor.slopes()[0], 1.0);
    preset("×½");
    EXPECT_EQ(editor.slopes(), official(8));
    preset("Reversed");
    EXPECT_EQ(editor.slopes()[0], 1.0 / 256);
    EXPECT_EQ(editor.slopes()[7], 0.5);
    preset("Equal (geometric mean)");
    for (const double slope : editor.slopes())
        EXPECT_NEAR(slope, std::exp2(-4.5), 1e-12);
    preset("All zero");
    EXPECT_EQ(editor.slopes(), QVector<double>(8, 0.0));
    preset("Equal (geometric mean)"); // zeros have none: the official one
    EXPECT_NEAR(editor.slopes()[5], std::exp2(-4.5), 1e-12);
    preset("Official");
    EXPECT_EQ(editor.slopes(), official(8));
    EXPECT_EQ(changed.count(), 7);
    EXPECT_EQ(started.count(), 7);
    EXPECT_EQ(finished.count(), 7);
}

TEST_F(SlopesEditorTest, ResetGivesTheOfficialSlopesAndClearsErrors)
{
    type(1, "2");
    type(4, "what");
    for (QPushButton* button : editor.findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Reset"))
            QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(editor.slopes(), official(8));
    EXPECT_FALSE(row(4)->hasError());
    EXPECT_EQ(field(4)->text(), QStringLiteral("1/32"));
    EXPECT_TRUE(sentence().isEmpty());
}

TEST_F(SlopesEditorTest, UpdateFromOutsideKeepsTheRows)
{
    SlopeRow* first = row(0);
    QVector<double> slopes = official(8);
    slopes[0] = 3.0;
    editor.setSlopes(slopes, official(8));
    EXPECT_EQ(row(0), first);
    EXPECT_EQ(field(0)->text(), QStringLiteral("3"));
    EXPECT_EQ(changed.count(), 0);
}

TEST_F(SlopesEditorTest, UnavailableShowsTheSentenceInstead)
{
    editor.setUnavailable(QStringLiteral("This model adds waves instead."));
    EXPECT_EQ(sentence(), QStringLiteral("This model adds waves instead."));
    EXPECT_TRUE(editor.slopes().isEmpty());
    EXPECT_FALSE(editor.findChild<QScrollArea*>()->isVisible());
    editor.setSlopes(official(4), official(4));
    EXPECT_TRUE(editor.findChild<QScrollArea*>()->isVisible());
    EXPECT_TRUE(sentence().isEmpty());
}

TEST_F(SlopesEditorTest, A128HeadsScroll)
{
    editor.setSlopes(official(128), official(128));
    QTest::qWait(20);
    EXPECT_EQ(editor.findChildren<SlopeRow*>().size(), 128);
    EXPECT_TRUE(row(127)->visibleRegion().isEmpty());
    row(0)->setFocus();
    for (int i = 0; i < 127; ++i)
        QTest::keyClick(row(i), Qt::Key_Down);
    EXPECT_TRUE(row(127)->hasFocus());
    EXPECT_FALSE(row(127)->visibleRegion().isEmpty());
    QTest::keyClick(row(127), Qt::Key_Right);
    EXPECT_GT(editor.slopes()[127], 1.0 / 256);
    EXPECT_EQ(editor.slopes()[126], official(128)[126]);
    int stops = 0; // Tab must not have to visit all of them
    for (const SlopeRow* each : editor.findChildren<SlopeRow*>())
        stops += (each->focusPolicy() & Qt::TabFocus) != 0;
    EXPECT_EQ(stops, 1);
}

} // namespace
