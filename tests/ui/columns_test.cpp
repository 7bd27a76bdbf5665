// SPDX-License-Identifier: GPL-3.0-or-later
// One to four columns of different shapes in the window, with real clicks and keys.
#include "tests/core/io/temporary_folder.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/small_models.h"
#include "ui/controls/number_box.h"
#include "ui/controls/slope_row.h"
#include "ui/controls/text_line.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/slopes_panel.h"
#include "ui/panels/view_bar.h"
#include "ui/plot/curve_plot.h"
#include "ui/session/column_edits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QStatusBar>
#include <QUrl>

#include <gtest/gtest.h>

#include <set>

namespace {

class ColumnsTest : public ui::MainWindowFixture
{
protected:
    int shown() { return static_cast<int>(m_window->findChildren<ui::ColumnPanel*>().size()); }
    ui::Session& session() { return m_window->session(); }
    ui::ColumnsView& view() { return *m_window->findChild<ui::ColumnsView*>(); }
    ui::CurvesPanel& curves() { return *m_window->findChild<ui::CurvesPanel*>(); }
    bool open(std::vector<core::Column> columns, int length = 96)
    {
        return follows([&] {
            session().open(QStringLiteral("columns"), [&](core::Setup& e) {
                e.columns = columns;
                e.length = length;
            });
        });
    }
    // Curves over it are soon there.
    bool shortText()
    {
        std::string text;
        for (int i = 0; i < 30; ++i)
            text += "It was a bright day and the boats were out on the water. ";
        return allFollows([&] {
            session().open(QStringLiteral("text"), [&](core::Setup& e) { e.text = {core::TextKind::Typed, text}; });
        });
    }
    static bool hasCurve(const QVector<ui::Curve>& curves, const QString& label)
    {
        return std::ranges::any_of(curves, [&](const ui::Curve& c) { return c.label == label && !c.x.isEmpty(); });
    }

    core::TemporaryFolder m_folder;
    ui::Comparison m_comparison{m_window->session()}; // hears what the window's hears
};

TEST_F(ColumnsTest, OneToFourOfDifferentShapes)
{
    const std::string flat = ui::writeSmallModel(m_folder / "flat", {.layers = 1, .heads = 12});
    const std::string deep = ui::writeSmallModel(m_folder / "deep", {.encoding = "rotary", .layers = 6, .heads = 2});
    ASSERT_TRUE(started());
    const std::vector<core::Column> all{
        {"builtin:alibi-64", {}}, {flat, {}}, {deep, {}}, {"builtin:sinusoidal-128", {}}};
    for (std::size_t count = 1; count <= 4; ++count) {
        ASSERT_TRUE(open({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)}));
        ASSERT_EQ(shown(), static_cast<int>(count));
        std::set<QString> titles;
        std::set<int> tops;
        for (int c = 0; c < shown(); ++c) {
            titles.insert(column(c).title().section(QStringLiteral(" · "), 0, 0));
            tops.insert(column(c).map().parentWidget()->y());
            EXPECT_GT(column(c).map().mapRect().width(), 30) << c << " of " << count;
        }
        EXPECT_EQ(titles.size(), count);
        EXPECT_EQ(tops.size(), 1U);
    }
    EXPECT_EQ(column(1).grid().heads(), 12);
    EXPECT_EQ(column(2).grid().layers(), 6);
    // Every column shows the nearest head it has.
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("head"), [](core::Setup& e) {
            e.view.layer = 3;
            e.view.head = 7;
        });
    }));
    EXPECT_EQ(column(0).grid().selectedLayer(), 3);
    EXPECT_EQ(column(1).grid().selectedLayer(), 0);
    EXPECT_EQ(column(1).grid().selectedHead(), 7);
    EXPECT_EQ(column(2).grid().selectedLayer(), 3);
    EXPECT_EQ(column(2).grid().selectedHead(), 1);
    EXPECT_FALSE(errorShown());
}

