// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/column_names.h"

#include "ui/figure/series_colours.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using ui::NamedModel;

QStringList labelsOf(const QVector<NamedModel>& models)
{
    QStringList labels;
    for (const ui::ColumnName& name : ui::columnNames(models))
        labels.append(name.label);
    return labels;
}

const NamedModel alibi64{"alibi", 64, "builtin:alibi-64", {}};

TEST(ColumnNames, SayEncodingAndTrainingLength)
{
    EXPECT_EQ(labelsOf({alibi64, {"alibi", 128, "builtin:alibi-128", {}}, {"t5", 64, "builtin:t5-64", {}}}),
              (QStringList{QStringLiteral("ALiBi-64"), QStringLiteral("ALiBi-128"), QStringLiteral("T5 bias-64")}));
}

TEST(ColumnNames, SayWhatIsChanged)
{
    NamedModel changed = alibi64;
    changed.switches = {QStringLiteral("window 32")};
    EXPECT_EQ(labelsOf({alibi64, changed}),
              (QStringList{QStringLiteral("ALiBi-64"), QStringLiteral("ALiBi-64 (window 32)")}));
    changed.switches = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")};
    EXPECT_EQ(labelsOf({changed}), QStringList{QStringLiteral("ALiBi-64 (a, b, 2 more)")});
}

TEST(ColumnNames, NoTwoAreAlike)
{
    EXPECT_EQ(
        labelsOf({alibi64, alibi64, alibi64}),
        (QStringList{QStringLiteral("ALiBi-64"), QStringLiteral("ALiBi-64 (2)"), QStringLiteral("ALiBi-64 (3)")}));
    EXPECT_EQ(labelsOf({alibi64, {"alibi", 64, "/models/seven/", {}}, {"alibi", 64, "/models/eight", {}}}),
              (QStringList{QStringLiteral("ALiBi-64"), QStringLiteral("ALiBi-64 (seven)"),
                           QStringLiteral("ALiBi-64 (eight)")}));
    EXPECT_EQ(labelsOf({{"alibi", 64, "live:alibi@100#1.0", {}}, {"alibi", 64, "live:alibi@100#1.1", {}}}),
              (QStringList{QStringLiteral("ALiBi-64 (step 100)"), QStringLiteral("ALiBi-64 (step 100) (2)")}));
    const QStringList two = labelsOf({{"alibi", 64, "/a/run", {}}, {"alibi", 64, "/b/run", {}}});
    EXPECT_NE(two[0], two[1]);
}

TEST(ColumnNames, SayWhatTheyWereTrainedWithWhereThatTellsThemApart)
{
    const NamedModel fixed{"alibi", 64, "live:alibi@100#1.0", {}};
    NamedModel learned{"alibi", 64, "live:alibi@100#1.1", {}};
    learned.trained = {QStringLiteral("learned slopes")};
    EXPECT_EQ(labelsOf({fixed, learned}), (QStringList{QStringLiteral("ALiBi-64 (step 100)"),
                                                       QStringLiteral("ALiBi-64 (learned slopes, step 100)")}));
    EXPECT_EQ(labelsOf({learned}), QStringList{QStringLiteral("ALiBi-64 (step 100)")});
}

TEST(ColumnNames, AnUnknownEncodingIsItsOwnLabel)
{
    EXPECT_EQ(labelsOf({{"new", 8, "/x", {}}}), QStringList{QStringLiteral("new-8")});
    EXPECT_TRUE(ui::columnNames(QVector<ui::NamedModel>()).isEmpty());
}

// Four models of one encoding keep apart in both themes, also after their colours were made legible.
TEST(ColumnNames, ColoursOfOneEncodingDiffer)
{
    for (const char* encoding : {"alibi", "sinusoidal", "rotary", "t5", "none", "learned", "kerple", "fire"})
        for (const char* ground : {"#ffffff", "#1e1e20", "#31363b"}) {
            const QVector<ui::ColumnName> names =
                ui::columnNames(QVector<NamedModel>(4, NamedModel{encoding, 64, "/x", {}}));
            EXPECT_EQ(names[0].colour, ui::encodingColour(QString::fromLatin1(encoding)));
            QVector<QColor> shown;
            for (const ui::ColumnName& name : names)
                shown.append(ui::legibleOn(name.colour, QColor(QLatin1String(ground))));
            for (qsizetype a = 0; a < shown.size(); ++a) {
                EXPECT_GE(ui::contrastRatio(shown[a], QColor(QLatin1String(ground))), 3.0);
                for (qsizetype b = 0; b < a; ++b)
                    EXPECT_GT(std::abs(shown[a].red() - shown[b].red()) +
                                  std::abs(shown[a].green() - shown[b].green()) +
                                  std::abs(shown[a].blue() - shown[b].blue()),
                              45)
                        << encoding << " on " << ground << ": " << a << ' ' << b;
            }
        }
}

} // namespace
