// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers typed into the window, in a country that writes "0,5".
#include "tests/ui/main_window_fixture.h"

#include "ui/controls/length_slider.h"
#include "ui/controls/number_box.h"
#include "ui/controls/slope_row.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

namespace {

class German
{
public:
    German() { QLocale::setDefault(QLocale(QLocale::German)); }
    ~German() { QLocale::setDefault(m_before); }
    German(const German&) = delete;
    German& operator=(const German&) = delete;

private:
    QLocale m_before;
};

// The country is set before the window is made.
class NumberFieldsTest : private German, public ui::MainWindowFixture
{
protected:
    NumberFieldsTest()
    {
        m_window->activateWindow(); // shortcuts ask for it
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
    }

    ui::NumberBox* box(const QString& accessibleName)
    {
        for (auto* found : m_window->findChildren<ui::NumberBox*>())
            if (found->accessibleName().startsWith(accessibleName))
                return found;
        return nullptr;
    }
    ui::NumberBox* length() { return m_window->findChild<ui::LengthSlider*>()->findChild<ui::NumberBox*>(); }
    static void type(QWidget* field, const char* text)
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QString::fromUtf8(text));
        QTest::keyClick(field, Qt::Key_Return);
    }
    void undo(QWidget* field) { QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier); }
    QLabel* sentence() { return m_window->findChild<QLabel*>(QStringLiteral("fieldMessage")); }
};

TEST_F(NumberFieldsTest, ColourLimitsTakePointAndCommaAndSmallNumbers)
{
    ASSERT_TRUE(started());
    for (auto* check : m_window->findChildren<QCheckBox*>())
        if (check->text() == QStringLiteral("&Lock"))
            QTest::mouseClick(check, Qt::LeftButton, {}, {8, check->height() / 2});
    ASSERT_TRUE(setup().view.limits.has_value());
    ui::NumberBox* low = box(QStringLiteral("Lowest value"));
    ui::NumberBox* high = box(QStringLiteral("Highest value"));
    type(high, "0.5");
    EXPECT_EQ(setup().view.limits->high, 0.5);
    type(high, "0,25");
    EXPECT_EQ(setup().view.limits->high, 0.25);
    type(low, "0.00001");
    EXPECT_EQ(setup().view.limits->low, 0.00001);
    EXPECT_EQ(low->text(), QStringLiteral("10⁻⁵"));
    // A scale that ends before it starts is refused where it was typed, in words.
    type(low, "3");
    EXPECT_EQ(setup().view.limits->low, 0.00001);
    ASSERT_NE(sentence(), nullptr);
    EXPECT_TRUE(sentence()->text().contains(QStringLiteral("0.25"))) << sentence()->text().toStdString();
    undo(low); // the step before: the sentence was about another number
    EXPECT_EQ(setup().view.limits->low, 0.0);
    EXPECT_EQ(low->text(), QStringLiteral("0"));
    EXPECT_EQ(sentence(), nullptr);
}

TEST_F(NumberFieldsTest, ALengthIsUndoneFromItsField)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { type(length(), "1,5e2"); }));
    EXPECT_EQ(setup().length, 150);
    EXPECT_TRUE(length()->hasFocus());
    ASSERT_TRUE(follows([&] { undo(length()); }));
    EXPECT_EQ(setup().length, 96);
    EXPECT_EQ(length()->text(), QStringLiteral("96"));
    QTest::keyClick(length(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(setup().length, 150);
}

TEST_F(NumberFieldsTest, ALengthThatCannotBeIsExplainedAtItsFieldAndNothingElseIsSaid)
{
    ASSERT_TRUE(started());
    type(length(), "1e6");
    ASSERT_NE(sentence(), nullptr);
    EXPECT_TRUE(sentence()->text().contains(QStringLiteral("tokens"))) << sentence()->text().toStdString();
    type(length(), "7");
    ASSERT_NE(sentence(), nullptr);
    EXPECT_TRUE(sentence()->text().contains(QStringLiteral("from 8 to"))) << sentence()->text().toStdString();
    EXPECT_FALSE(errorShown());
    EXPECT_EQ(setup().length, 96);
    ASSERT_TRUE(follows([&] { type(length(), "100"); }));
    EXPECT_EQ(sentence(), nullptr);
}

TEST_F(NumberFieldsTest, AShortTextShortensTheLengthAndAllOfIt)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("short"), [](core::Setup& e) {
            e.text = {core::TextKind::Typed, "It was late in the evening, and nobody was about."};
        });
    }));
    auto* slider = m_window->findChild<ui::LengthSlider*>();
    EXPECT_LT(slider->maximum(), 30);
    EXPECT_EQ(slider->length(), slider->maximum());
    EXPECT_EQ(length()->wholeValue(), slider->length());
    type(length(), "96");
    ASSERT_NE(sentence(), nullptr);
    EXPECT_TRUE(sentence()->text().contains(QStringLiteral("96")));
}

TEST_F(NumberFieldsTest, ASlopeIsUndoneFromItsField)
{
    ASSERT_TRUE(started());
    auto* row = m_window->findChildren<ui::SlopeRow*>()[1];
    auto* field = row->findChild<QLineEdit*>();
    ASSERT_TRUE(follows([&] { type(field, "0,125"); }));
    ASSERT_EQ(setup().columns[0].slopes.size(), 8U);
    EXPECT_EQ(setup().columns[0].slopes[1], 0.125);
    EXPECT_TRUE(field->hasFocus());
    ASSERT_TRUE(follows([&] { undo(field); }));
    EXPECT_TRUE(setup().columns[0].slopes.empty());
    EXPECT_EQ(field->text(), QStringLiteral("1/4"));
}

TEST_F(NumberFieldsTest, AClickOnAnEmptyPlaceLeavesAField)
{
    ASSERT_TRUE(started());
    length()->setFocus();
    EXPECT_TRUE(length()->hasFocus());
    auto* page = m_window->centralWidget();
    QTest::mouseClick(page, Qt::LeftButton, {}, {2, 2}); // the margin
    EXPECT_FALSE(length()->hasFocus());
    const int head = setup().view.head;
    QTest::keyClick(m_window->focusWidget() != nullptr ? m_window->focusWidget() : m_window.get(), Qt::Key_Right);
    EXPECT_EQ(setup().view.head, head + 1); // keys are the window's again
}

TEST_F(NumberFieldsTest, ArrowsOnAMapMoveACellAndItsNumbers)
{
    ASSERT_TRUE(started());
    ui::HeatmapView& map = column(0).map();
    map.setFocus();
    const int head = setup().view.head;
    QTest::keyClick(&map, Qt::Key_Down);
    QTest::keyClick(&map, Qt::Key_Left);
    ASSERT_TRUE(map.crosshair().has_value());
    EXPECT_EQ(column(1).map().crosshair(), map.crosshair()); // linked, as under the mouse
    EXPECT_TRUE(map.readout().contains(QStringLiteral("query %1").arg(map.crosshair()->query)))
        << map.readout().toStdString();
    EXPECT_EQ(setup().view.head, head);
    QTest::keyClick(&map, Qt::Key_Escape);
    EXPECT_FALSE(column(1).map().crosshair().has_value());
    QTest::keyClick(&column(0).grid(), Qt::Key_Right);
    EXPECT_EQ(setup().view.head, head + 1);
}

} // namespace