// Only open() reads: what is edited in without it is not computed, and gone with the edit.
TEST_F(ColumnsTest, WhatNobodyReadIsNotComputed)
{
    ASSERT_TRUE(started());
    session().edit(QStringLiteral("length"), [](core::Setup& e) { --e.length; }); // is to be computed, until:
    session().edit(QStringLiteral("text"), [](core::Setup& e) { e.text = {core::TextKind::Passage, "all"}; });
    session().edit(QStringLiteral("model"), [](core::Setup& e) { e.columns[1].model = "builtin:none-64"; });
    QTest::qWait(50);
    EXPECT_FALSE(session().isPictureDue());
    session().undoStack().undo();
    ASSERT_TRUE(follows([&] { session().undoStack().undo(); }));
    EXPECT_TRUE(column(1).title().startsWith(QStringLiteral("Sinusoidal-64"))) << column(1).title().toStdString();
}

TEST_F(ColumnsTest, AreAddedCopiedMovedSwappedAndRemoved)
{
    ASSERT_TRUE(started());
    const auto models = [&] {
        std::string text;
        for (const core::Column& column : setup().columns)
            text += column.model.substr(8) + " ";
        return text;
    };
    ASSERT_TRUE(follows([&] { ui::addColumn(session(), "builtin:t5-64"); }));
    EXPECT_EQ(models(), "alibi-64 sinusoidal-64 t5-64 ");
    ASSERT_TRUE(follows([&] { ui::copyColumn(session(), 0); }));
    EXPECT_EQ(models(), "alibi-64 alibi-64 sinusoidal-64 t5-64 ");
    EXPECT_TRUE(column(1).title().startsWith(QStringLiteral("ALiBi-64 (2)"))) << column(1).title().toStdString();
    EXPECT_FALSE(ui::canAddColumn(session()));
    ui::addColumn(session(), "builtin:none-64"); // a fifth is not added
    EXPECT_EQ(shown(), 4);
    ASSERT_TRUE(follows([&] { ui::moveColumn(session(), 3, 0); }));
    EXPECT_EQ(models(), "t5-64 alibi-64 alibi-64 sinusoidal-64 ");
    EXPECT_TRUE(column(0).title().startsWith(QStringLiteral("T5 bias-64")));
    ASSERT_TRUE(follows([&] { ui::swapColumns(session(), 0, 3); }));
    EXPECT_EQ(models(), "sinusoidal-64 alibi-64 alibi-64 t5-64 ");
    ASSERT_TRUE(follows([&] { ui::removeColumn(session(), 1); }));
    EXPECT_EQ(models(), "sinusoidal-64 alibi-64 t5-64 ");
    EXPECT_EQ(shown(), 3);
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(follows([&] { session().undoStack().undo(); }));
    EXPECT_EQ(models(), "alibi-64 sinusoidal-64 ");
    EXPECT_TRUE(column(1).title().startsWith(QStringLiteral("Sinusoidal-64")));
    ASSERT_TRUE(follows([&] { ui::removeColumn(session(), 0); }));
    EXPECT_FALSE(ui::canRemoveColumn(session()));
    ui::removeColumn(session(), 0); // the last one stays
    EXPECT_EQ(models(), "sinusoidal-64 ");
}

TEST_F(ColumnsTest, ThePlusAndTheColumnsMenuDoIt)
{
    ASSERT_TRUE(started());
    auto* add = m_window->findChild<QToolButton*>(QStringLiteral("addColumn"));
    ASSERT_NE(add, nullptr);
    QAction* alibi = add->menu()->actions().first();
    ASSERT_TRUE(follows([&] { alibi->trigger(); }));
    EXPECT_EQ(shown(), 3);
    auto* menu = column(2).findChild<QMenu*>();
    emit menu->aboutToShow();
    QAction* remove = menu->actions().last();
    EXPECT_TRUE(remove->isEnabled());
    ASSERT_TRUE(follows([&] { remove->trigger(); }));
    EXPECT_EQ(shown(), 2);
}

