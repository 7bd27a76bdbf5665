// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_box.h"

#include <gtest/gtest.h>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>
#include <QVBoxLayout>

#include <cmath>

using ui::NumberBox;

namespace {

// A window with one box and something else that can have the focus; everything in a country that writes "0,5".
class NumberBoxTest : public testing::Test
{
protected:
    NumberBoxTest()
    {
        QLocale::setDefault(QLocale(QLocale::German));
        window = std::make_unique<QWidget>();
        window->setLocale(QLocale(QLocale::German));
        window->setFocusPolicy(Qt::ClickFocus);
        auto* layout = new QVBoxLayout(window.get());
        layout->addWidget(box = new NumberBox(NumberBox::Kind::Real));
        layout->addWidget(whole = new NumberBox(NumberBox::Kind::Whole));
        box->setRange(-1e6, 1e6);
        whole->setRange(8, 4096);
        whole->setValue(64);
        window->resize(400, 300);
        window->show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
    }
    ~NumberBoxTest() override { QLocale::setDefault(m_before); }

    void type(NumberBox* into, const char* text)
    {
        into->setFocus();
        into->selectAll();
        for (const QChar letter : QString::fromUtf8(text))
            if (letter.unicode() < 128) {
                QTest::keyClick(into, letter.toLatin1());
            } else { // no key of QTest's
                QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
                QCoreApplication::sendEvent(into, &press);
            }
    }
    void enter(NumberBox* into, const char* text)
    {
        type(into, text);
        QTest::keyClick(into, Qt::Key_Return);
    }
    QLabel* bubble() { return window->findChild<QLabel*>(QStringLiteral("fieldMessage")); }

    const QLocale m_before;
    std::unique_ptr<QWidget> window;
    NumberBox* box = nullptr;
    NumberBox* whole = nullptr;
};

TEST_F(NumberBoxTest, TakesPointAndCommaAlikeWhateverTheCountry)
{
    enter(box, "0.004");
    EXPECT_EQ(box->value(), 0.004);
    EXPECT_EQ(box->text(), QStringLiteral("0.004")); // as on axes
    enter(box, "0,5");
    EXPECT_EQ(box->value(), 0.5);
    EXPECT_EQ(box->text(), QStringLiteral("0.5"));
    enter(box, "1,5e-7");
    EXPECT_DOUBLE_EQ(box->value(), 1.5e-7);
    enter(box, box->text().toUtf8().constData()); // reads what it shows
    EXPECT_DOUBLE_EQ(box->value(), 1.5e-7);
}

TEST_F(NumberBoxTest, KeepsDigitsThatItDoesNotShow)
{
    box->setDigits(4);
    box->setValue(0.0000123456789);
    QSignalSpy changed(box, &NumberBox::valueChanged);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Return);
    whole->setFocus();
    EXPECT_EQ(box->value(), 0.0000123456789);
    EXPECT_EQ(changed.count(), 0);
    enter(box, "0.123456789");
    EXPECT_EQ(box->value(), 0.123456789);
    EXPECT_EQ(box->text(), QStringLiteral("0.1235"));
}

TEST_F(NumberBoxTest, ComputerNotationIsTheNumberItMeans)
{
    enter(whole, "1e3");
    EXPECT_EQ(whole->wholeValue(), 1000);
    EXPECT_EQ(whole->text(), QStringLiteral("1000"));
    EXPECT_EQ(bubble(), nullptr);
}

