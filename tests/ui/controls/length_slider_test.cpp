// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/length_slider.h"
#include "ui/controls/length_track.h"
#include "ui/controls/number_box.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

using ui::LengthSlider;
using ui::LengthTrack;

namespace {

class LengthSliderTest : public testing::Test
{
protected:
    LengthSliderTest()
    {
        slider.resize(900, 60);
        slider.setTrainingLengths({64});
        slider.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&slider));
        slider.activateWindow();
        track->setFocus();
    }

    QPoint at(double length) const { return {static_cast<int>(std::lround(track->xOf(length))), 25}; }

    void drag(const QPoint& from, const QVector<QPoint>& to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(track, Qt::LeftButton, modifiers, from);
        for (const QPoint& point : to) {
            QMouseEvent move(QEvent::MouseMove, point, track->mapToGlobal(point), Qt::NoButton, Qt::LeftButton,
                             modifiers);
            QCoreApplication::sendEvent(track, &move);
        }
        QTest::mouseRelease(track, Qt::LeftButton, modifiers, to.isEmpty() ? from : to.last());
    }

    void turnWheel(int eighths)
    {
        QWheelEvent wheel(at(64), track->mapToGlobal(at(64)), {}, {0, eighths}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(track, &wheel);
    }

    LengthSlider slider;
    LengthTrack* track = slider.findChild<LengthTrack*>();
    ui::NumberBox* number = slider.findChild<ui::NumberBox*>();
    QToolButton* sweep = slider.findChild<QToolButton*>();
    QSignalSpy changed{&slider, &LengthSlider::lengthChanged};
    QSignalSpy started{&slider, &LengthSlider::interactionStarted};
    QSignalSpy finished{&slider, &LengthSlider::interactionFinished};
};

TEST_F(LengthSliderTest, PlacesLengthsLogarithmically)
{
    const double octave = track->xOf(16) - track->xOf(8);
    EXPECT_GT(octave, 50.0);
    EXPECT_NEAR(track->xOf(4096) - track->xOf(2048), octave, 1e-6);
    for (const int length : {8, 13, 64, 777, 4096})
        EXPECT_NEAR(track->lengthAt(track->xOf(length)), length, 0.5);
    EXPECT_EQ(track->lengthAt(-1000), 8);
    EXPECT_EQ(track->lengthAt(1e6), 4096);
}

TEST_F(LengthSliderTest, SettingFromOutsideSaysNothing)
{
    slider.setLength(300);
    slider.setRange(8, 200);
    EXPECT_EQ(slider.length(), 200);
    EXPECT_EQ(number->value(), 200);
    EXPECT_EQ(number->maximum(), 200);
    slider.setRange(8, 16384);
    slider.setLength(99999);
    EXPECT_EQ(slider.length(), 16384);
    slider.setRange(50, 10); // nonsense becomes the least range
    EXPECT_EQ(slider.minimum(), 50);
    EXPECT_EQ(slider.maximum(), 50);
    slider.setRange(-5, 10);
    EXPECT_EQ(slider.minimum(), 1);
    EXPECT_EQ(changed.count(), 0);
    EXPECT_EQ(started.count(), 0);
}

TEST_F(LengthSliderTest, DragChangesLiveInOneBracket)
{
    drag(at(1000), {at(1100), at(1300), at(1500)});
    EXPECT_EQ(changed.count(), 4);
    EXPECT_NEAR(slider.length(), 1500, 10);
    EXPECT_EQ(number->value(), slider.length());
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 1);
}

TEST_F(LengthSliderTest, SnapsToTrainingLengthAndPowersOfTwo)
{
    slider.setTrainingLengths({100, 100, 64});
    EXPECT_EQ(track->trainingLengths(), QVector<int>({64, 100}));
    for (const int goal : {64, 100, 1024}) {
        drag(at(300), {at(goal) + QPoint(3, 0)});
        EXPECT_EQ(slider.length(), goal);
    }
    drag(at(300), {at(1024) + QPoint(3, 0)}, Qt::AltModifier);
    EXPECT_NE(slider.length(), 1024);
    drag(at(300), {at(700)});
    EXPECT_NEAR(slider.length(), 700, 5);
    EXPECT_NE(slider.length(), 512);
}

TEST_F(LengthSliderTest, PressOnTheHandleDoesNotMoveIt)
{
    slider.setLength(66);
    drag(at(66) + QPoint(1, 0), {});
    EXPECT_EQ(slider.length(), 66);
    EXPECT_EQ(changed.count(), 0);
}

TEST_F(LengthSliderTest, RightButtonDoesNothing)
{
    QTest::mouseClick(track, Qt::RightButton, {}, at(1000));
    EXPECT_EQ(slider.length(), 64);
    EXPECT_EQ(started.count(), 0);
}