// Columns that were moved keep what is known of them: nothing is read again, and the curve stays.
// What a model scores without its switches is known as long as it was seen, whichever column it stood in.
TEST_F(ColumnsTest, AnUndoBringsTheCurveWithoutSwitchesBack)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shortText());
    ASSERT_TRUE(allFollows([&] {
        session().edit(QStringLiteral("slopes"), [](core::Setup& e) { e.columns[0].slopes.assign(8, 0.25); });
    }));
    const auto curves = [&] {
        const auto all = m_comparison.perplexityCurves();
        return std::ranges::count(all, QStringLiteral("without switches"), &ui::Curve::variant);
    };
    EXPECT_EQ(curves(), 1);
    ASSERT_TRUE(allFollows([&] { ui::removeColumn(session(), 0); }));
    EXPECT_EQ(curves(), 0);
    ASSERT_TRUE(allFollows([&] { session().undoStack().undo(); }));
    EXPECT_EQ(curves(), 1);
}

// A head's bias on its own scale would look alike whatever its slope is.
TEST_F(ColumnsTest, AnotherSlopeIsSeenInTheBias)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("stage"), [](core::Setup& e) {
            e.view.stage = core::Stage::Bias;
            e.view.head = 5; // 1/64
        });
    }));
    const auto lightness = [&] { // at a distance of some 60 tokens
        const QRect map = column(0).map().mapRect();
        const QImage image = column(0).map().grab().toImage();
        return image.pixelColor(map.left() + map.width() / 4, map.top() + map.height() * 7 / 8).lightness();
    };
    EXPECT_EQ(m_comparison.detailScale(0), m_comparison.detailScale(1)) << "Same scale, also where there is no bias";
    const int before = lightness();
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("slopes"), [](core::Setup& e) {
            e.columns[0].slopes = {0.5, 0.25, 0.125, 0.0625, 0.03125, 0.125, 0.0078125, 0.00390625};
        });
    }));
    EXPECT_LT(lightness(), before - 20);
}

TEST_F(ColumnsTest, ADifferenceIsReadOut)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { ui::showDifference(session(), 0, 1); }));
    EXPECT_TRUE(m_comparison.readout(0, 20, 10).whole.contains(QStringLiteral("ALiBi-64 − Sinusoidal-64: ")))
        << m_comparison.readout(0, 20, 10).whole.toStdString();
    EXPECT_FALSE(m_comparison.readout(1, 20, 10).whole.contains(QStringLiteral("−64: ")));
}

// With the mouse: the menu is open while its column goes, and with it the menu.
TEST_F(ColumnsTest, EveryColumnCanBeRemovedByItsOwnMenu)
{
    ASSERT_TRUE(started());
    for (const std::size_t gone : {3U, 2U, 0U}) {
        ASSERT_TRUE(open({{"builtin:alibi-64", {}},
                          {"builtin:sinusoidal-64", {}},
                          {"builtin:none-64", {}},
                          {"builtin:rotary-64", {}}}));
        QToolButton* button = nullptr;
        for (auto* each : column(static_cast<int>(gone)).findChildren<QToolButton*>())
            if (each->text() == QStringLiteral("⋮"))
                button = each;
        ASSERT_NE(button, nullptr);
        QTimer::singleShot(200, [] { // the click below returns when the menu is closed
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            ASSERT_NE(menu, nullptr);
            for (QAction* action : menu->actions())
                if (action->text() == QStringLiteral("Remove this column")) {
                    const QPoint place = menu->actionGeometry(action).center();
                    QTest::mouseMove(menu, place);
                    return QTest::mouseClick(menu, Qt::LeftButton, {}, place);
                }
            FAIL();
        });
        QTest::mouseClick(button, Qt::LeftButton);
        ASSERT_TRUE(QTest::qWaitFor([&] { return setup().columns.size() == 3U; }, ui::kPatience));
        settle();
        EXPECT_EQ(shown(), 3);
    }
}

