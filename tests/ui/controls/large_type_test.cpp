// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is cut off when the letters are half as large again.
#include "ui/controls/length_slider.h"
#include "ui/controls/length_track.h"
#include "ui/controls/slope_row.h"
#include "ui/controls/slopes_editor.h"
#include "ui/panels/train_form.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include <cmath>

namespace {

class LargeTypeTest : public testing::TestWithParam<double>
{
protected:
    LargeTypeTest()
    {
        QFont font = m_before;
        font.setPointSizeF(m_before.pointSizeF() * GetParam());
        QApplication::setFont(font);
    }
    ~LargeTypeTest() override { QApplication::setFont(m_before); }

    // The parts that show text, once every one of them has the size it asks for and lies inside what it stands in.
    static int partsThatFit(QWidget& widget)
    {
        widget.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&widget));
        int parts = 0;
        QStringList cut;
        EXPECT_TRUE(QTest::qWaitFor([&] { // a layout follows its parts an event later
            widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()));
            parts = 0;
            cut.clear();
            for (auto* part : widget.findChildren<QWidget*>())
                if (part->isVisible() && showsText(*part)) {
                    ++parts;
                    const QSize least = part->minimumSizeHint();
                    if (part->height() < least.height() || part->width() < least.width() ||
                        !part->parentWidget()->rect().contains(part->geometry()))
                        cut.append(QString::fromLatin1(part->metaObject()->className()) + part->accessibleName());
                }
            return parts > 0 && cut.isEmpty();
        })) << cut.join(QLatin1Char(' ')).toStdString();
        return parts;
    }
    static bool showsText(const QWidget& part)
    {
        const auto* label = qobject_cast<const QLabel*>(&part);
        return (label != nullptr && !label->text().isEmpty()) ||
               qobject_cast<const QAbstractButton*>(&part) != nullptr ||
               qobject_cast<const QAbstractSpinBox*>(&part) != nullptr;
    }

private:
    const QFont m_before = QApplication::font();
};

TEST_P(LargeTypeTest, TheLengthSliderGrows)
{
    ui::LengthSlider slider;
    slider.setTrainingLengths({64});
    EXPECT_GE(partsThatFit(slider), 2);
    EXPECT_GE(slider.height(), slider.findChild<ui::LengthTrack*>()->minimumSizeHint().height());
}

TEST_P(LargeTypeTest, TheSlopesHaveRoomForTheirNumbers)
{
    ui::SlopesEditor editor;
    QVector<double> slopes{0.5, -0.0001234, 65536.0, -1.0 / 16384, std::exp2(-16.61), 0.3536, 12.35, -1234.5};
    editor.setSlopes(slopes, slopes);
    editor.resize(420, 500);
    EXPECT_GE(partsThatFit(editor), 2);
    const auto rows = editor.findChildren<ui::SlopeRow*>();
    ASSERT_EQ(rows.size(), 8);
    for (const ui::SlopeRow* row : rows) {
        const auto* field = row->findChild<QLineEdit*>();
        EXPECT_LE(field->fontMetrics().horizontalAdvance(field->text()) + 4, field->width())
            << field->text().toStdString();
        EXPECT_LE(field->fontMetrics().height(), field->height());
        EXPECT_LE(row->fontMetrics().height(), row->columns().chip.height());
    }
}

TEST_P(LargeTypeTest, TheTrainFormGrows)
{
    ui::TrainForm form;
    EXPECT_GE(partsThatFit(form), 8);
}

TEST_P(LargeTypeTest, AndWhenTheTypeChangesLater)
{
    ui::TrainForm form;
    ui::SlopesEditor editor;
    editor.setSlopes({0.5, 0.25}, {0.5, 0.25});
    form.show();
    editor.show();
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    QApplication::setFont(font);
    EXPECT_GE(partsThatFit(form), 8);
    EXPECT_GE(partsThatFit(editor), 2);
    const auto rows = editor.findChildren<ui::SlopeRow*>();
    ASSERT_EQ(rows.size(), 2);
    for (const ui::SlopeRow* row : rows)
        EXPECT_TRUE(
            QTest::qWaitFor([&] { return row->fontMetrics().height() <= row->findChild<QLineEdit*>()->height(); }));
}

INSTANTIATE_TEST_SUITE_P(Sizes, LargeTypeTest, testing::Values(1.0, 1.5, 2.0));

} // namespace