TEST_F(NumberBoxTest, WhatIsNotTakenIsSaidBesideTheBox)
{
    for (const char* text : {"7", "4097", "10,5", "zehn", "1e9"}) {
        QSignalSpy changed(whole, &NumberBox::valueChanged);
        QSignalSpy refused(whole, &NumberBox::refused);
        enter(whole, text);
        EXPECT_EQ(whole->wholeValue(), 64);
        EXPECT_EQ(whole->text(), QStringLiteral("64")) << text;
        EXPECT_EQ(changed.count(), 0) << text;
        EXPECT_EQ(refused.count(), 1) << text;
        ASSERT_NE(bubble(), nullptr) << text;
        EXPECT_TRUE(bubble()->isVisible());
        EXPECT_TRUE(bubble()->text().contains(QString::fromUtf8(text))) << bubble()->text().toStdString();
        EXPECT_TRUE(bubble()->text().contains(QStringLiteral("from 8 to 4096"))) << bubble()->text().toStdString();
        EXPECT_EQ(whole->accessibleDescription(), bubble()->text());
        // Right below the box, inside the window.
        EXPECT_LE(std::abs(bubble()->y() - whole->geometry().bottom()), 8);
        EXPECT_TRUE(window->rect().contains(bubble()->geometry()));
    }
    type(whole, "9"); // writing on ends it
    EXPECT_EQ(bubble(), nullptr);
    EXPECT_TRUE(whole->accessibleDescription().isEmpty());
    QTest::keyClick(whole, Qt::Key_Return);
    EXPECT_EQ(whole->wholeValue(), 9);
}

TEST_F(NumberBoxTest, LeavingTakesTheNumberOrSaysWhyNot)
{
    type(whole, "100");
    box->setFocus();
    EXPECT_EQ(whole->wholeValue(), 100);
    type(whole, "5");
    box->setFocus();
    EXPECT_EQ(whole->wholeValue(), 100);
    ASSERT_NE(bubble(), nullptr);
    whole->setValue(200); // from outside: nothing stale
    EXPECT_EQ(bubble(), nullptr);
    type(whole, "");
    QTest::keyClick(whole, Qt::Key_Delete);
    box->setFocus(); // nothing was written, so nothing is wrong
    EXPECT_EQ(whole->text(), QStringLiteral("200"));
    EXPECT_EQ(bubble(), nullptr);
}

TEST_F(NumberBoxTest, EscapePutsBackAndThenIsTheWindows)
{
    struct Escapes : QObject
    {
        bool eventFilter(QObject*, QEvent* event) override
        {
            count += event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
            return false;
        }
        int count = 0;
    } escapes;
    window->installEventFilter(&escapes);
    type(whole, "77");
    QTest::keyClick(whole, Qt::Key_Escape);
    EXPECT_EQ(whole->text(), QStringLiteral("64"));
    EXPECT_EQ(escapes.count, 0);
    enter(whole, "7");
    ASSERT_NE(bubble(), nullptr);
    QTest::keyClick(whole, Qt::Key_Escape); // takes the sentence away
    EXPECT_EQ(bubble(), nullptr);
    EXPECT_EQ(escapes.count, 0);
    QTest::keyClick(whole, Qt::Key_Escape);
    EXPECT_EQ(escapes.count, 1);
}

TEST_F(NumberBoxTest, UndoIsTheWindowsUnlessSomethingIsBeingTyped)
{
    QUndoStack stack;
    stack.push(new QUndoCommand(QStringLiteral("an edit")));
    QAction* undo = stack.createUndoAction(window.get());
    undo->setShortcut(QKeySequence::Undo);
    window->addAction(undo);
    enter(whole, "100");
    type(whole, "12");
    QTest::keyClick(whole, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(stack.index(), 1); // the field's own letters
    QTest::keyClick(whole, Qt::Key_Escape);
    EXPECT_EQ(whole->text(), QStringLiteral("100"));
    QTest::keyClick(whole, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(stack.index(), 0);
    EXPECT_EQ(whole->wholeValue(), 100); // it was not the field that undid
}

TEST_F(NumberBoxTest, AClickOnAnEmptyPlaceLeavesTheBox)
{
    type(whole, "100");
    QTest::mouseClick(window.get(), Qt::LeftButton, {}, {200, 280});
    EXPECT_FALSE(whole->hasFocus());
    EXPECT_EQ(whole->wholeValue(), 100);
}

TEST_F(NumberBoxTest, AClickOnTheSentenceTakesItAway)
{
    enter(whole, "7");
    ASSERT_NE(bubble(), nullptr);
    QTest::mouseClick(bubble(), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return bubble() == nullptr; }));
}