TEST_F(ColumnsTest, AMovedColumnKeepsItsCurve)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shortText());
    ASSERT_TRUE(allFollows([&] { ui::addColumn(session(), "builtin:t5-64"); }));
    QSignalSpy tokens(&session(), &ui::Session::tokensReady);
    ASSERT_TRUE(allFollows([&] { ui::moveColumn(session(), 0, 2); }));
    EXPECT_EQ(tokens.count(), 0);
    settle();
    for (const char* label : {"ALiBi-64", "Sinusoidal-64", "T5 bias-64"})
        EXPECT_TRUE(hasCurve(m_comparison.perplexityCurves(), QString::fromLatin1(label))) << label;
}

TEST_F(ColumnsTest, AnotherModelInOneColumnKeepsTheOthersCurve)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shortText());
    ASSERT_TRUE(allFollows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 90; }); }));
    ASSERT_TRUE(allFollows([&] { ui::chooseModel(session(), 1, "builtin:rotary-64"); }));
    settle();
    EXPECT_TRUE(hasCurve(m_comparison.perplexityCurves(), QStringLiteral("ALiBi-64")));
    EXPECT_TRUE(hasCurve(m_comparison.perplexityCurves(), QStringLiteral("Rotary-64")));
    // Back and forth before anything was read: nothing may be missing either.
    ASSERT_TRUE(allFollows([&] {
        session().undoStack().undo();
        session().undoStack().redo();
    }));
    settle();
    EXPECT_TRUE(hasCurve(m_comparison.perplexityCurves(), QStringLiteral("Rotary-64")));
}

TEST_F(ColumnsTest, AModelThatRefusesALengthShowsNothingOfTheOneBefore)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open({{"builtin:alibi-64", {}}, {"builtin:learned-64", {}}}, 60));
    const QImage before = column(1).grid().grab().toImage();
    ASSERT_TRUE(follows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 300; }); }));
    const QImage refused = column(1).grid().grab().toImage();
    EXPECT_NE(refused, before);
    const QRect cell = column(1).grid().thumbnailRect(2, 3);
    std::set<QRgb> colours; // an empty cell has one
    for (int x = cell.left() + 1; x < cell.right(); ++x)
        for (int y = cell.top() + 1; y < cell.bottom(); ++y)
            colours.insert(refused.pixel(x, y));
    EXPECT_EQ(colours.size(), 1U);
    EXPECT_EQ(column(1).map().region().queries, 300); // axes of the length that was asked for
}

TEST_F(ColumnsTest, AShortTextEndsTheCurvesAndTheStatus)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(allFollows([&] {
        session().open(QStringLiteral("text"), [](core::Setup& e) {
            e.text = {core::TextKind::Typed, "It was a bright day and the boats were out."};
            e.length = 512;
        });
    }));
    settle();
    const ui::Curve loss = m_comparison.lossCurves().first();
    ASSERT_FALSE(loss.x.isEmpty());
    EXPECT_LT(curves().loss().xView().second, 30.0);
    EXPECT_LT(m_comparison.shownLength(), 30);
}

TEST_F(ColumnsTest, TheHeadingSaysWhatEachNumberIs)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shortText());
    ASSERT_TRUE(allFollows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 128; }); }));
    const QString title = column(0).title();
    EXPECT_TRUE(title.contains(QStringLiteral(" on these 128 tokens, "))) << title.toStdString();
    EXPECT_TRUE(title.endsWith(QStringLiteral(" on the whole text"))) << title.toStdString();
    // Any length can be compared, not only those the curve has anyway.
    ASSERT_TRUE(allFollows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 101; }); }));
    EXPECT_TRUE(column(0).title().endsWith(QStringLiteral(" on the whole text")));
}