TEST_F(LengthSliderTest, Keys)
{
    slider.setLength(1000);
    QTest::keyClick(track, Qt::Key_Right);
    EXPECT_EQ(slider.length(), 1020);
    QTest::keyClick(track, Qt::Key_Left);
    EXPECT_EQ(slider.length(), 1000);
    QTest::keyClick(track, Qt::Key_PageUp);
    EXPECT_EQ(slider.length(), 2000);
    QTest::keyClick(track, Qt::Key_PageDown);
    QTest::keyClick(track, Qt::Key_PageDown);
    EXPECT_EQ(slider.length(), 500);
    QTest::keyClick(track, Qt::Key_End);
    EXPECT_EQ(slider.length(), 4096);
    QTest::keyClick(track, Qt::Key_Right);
    QTest::keyClick(track, Qt::Key_PageUp);
    EXPECT_EQ(slider.length(), 4096);
    QTest::keyClick(track, Qt::Key_Home);
    EXPECT_EQ(slider.length(), 8);
    QTest::keyClick(track, Qt::Key_Left);
    EXPECT_EQ(slider.length(), 8);
    QTest::keyClick(track, Qt::Key_Right); // 2 % of 8 is nothing: at least 1
    EXPECT_EQ(slider.length(), 9);
    EXPECT_EQ(started.count(), finished.count());
    EXPECT_EQ(started.count(), 11);
}

TEST_F(LengthSliderTest, HeldKeyIsOneBracket)
{
    QTest::keyPress(track, Qt::Key_Right);
    for (int i = 0; i < 5; ++i) {
        QKeyEvent again(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, QString(), true);
        QCoreApplication::sendEvent(track, &again);
    }
    EXPECT_EQ(finished.count(), 0);
    QTest::keyRelease(track, Qt::Key_Right);
    EXPECT_EQ(changed.count(), 6);
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 1);
}

TEST_F(LengthSliderTest, WheelTurnsAreOneBracket)
{
    turnWheel(120);
    turnWheel(120);
    turnWheel(60); // half a notch waits for the other half
    EXPECT_EQ(changed.count(), 2);
    turnWheel(60);
    EXPECT_EQ(changed.count(), 3);
    EXPECT_NEAR(slider.length(), 64 * std::exp2(3.0 / 12), 2.0);
    turnWheel(-120);
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 0);
    EXPECT_TRUE(QTest::qWaitFor([&] { return finished.count() == 1; }, 2000));
}

TEST_F(LengthSliderTest, TypedNumberCountsWhenEntered)
{
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, QStringLiteral("321"));
    EXPECT_EQ(changed.count(), 0);
    QTest::keyClick(number, Qt::Key_Return);
    ASSERT_EQ(changed.count(), 1);
    EXPECT_EQ(changed.first().first().toInt(), 321);
    EXPECT_EQ(slider.length(), 321);
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 1);
}

TEST(LengthLadder, RisesToTheMaximumByATwelfthOfAnOctave)
{
    const auto ladder = LengthSlider::ladder(64, 4096);
    EXPECT_EQ(ladder.size(), 72u);
    EXPECT_EQ(ladder.front(), 68);
    EXPECT_EQ(ladder[11], 128);
    EXPECT_EQ(ladder.back(), 4096);
    const auto odd = LengthSlider::ladder(8, 300);
    EXPECT_EQ(odd.back(), 300);
    EXPECT_TRUE(std::is_sorted(odd.begin(), odd.end(), std::less_equal<int>())); // strictly
    EXPECT_TRUE(LengthSlider::ladder(300, 300).empty());
}

TEST_F(LengthSliderTest, SweepWaitsForTheOwner)
{
    slider.setLength(2048);
    QTest::mouseClick(sweep, Qt::LeftButton);
    EXPECT_TRUE(slider.isSweeping());
    EXPECT_TRUE(sweep->isChecked());
    EXPECT_EQ(changed.count(), 1);
    QTest::qWait(400); // several pauses long
    EXPECT_EQ(changed.count(), 1);
    slider.stepDone(); // late: the next step comes at once, and only one
    EXPECT_EQ(changed.count(), 2);
    slider.stepDone(); // early: the next step keeps the pace
    EXPECT_EQ(changed.count(), 2);
    EXPECT_TRUE(QTest::qWaitFor([&] { return changed.count() == 3; }, 2000));
    QTest::qWait(300);
    EXPECT_EQ(changed.count(), 3);
}

TEST_F(LengthSliderTest, SweepEndsAtTheMaximum)
{
    slider.setRange(8, 80);
    QObject::connect(&slider, &LengthSlider::lengthChanged, &slider, &LengthSlider::stepDone); // a quick owner
    slider.setSweeping(true);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !slider.isSweeping(); }, 5000));
    EXPECT_EQ(slider.length(), 80);
    EXPECT_EQ(changed.count(), 4); // 68 72 76 80
    EXPECT_FALSE(sweep->isChecked());
    EXPECT_EQ(started.count(), 1);
    EXPECT_EQ(finished.count(), 1);
    slider.stepDone(); // one too many does no harm
    EXPECT_EQ(changed.count(), 4);
    slider.setSweeping(true); // at the maximum it begins at the minimum
    EXPECT_EQ(slider.length(), 8);
}