TEST_F(NumberBoxTest, StepsFollowTheSizeOfTheNumber)
{
    box->setValue(0.004);
    box->stepBy(1);
    EXPECT_NEAR(box->value(), 0.0041, 1e-9);
    box->setValue(0.0);
    box->stepBy(-1);
    EXPECT_EQ(box->value(), -0.01);
    whole->stepBy(2);
    EXPECT_EQ(whole->wholeValue(), 66);
}

TEST_F(NumberBoxTest, PrefixSuffixAndSpecialTextAreNotPartOfTheNumber)
{
    box->setPrefix(QStringLiteral("× "));
    box->setSuffix(QStringLiteral(" %"));
    box->setValue(0.25);
    EXPECT_EQ(box->text(), QStringLiteral("× 0.25 %"));
    enter(box, "0,75");
    EXPECT_EQ(box->value(), 0.75);
    box->findChild<QLineEdit*>()->selectAll(); // all of it, and pastes
    box->findChild<QLineEdit*>()->insert(QStringLiteral("2 %"));
    QTest::keyClick(box, Qt::Key_Return);
    EXPECT_EQ(box->value(), 2.0);
    whole->setSpecialValueText(QStringLiteral("all"));
    whole->setValue(8);
    EXPECT_EQ(whole->text(), QStringLiteral("all"));
    enter(whole, "all");
    EXPECT_EQ(whole->wholeValue(), 8);
    enter(whole, "9");
    whole->selectAll();
    QTest::keyClick(whole, Qt::Key_Delete);
    QTest::keyClick(whole, Qt::Key_Return); // nothing is the special one
    EXPECT_EQ(whole->wholeValue(), 8);
    EXPECT_EQ(whole->text(), QStringLiteral("all"));
    EXPECT_EQ(bubble(), nullptr);
}

TEST_F(NumberBoxTest, ItsLongestNumberFitsAtAnySizeOfType)
{
    for (const double scale : {1.0, 1.5, 2.0}) {
        QFont font = window->font();
        font.setPointSizeF(QApplication::font().pointSizeF() * scale);
        window->setFont(font);
        for (NumberBox* each : {box, whole}) {
            each->resize(each->sizeHint());
            const QMargins margins = each->findChild<QLineEdit*>()->textMargins();
            for (const double value : {-1e6, -999999.0, 0.00088888888, -0.00088888888, -0.0000088888888, 4096.0}) {
                each->setValue(value);
                const int room = each->findChild<QLineEdit*>()->width() - margins.left() - margins.right();
                EXPECT_LE(each->fontMetrics().horizontalAdvance(each->text()), room) << scale << ' ' << value;
            }
        }
    }
}

// The box holds what it held before, so the sentence need not stay for ever.
TEST_F(NumberBoxTest, WhatWasNotTakenIsForgottenWithTheBox)
{
    enter(whole, "7");
    ASSERT_NE(bubble(), nullptr);
    whole->setEnabled(false);
    EXPECT_TRUE(QTest::qWaitFor([&] { return bubble() == nullptr; })) << "disabled";
    whole->setEnabled(true);
    enter(whole, "7");
    ASSERT_NE(bubble(), nullptr);
    whole->hide();
    EXPECT_TRUE(QTest::qWaitFor([&] { return bubble() == nullptr; })) << "hidden";
    whole->show();
    enter(whole, "7");
    enter(box, "much");
    EXPECT_EQ(window->findChildren<QLabel*>(QStringLiteral("fieldMessage")).size(), 1) << "one after another";
    EXPECT_TRUE(whole->message().isEmpty());
}

} // namespace