TEST_F(ColumnsTest, AnyTwoAreSubtractedAndTheMapSaysWhich)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { ui::addColumn(session(), "builtin:t5-64"); }));
    ASSERT_TRUE(follows([&] { ui::showDifference(session(), 2, 0); }));
    EXPECT_EQ(setup().view.difference, (core::Difference{setup().columns[2].id, setup().columns[0].id}));
    EXPECT_TRUE(m_comparison.shownDetail(2).title.endsWith(QStringLiteral("T5 bias-64 − ALiBi-64")))
        << m_comparison.shownDetail(2).title.toStdString();
    EXPECT_FALSE(m_comparison.shownDetail(0).title.contains(QStringLiteral("−")));
    ASSERT_TRUE(follows([&] { ui::swapColumns(session(), 0, 2); })); // the columns, not their places
    EXPECT_TRUE(m_comparison.shownDetail(0).title.endsWith(QStringLiteral("T5 bias-64 − ALiBi-64")));
    ASSERT_TRUE(follows([&] { ui::removeColumn(session(), 2); }));
    EXPECT_FALSE(setup().view.difference);
}

TEST_F(ColumnsTest, TwoModelsOfOneEncodingNeverLookAlike)
{
    ASSERT_TRUE(started());
    core::Column changed{"builtin:alibi-64", {}};
    changed.options["attention_window"] = 32;
    ASSERT_TRUE(open({{"builtin:alibi-64", {}}, {"builtin:alibi-128", {}}, changed, {"builtin:alibi-64", {}}}));
    settle();
    std::set<QString> labels;
    std::set<QRgb> colours;
    for (const ui::Curve& curve : m_comparison.lossCurves()) {
        labels.insert(curve.label);
        colours.insert(curve.colour.rgb());
    }
    EXPECT_EQ(labels, (std::set<QString>{QStringLiteral("ALiBi-64"), QStringLiteral("ALiBi-128"),
                                         QStringLiteral("ALiBi-64 (window 32)"), QStringLiteral("ALiBi-64 (2)")}));
    EXPECT_EQ(colours.size(), 4U);
    EXPECT_TRUE(column(2).title().startsWith(QStringLiteral("ALiBi-64 (window 32)")));
    EXPECT_EQ(m_comparison.trainingPlaces(), (QVector<double>{64.0, 128.0}));
    EXPECT_EQ(m_comparison.trainingPositions(), (QVector<double>{64.0, 128.0}));
}

TEST_F(ColumnsTest, TheSlopesAreThoseOfTheChosenColumn)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(open({{"builtin:alibi-64", {}}, {"builtin:sinusoidal-64", {}}, {"builtin:alibi-128", {}}}));
    auto* panel = m_window->findChild<ui::SlopesPanel*>();
    const auto whose = [&] { return panel->findChild<ui::TextLine*>()->text(); };
    EXPECT_TRUE(whose().contains(QStringLiteral("of ALiBi-64 "))) << whose().toStdString();
    QTest::mouseClick(&column(2).map(), Qt::LeftButton, {}, QPoint(2, 2));
    EXPECT_EQ(session().chosenColumn(), 2U);
    EXPECT_TRUE(whose().contains(QStringLiteral("of ALiBi-128 "))) << whose().toStdString();
    auto* edit = panel->findChildren<ui::SlopeRow*>()[4]->findChild<QLineEdit*>();
    ASSERT_TRUE(follows([&] {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("2"));
        QTest::keyClick(edit, Qt::Key_Return);
    }));
    EXPECT_TRUE(setup().columns[0].slopes.empty());
    ASSERT_EQ(setup().columns[2].slopes.size(), 8U);
    EXPECT_DOUBLE_EQ(setup().columns[2].slopes[4], 2.0);
    EXPECT_EQ(setup().view.head, 4); // the head whose slope it is
    // The badge of one column moves no other's map.
    EXPECT_EQ(column(0).map().parentWidget()->y(), column(2).map().parentWidget()->y());
    EXPECT_EQ(column(0).map().height(), column(2).map().height());
    session().chooseColumn(1); // it has none: the first that has
    EXPECT_TRUE(whose().contains(QStringLiteral("of ALiBi-64 "))) << whose().toStdString();
}

