// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/program_style.h"

#include "core/position/registry.h"
#include "ui/controls/colour_chip.h"
#include "ui/figure/series_colours.h"
#include "ui/settings/theme.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QStyleOption>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

// The largest contrast with the ground inside a part of the picture.
double contrastIn(const QImage& picture, const QRect& part, const QColor& ground)
{
    double most = 0.0;
    for (int y = part.top(); y <= part.bottom(); ++y)
        for (int x = part.left(); x <= part.right(); ++x)
            most = std::max(most, ui::contrastRatio(picture.pixelColor(x, y), ground));
    return most;
}

class ProgramStyleTest : public testing::TestWithParam<std::string>
{
protected:
    ui::ProgramStyle m_style;
    QPalette m_palette = GetParam() == "light" ? ui::lightPalette() : ui::darkPalette();
    QColor m_base = m_palette.color(QPalette::Base);
};

INSTANTIATE_TEST_SUITE_P(Both, ProgramStyleTest, testing::Values("light", "dark"));

TEST_P(ProgramStyleTest, AnEmptyBoxInAListIsSeen)
{
    QListWidget list;
    list.setStyle(&m_style);
    list.setPalette(m_palette);
    auto* item = new QListWidgetItem(QString(), &list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    item->setCheckState(Qt::Unchecked);
    list.setFrameShape(QFrame::NoFrame);
    list.resize(200, 100);
    const QImage picture = list.grab().toImage();
    EXPECT_GE(contrastIn(picture, list.visualItemRect(item), m_base), 3.0);
}

TEST_P(ProgramStyleTest, AnEmptyCheckBoxIsSeen)
{
    QCheckBox box;
    box.setStyle(&m_style);
    box.setPalette(m_palette);
    box.resize(box.sizeHint());
    const QImage picture = box.grab().toImage();
    QStyleOptionButton option;
    option.initFrom(&box);
    const QRect indicator = m_style.subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
    EXPECT_GE(contrastIn(picture, indicator, m_base), 3.0);
    EXPECT_LT(contrastIn(picture, indicator.adjusted(2, 2, -2, -2), m_base), 1.1); // and empty it is
    EXPECT_GE(contrastIn(picture, indicator, m_palette.color(QPalette::Window)), 2.5);
}

TEST_P(ProgramStyleTest, AnEmptyFieldIsSeen)
{
    QLineEdit line;
    QSpinBox number;
    number.setSpecialValueText(QStringLiteral(" "));
    for (QWidget* field : {static_cast<QWidget*>(&line), static_cast<QWidget*>(&number)}) {
        field->setStyle(&m_style);
        field->setPalette(m_palette);
        field->resize(field->sizeHint());
        const QImage picture = field->grab().toImage();
        const QRect edge(2, 0, 20, 2); // of its upper side
        EXPECT_GE(contrastIn(picture, edge, m_base), 3.0) << field->metaObject()->className();
    }
}

TEST_P(ProgramStyleTest, EveryEncodingsChipIsSeen)
{
    for (const auto& entry : core::encodings<float>()) {
        const QColor colour =
            ui::encodingColour(QString::fromUtf8(entry.id.data(), static_cast<qsizetype>(entry.id.size())));
        const QImage chip = ui::colourChip(colour, m_base).pixmap(12, 12).toImage();
        EXPECT_GE(ui::contrastRatio(chip.pixelColor(6, 6), m_base), 3.0) << entry.id;
    }
}

} // namespace