TEST_F(LengthSliderTest, ATypedLengthMayBeLongerThanTheSliderWhichThenReachesIt)
{
    slider.setRange(8, 4096, 20000);
    const auto type = [&](const char* text) {
        number->selectAll();
        QTest::keyClicks(number, QString::fromLatin1(text));
        QTest::keyClick(number, Qt::Key_Return);
    };
    type("16384");
    EXPECT_EQ(slider.length(), 16384);
    EXPECT_EQ(slider.maximum(), 16384);
    EXPECT_EQ(changed.count(), 1);
    // It stays under the mouse and goes back to its usual end when that is released.
    QTest::mousePress(track, Qt::LeftButton, {}, at(1024));
    EXPECT_EQ(slider.length(), 1024);
    EXPECT_EQ(slider.maximum(), 16384);
    QTest::mouseRelease(track, Qt::LeftButton, {}, at(1024));
    EXPECT_EQ(slider.maximum(), 4096);
    QTest::keyClick(track, Qt::Key_End);
    EXPECT_EQ(slider.length(), 4096);
}

TEST_F(LengthSliderTest, ATypedLengthPastTheLongestIsRefusedAloud)
{
    QSignalSpy refused(&slider, &LengthSlider::lengthRefused);
    slider.setRange(8, 4096, 5000);
    slider.setLength(300);
    number->selectAll();
    QTest::keyClicks(number, QStringLiteral("123456"));
    EXPECT_EQ(refused.count(), 0); // perhaps a digit too many that will be taken back
    QTest::keyClick(number, Qt::Key_Return);
    ASSERT_EQ(refused.count(), 1);
    EXPECT_EQ(refused.first().first().toString(), QStringLiteral("123456")); // as it was typed
    EXPECT_EQ(number->text(), QStringLiteral("300"));
    EXPECT_EQ(slider.length(), 300);
    EXPECT_EQ(changed.count(), 0);
    slider.setLength(4999);
    QTest::keyClick(number, Qt::Key_Up);
    QTest::keyClick(number, Qt::Key_Up); // steps end at the longest
    EXPECT_EQ(slider.length(), 5000);
    EXPECT_EQ(refused.count(), 1);
}

TEST_F(LengthSliderTest, ALengthThatIsTooShortIsRefusedAtTheField)
{
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, QStringLiteral("7"));
    QTest::keyClick(number, Qt::Key_Return);
    EXPECT_EQ(slider.length(), 64);
    EXPECT_TRUE(number->message().contains(QStringLiteral("from 8 to 4096"))) << number->message().toStdString();
    slider.explainRefusal(QStringLiteral("This text is short."));
    EXPECT_EQ(number->message(), QStringLiteral("This text is short."));
    slider.setRange(8, 18); // another text: the sentence was about the one before
    EXPECT_TRUE(number->message().isEmpty());
    EXPECT_EQ(number->text(), QStringLiteral("18"));
    EXPECT_EQ(slider.maximum(), 18);
}

TEST_F(LengthSliderTest, AnyInputEndsTheSweep)
{
    const QVector<std::function<void()>> inputs{
        [&] { QTest::mouseClick(track, Qt::LeftButton, {}, at(1000)); },
        [&] { QTest::keyClick(track, Qt::Key_Left); },
        [&] { turnWheel(120); },
        [&] { number->setValue(123); },
        [&] { QTest::mouseClick(sweep, Qt::LeftButton); },
        [&] { slider.setLength(999); },
        [&] { slider.setRange(8, 2048); },
    };
    for (qsizetype i = 0; i < inputs.size(); ++i) {
        slider.setLength(64);
        slider.setSweeping(true);
        ASSERT_TRUE(slider.isSweeping()) << i;
        inputs[i]();
        EXPECT_FALSE(slider.isSweeping()) << i;
        const auto count = changed.count();
        slider.stepDone();
        QTest::qWait(200);
        EXPECT_EQ(changed.count(), count) << i;
    }
    EXPECT_TRUE(QTest::qWaitFor([&] { return started.count() == finished.count(); }, 2000));
}

TEST_F(LengthSliderTest, EchoOfTheOwnerKeepsTheSweep)
{
    QObject::connect(&slider, &LengthSlider::lengthChanged, &slider, &LengthSlider::setLength);
    slider.setSweeping(true);
    EXPECT_TRUE(slider.isSweeping());
}

TEST_F(LengthSliderTest, LosingFocusDoesNotCloseTheSweepsBracket)
{
    slider.setSweeping(true);
    number->setFocus();
    EXPECT_EQ(finished.count(), 0);
    slider.setSweeping(false);
    EXPECT_EQ(finished.count(), 1);
}

} // namespace