TEST_F(ColumnsTest, BiasesOfAllHeadsShareAScaleThatTellsThemApart)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows(
        [&] { session().edit(QStringLiteral("stage"), [](core::Setup& e) { e.view.stage = core::Stage::Bias; }); }));
    ASSERT_TRUE(setup().view.sharedScale);
    const QImage grid = column(0).grid().grab().toImage();
    const auto corner = [&](int head) { // far from the diagonal, where the bias is largest
        const QRect cell = column(0).grid().thumbnailRect(0, head);
        return grid.pixelColor(cell.left() + 2, cell.bottom() - 2).lightness();
    };
    EXPECT_GT(corner(7), corner(4) + 10);
    EXPECT_GT(corner(4), corner(0) + 10);
    const auto lines = m_window->statusBar()->findChildren<ui::TextLine*>();
    EXPECT_TRUE(std::ranges::any_of(lines, [](const ui::TextLine* line) {
        return line->text().startsWith(QStringLiteral("Bias: all heads on one scale"));
    }));
}

TEST_F(ColumnsTest, FoldersDroppedOnAColumnAreThatColumns)
{
    const std::string one = ui::writeSmallModel(m_folder / "one", {.encoding = "rotary"});
    const std::string two = ui::writeSmallModel(m_folder / "two", {.encoding = "t5"});
    ASSERT_TRUE(started());
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(one)), QUrl::fromLocalFile(QString::fromStdString(two))});
    const QPoint right = column(1).mapTo(&view(), column(1).rect().center());
    ASSERT_TRUE(follows([&] {
        QDragEnterEvent enter(right, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view(), &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent drop(right, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view(), &drop);
    }));
    ASSERT_EQ(setup().columns.size(), 3U);
    EXPECT_EQ(setup().columns[0].model, "builtin:alibi-64");
    EXPECT_EQ(setup().columns[1].model, one);
    EXPECT_EQ(setup().columns[2].model, two);
}

TEST_F(ColumnsTest, OtherTokensAreComparedByBytes)
{
    const std::string other = ui::writeSmallModel(m_folder / "other", {.encoding = "rotary", .vocabulary = 300});
    ASSERT_TRUE(started());
    ASSERT_TRUE(open({{"builtin:alibi-64", {}}, {other, {}}}, 100));
    settle();
    for (int c = 0; c < 2; ++c)
        EXPECT_TRUE(column(c).title().contains(QStringLiteral("bits per byte"))) << column(c).title().toStdString();
    // The same text, which is more tokens of the smaller vocabulary.
    const auto ends = [&](int c) { return column(c).map().region().queries; };
    EXPECT_EQ(ends(0), 100);
    EXPECT_GT(ends(1), 120);
    EXPECT_TRUE(m_comparison.inBytes());
    const double bytes = m_comparison.placeOfLength(100);
    EXPECT_GT(bytes, 150.0); // of text, not tokens
    EXPECT_EQ(m_comparison.lengthAtPlace(bytes), 100);
    EXPECT_LT(m_comparison.trainingLengths()[1], 32); // 32 of the small tokens hold less
    ASSERT_TRUE(follows([&] { ui::showDifference(session(), 0, 1); }));
    EXPECT_TRUE(m_comparison.shownDetail(0).message.contains(QStringLiteral("different tokens")))
        << m_comparison.shownDetail(0).message.toStdString();
}

// The scale comes from the matrix, not from the pixels that show it.
TEST_F(ColumnsTest, TheScaleIsTheSameAtEverySizeOfTheWindow)
{
    ASSERT_TRUE(started());
    for (const core::Reduction reduction : {core::Reduction::Peak, core::Reduction::Mean}) {
        ASSERT_TRUE(follows([&] {
            session().edit(QStringLiteral("length"), [&](core::Setup& e) {
                e.length = reduction == core::Reduction::Peak ? 900 : 901;
                e.view.reduction = reduction;
            });
        }));
        std::set<core::Index> sides;
        std::set<std::pair<double, double>> details;
        std::set<std::pair<double, double>> thumbnails;
        for (const QSize size : {QSize(1000, 700), QSize(1500, 950), QSize(2200, 1400)}) {
            ASSERT_TRUE(follows([&] { m_window->resize(size); }));
            sides.insert(m_comparison.column(0).detail->request.rows);
            const core::ValueRange detail = m_comparison.detailScale(0).ends();
            details.insert({detail.low, detail.high});
            const core::ValueRange thumbnail = m_comparison.thumbnailScale(1, 1, 3).ends();
            thumbnails.insert({thumbnail.low, thumbnail.high});
        }
        EXPECT_EQ(sides.size(), 3U);
        EXPECT_EQ(details.size(), 1U);
        EXPECT_EQ(thumbnails.size(), 1U);
    }
}

TEST_F(ColumnsTest, TheLimitsAreThoseOfTheChosenColumn)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows(
        [&] { session().edit(QStringLiteral("own scales"), [](core::Setup& e) { e.view.sharedScale = false; }); }));
    ASSERT_NE(m_comparison.detailScale(0), m_comparison.detailScale(1));
    auto* bar = m_window->findChild<ui::ViewBar*>();
    const auto boxes = bar->findChildren<ui::NumberBox*>();
    ASSERT_EQ(boxes.size(), 2);
    for (const std::size_t c : {std::size_t{1}, std::size_t{0}}) {
        session().chooseColumn(c);
        const double high = m_comparison.detailScale(c).ends().high;
        EXPECT_NEAR(boxes[1]->value(), high, 1e-3 * high) << c;
        EXPECT_TRUE(boxes[1]->accessibleName().endsWith(m_comparison.column(c).label));
    }
}

// Chosen by key, shared by the columns, held in a sweep, undone; the picture has its colours.
TEST_F(ColumnsTest, AnotherScaleColoursTheMaps)
{
    ASSERT_TRUE(started());
    auto* bar = m_window->findChild<ui::ViewBar*>();
    QComboBox* choice = nullptr;
    for (auto* box : bar->findChildren<QComboBox*>())
        if (box->accessibleName() == QStringLiteral("Colour scale"))
            choice = box;
    ASSERT_NE(choice, nullptr);
    const auto coloured = [&](int c) {
        ui::HeatmapView& map = column(c).map();
        const ui::MapContent& shown = map.content();
        const QImage picture = map.grab().toImage();
        for (const auto& [query, key] : {std::pair(0, 0), {40, 3}, {95, 0}, {60, 59}, {70, 20}}) {
            const QRect box = map.cellRect({query, key});
            const double value = double(shown.map->values(query, key)); // as many pixels as cells, or more
            const core::Rgb colour = core::colourMap(shown.colourMapId).at(shown.scale.place(value));
            EXPECT_EQ(picture.pixel(box.center()), qRgb(colour.red, colour.green, colour.blue))
                << c << ": " << query << ", " << key;
        }
    };
    const QString before = choice->currentText();
    for (const core::Scale scale : {core::Scale::Logarithmic, core::Scale::Percentile, core::Scale::WithoutFirstKey}) {
        ASSERT_TRUE(follows([&] { QTest::keyClick(choice, Qt::Key_Down); }));
        EXPECT_EQ(setup().view.scale, scale);
        ASSERT_EQ(m_comparison.detailScale(0).kind(), scale);
        EXPECT_EQ(m_comparison.detailScale(0), m_comparison.detailScale(1)) << "Same scale";
        EXPECT_EQ(m_comparison.thumbnailScale(1, 2, 3).kind(), scale);
        EXPECT_TRUE(column(0).map().content().scale == m_comparison.detailScale(0));
        coloured(0);
        coloured(1);
        EXPECT_EQ(bar->findChild<QCheckBox*>(QStringLiteral("lock"))->isEnabled(), scale != core::Scale::Percentile);
        const core::ColourScale held = m_comparison.detailScale(0);
        m_comparison.setSweeping(true);
        ASSERT_TRUE(follows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 200; }); }));
        EXPECT_EQ(m_comparison.detailScale(0), held);
        m_comparison.setSweeping(false);
        if (scale != core::Scale::Logarithmic) { // always up to 1, the first row's only weight
            EXPECT_NE(m_comparison.detailScale(0), held);
        }
        ASSERT_TRUE(follows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 96; }); }));
    }
    ASSERT_TRUE(follows(
        [&] { session().edit(QStringLiteral("stage"), [](core::Setup& e) { e.view.stage = core::Stage::Bias; }); }));
    EXPECT_EQ(choice->currentText(), before) << "a bias is shown linear";
    EXPECT_EQ(m_comparison.detailScale(0).kind(), core::Scale::Linear);
    while (session().undoStack().canUndo())
        session().undoStack().undo();
    EXPECT_EQ(setup().view.scale, core::Scale::Linear);
}

TEST_F(ColumnsTest, EveryCurveSaysWhereItComesFrom)
{
    ASSERT_TRUE(started());
    for (const ui::Curve& curve : m_comparison.lossCurves())
        EXPECT_EQ(curve.origin, ui::Origin::Measured);
    for (const ui::Curve& curve : m_comparison.perplexityCurves())
        EXPECT_EQ(curve.origin.has_value(), curve.variant != QStringLiteral("test book"));
    auto* slopes = m_window->findChild<ui::SlopesPanel*>();
    const auto title = [&] { return slopes->findChild<ui::TextLine*>()->text(); };
    EXPECT_TRUE(title().contains(ui::originMark(ui::Origin::Formula))) << title().toStdString();
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("slopes"), [](core::Setup& e) { e.columns[0].slopes.assign(8, 0.25); });
    }));
    EXPECT_FALSE(title().contains(ui::originMark(ui::Origin::Formula))) << title().toStdString();
    EXPECT_TRUE(column(0).map().content().map != nullptr);
}

TEST_F(ColumnsTest, ADifferenceKeepsItsMiddleOnEveryScale)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { ui::showDifference(session(), 0, 1); }));
    for (const core::Scale scale :
         {core::Scale::Linear, core::Scale::Logarithmic, core::Scale::Percentile, core::Scale::WithoutFirstKey}) {
        session().edit(QStringLiteral("scale"), [&](core::Setup& e) { e.view.scale = scale; });
        const core::ColourScale shown = m_comparison.shownDetail(0).scale;
        EXPECT_EQ(shown.kind(), core::usableForDifference(scale));
        EXPECT_DOUBLE_EQ(shown.place(0.0), 0.5);
        m_comparison.setSweeping(true);
        ASSERT_TRUE(follows([&] {
            session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = e.length == 96 ? 300 : 96; });
        }));
        EXPECT_EQ(m_comparison.shownDetail(0).scale, shown);
        m_comparison.setSweeping(false);
        EXPECT_NE(m_comparison.shownDetail(0).scale, shown);
    }
}

TEST_F(ColumnsTest, TheScaleIsHeldWhileASweepRuns)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 20; }); }));
    const core::ColourScale before = m_comparison.detailScale(0);
    m_comparison.setSweeping(true);
    ASSERT_TRUE(follows([&] { session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 900; }); }));
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            const auto& detail = m_comparison.column(0).detail;
            return detail != nullptr && detail->request.region.queries == 900;
        },
        ui::kPatience));
    EXPECT_EQ(m_comparison.detailScale(0), before);
    m_comparison.setHoldsInSweeps(false);
    EXPECT_NE(m_comparison.detailScale(0), before);
}

// A slope that is dragged would else change the numbers beside the bar and no colour.
TEST_F(ColumnsTest, TheScaleIsHeldWhileASlopeIsDragged)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("bias of head 0"), [](core::Setup& e) {
            e.view.stage = core::Stage::Bias;
            e.view.head = 0;
        });
    }));
    const core::ColourScale before = m_comparison.detailScale(0);
    m_comparison.setDragging(true);
    ASSERT_TRUE(follows([&] {
        session().edit(QStringLiteral("slope"), [](core::Setup& e) { e.columns[0].slopes.assign(8, 0.0005); });
    }));
    EXPECT_EQ(m_comparison.detailScale(0), before);
    m_comparison.setDragging(false);
    EXPECT_NE(m_comparison.detailScale(0), before);
}

} // namespace
