// SPDX-License-Identifier: GPL-3.0-or-later
// The slope laboratory: its values without a window, then the view with real clicks and keys.
#include "ui/panels/slope_lab_panel.h"

#include "core/eval/slope_search.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/controls/number_box.h"
#include "ui/controls/number_table.h"
#include "ui/controls/slope_text.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/slopes_view.h"
#include "ui/session/session_store.h"
#include "ui/view_models/switches.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ui {
namespace {

using Mark = SlopesContent::Mark;

NamedSlopes officialOf(int heads) { return slopesOfRule(core::slopeRule("official"), heads, 1); }

TEST(SlopeLab, ListsOfOneTo128HeadsAreTheOfficialRules)
{
    for (int heads = 1; heads <= kMostLabHeads; ++heads) {
        const SlopesContent content = labLists(heads, {officialOf(heads)});
        const std::vector<double> slopes = core::officialSlopes(heads);
        const SlopesContent::Row& row = content.rows.last();
        ASSERT_EQ(row.points.size(), heads);
        for (int h = 0; h < heads; ++h)
            EXPECT_EQ(row.points[h].slope, slopes[static_cast<std::size_t>(h)]);
        const bool power = (heads & (heads - 1)) == 0;
        ASSERT_EQ(content.rows.size(), power ? 1 : 3) << heads;
        if (power)
            continue;
        // The marked places of the two lists above are the heads' slopes, in their order.
        QVector<double> taken;
        for (int list = 0; list < 2; ++list)
            for (const SlopesContent::Point& point : content.rows[list].points)
                if (point.mark != Mark::Left) {
                    EXPECT_EQ(point.mark, list == 0 ? Mark::First : Mark::Second);
                    EXPECT_EQ(row.points[taken.size()].mark, point.mark);
                    taken.append(point.slope);
                }
        EXPECT_EQ(taken, QVector<double>(slopes.begin(), slopes.end())) << heads;
    }
}

// The same slopes in another order are another rule.
TEST(SlopeLab, AHeadHasItsColourInEveryList)
{
    const SlopesContent lists = labLists(8, {officialOf(8), slopesOfRule(core::slopeRule("reversed"), 8, 1)});
    ASSERT_EQ(lists.rows.size(), 2);
    for (int h = 0; h < 8; ++h) {
        EXPECT_EQ(lists.rows[0].points[h].colour, headColour(h, 8));
        EXPECT_EQ(lists.rows[1].points[h].colour, headColour(h, 8));
        EXPECT_EQ(lists.rows[1].points[h].slope, lists.rows[0].points[7 - h].slope);
    }
}

TEST(SlopeLab, DistancesStandBesideTheTrainingLength)
{
    const LabTable endless = labHeads(officialOf(8), std::nullopt, 64);
    EXPECT_EQ(endless.rows[0], (QStringList{QStringLiteral("0"), QStringLiteral("1/2"), QStringLiteral("● 1 of 8"),
                                            QStringLiteral("2"), QStringLiteral("5"), QStringLiteral("10")}));
    EXPECT_EQ(endless.rows[7][3], QStringLiteral("178"));
    EXPECT_TRUE(endless.marked.contains({7, 3}));
    EXPECT_FALSE(endless.marked.contains({0, 5}));
    const LabTable within = labHeads(officialOf(8), 64, 64);
    EXPECT_EQ(within.rows[7][3], QString::number(*core::keysHolding(0.5, 1.0 / 256, 64)));
    EXPECT_TRUE(within.marked.isEmpty());
    EXPECT_EQ(labHeads(slopesOfRule(core::slopeRule("zero"), 2, 1), std::nullopt, 64).rows[1].last(),
              QStringLiteral("∞"));
    EXPECT_EQ(labHeads(officialOf(12), std::nullopt, 0).rows[8][2], QStringLiteral("◆ 1 of 16"));
}

TEST(SlopeLab, RulesAreComparedWithTheOfficialOne)
{
    const auto rowOf = [](int heads, std::string_view id) {
        const auto rules = core::slopeRules();
        const auto place = std::ranges::find(rules, id, &core::SlopeRule::id) - rules.begin();
        return labRules(heads, 1).rows[static_cast<int>(place)];
    };
    EXPECT_EQ(rowOf(12, "official")[1], QStringLiteral("0"));
    EXPECT_EQ(rowOf(12, "mpt")[1], QStringLiteral("0"));
    EXPECT_EQ(rowOf(12, "llama_cpp")[1], QStringLiteral("0"));
    EXPECT_EQ(rowOf(8, "mlx")[1], QStringLiteral("0"));
    EXPECT_EQ(rowOf(12, "mlx")[1], QStringLiteral("12"));
    EXPECT_EQ(rowOf(8, "off_by_one")[1], QStringLiteral("8"));
    EXPECT_EQ(rowOf(8, "off_by_one")[2], QStringLiteral("×2"));
    EXPECT_EQ(rowOf(8, "off_by_one")[3], QStringLiteral("1"));
    EXPECT_EQ(rowOf(8, "doubled")[2], QStringLiteral("×2"));
    EXPECT_EQ(rowOf(8, "halved")[2], QStringLiteral("÷2"));
    EXPECT_EQ(rowOf(8, "zero")[2], QStringLiteral("×0"));
}

TEST(SlopeLab, BiasesAreSlopeTimesDistance)
{
    const QVector<Curve> linear = labBiases(officialOf(12), 256, false);
    ASSERT_EQ(linear.size(), 12);
    EXPECT_EQ(linear[8].x.last(), 256.0);
    EXPECT_DOUBLE_EQ(linear[8].y.last(), -256.0 * std::exp2(-0.5));
    const QVector<Curve> logarithmic = labBiases(officialOf(12), 256, true);
    EXPECT_EQ(logarithmic[1].x.first(), 1.0);
    EXPECT_DOUBLE_EQ(logarithmic[1].y.first(), -0.25);
    const QVector<Curve> grown = labBiases(slopesOfRule(core::slopeRule("exponential"), 8, 1), 256, false);
    EXPECT_DOUBLE_EQ(grown[7].y.last(), -std::expm1(1.0));
    EXPECT_TRUE(std::isnan(grown[0].y.last())); // far below all that is seen
}

// ── the view ───────────────────────────────────────────────────────────────────────────────────────────────────────

class SlopeLabTest : public MainWindowFixture
{
protected:
    SlopeLabPanel& panel() { return *m_window->findChild<SlopeLabPanel*>(); }
    const SlopesContent& lists() { return panel().findChild<SlopesView*>()->content(); }
    NumberTable& table(const char* name)
    {
        for (NumberTable* found : panel().findChildren<NumberTable*>())
            if (found->accessibleName() == QLatin1String(name))
                return *found;
        throw std::runtime_error(name);
    }
    QComboBox& rules() { return *panel().findChild<QComboBox*>(); }
    QLineEdit& list()
    {
        for (QLineEdit* found : panel().findChildren<QLineEdit*>())
            if (found->accessibleName() == QStringLiteral("Slopes by hand"))
                return *found;
        throw std::runtime_error("list");
    }
    NumberBox& heads()
    {
        for (NumberBox* found : panel().findChildren<NumberBox*>())
            if (found->accessibleName() == QStringLiteral("Number of heads"))
                return *found;
        throw std::runtime_error("heads");
    }
    QPushButton& button(const QString& begins)
    {
        for (QPushButton* found : panel().findChildren<QPushButton*>())
            if (found->text().startsWith(begins))
                return *found;
        throw std::runtime_error(begins.toStdString());
    }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool shown()
    {
        m_window->showView("slope-lab", true);
        return becomes([&] {
            return m_window->findChild<SlopeLabPanel*>() != nullptr && panel().isVisible() && !lists().rows.isEmpty();
        });
    }
    void type(QWidget& field, const QString& text)
    {
        field.setFocus();
        QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }
    void choose(const QString& id)
    {
        rules().setFocus();
        QTest::keyClick(&rules(), Qt::Key_Home);
        while (rules().currentData().toString() != id) {
            const int before = rules().currentIndex();
            QTest::keyClick(&rules(), Qt::Key_Down);
            ASSERT_NE(rules().currentIndex(), before) << id.toStdString();
        }
    }
};

TEST_F(SlopeLabTest, AnyNumberOfHeadsCanBeTyped)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shown());
    EXPECT_EQ(heads().wholeValue(), 8); // the model's
    type(heads(), QStringLiteral("12"));
    ASSERT_TRUE(becomes([&] { return table("Slopes by head").rowCount() == 12; }));
    EXPECT_EQ(panel().slopes().slopes, core::officialSlopes(12));
    EXPECT_EQ(lists().rows.size(), 4); // both lists, the official slopes, the interpolated ones
    EXPECT_FALSE(lists().second.isEmpty());
    EXPECT_EQ(table("Slopes by head").item(8, 2)->text(), QStringLiteral("◆ 1 of 16"));
    EXPECT_FALSE(button(QStringLiteral("Use these")).isEnabled()); // the model has eight
    type(heads(), QStringLiteral("129"));
    EXPECT_FALSE(heads().message().isEmpty());
    type(heads(), QStringLiteral("128"));
    ASSERT_TRUE(becomes([&] { return table("Slopes by head").rowCount() == 128; }));
}

TEST_F(SlopeLabTest, ARulesSlopesAreUsedAndTakenBack)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shown());
    choose(QStringLiteral("off_by_one"));
    ASSERT_TRUE(becomes([&] { return panel().slopes().slopes.front() == 1.0; }));
    ASSERT_TRUE(follows([&] { QTest::mouseClick(&button(QStringLiteral("Use these")), Qt::LeftButton); }));
    EXPECT_EQ(setup().columns[0].slopes, core::slopesByRule("off_by_one", core::officialSlopes(8)));
    choose(QStringLiteral("exponential"));
    ASSERT_TRUE(becomes([&] { return panel().slopes().growth == core::SlopeGrowth::Exponential; }));
    ASSERT_TRUE(follows([&] { QTest::mouseClick(&button(QStringLiteral("Use these")), Qt::LeftButton); }));
    EXPECT_TRUE(setup().columns[0].slopes.empty()); // its own
    EXPECT_EQ(setup().columns[0].options.value("alibi_growth", ""), "exponential");
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    ASSERT_TRUE(follows([&] { m_window->session().undoStack().undo(); }));
    EXPECT_TRUE(setup().columns[0].switches().empty());
}

TEST_F(SlopeLabTest, AListIsPasted)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shown());
    type(list(), QStringLiteral("1/2, 0.3 2^-4"));
    ASSERT_TRUE(becomes([&] { return panel().slopes().slopes == std::vector<double>{0.5, 0.3, 0.0625}; }));
    EXPECT_EQ(heads().wholeValue(), 3);
    EXPECT_EQ(rules().currentData().toString(), QStringLiteral("own"));
    type(list(), QStringLiteral("1/2 third"));
    EXPECT_TRUE(panel().listMessage().contains(QStringLiteral("third"))) << panel().listMessage().toStdString();
    EXPECT_EQ(panel().slopes().slopes.size(), 3U); // those there were
    type(heads(), QStringLiteral("5"));            // no list of ours has five
    ASSERT_TRUE(becomes([&] { return panel().slopes().slopes == core::officialSlopes(5); }));
    type(list(), QStringLiteral("1 1 1 1 1 1 1 0"));
    ASSERT_TRUE(becomes([&] { return button(QStringLiteral("Use these")).isEnabled(); }));
    ASSERT_TRUE(follows([&] { QTest::mouseClick(&button(QStringLiteral("Use these")), Qt::LeftButton); }));
    EXPECT_EQ(setup().columns[0].slopes, (std::vector<double>{1, 1, 1, 1, 1, 1, 1, 0}));
}

TEST_F(SlopeLabTest, TheColumnsSlopesAreFollowed)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(shown());
    choose(QStringLiteral("column"));
    const std::vector<double> other{0.001, 0.25, 0.125, 0.2, 0.03125, 0.015625, 0.0078125, 0.00390625};
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("slopes"), [&](core::Setup& e) { e.columns[0].slopes = other; });
    }));
    EXPECT_TRUE(becomes([&] { return panel().slopes().slopes == other; }));
    EXPECT_EQ(panel().slopes().label, m_window->comparison().column(0).label);
    EXPECT_EQ(panel().findChild<CurvePlot*>()->content().marks.trainingLengths, QVector<double>{64.0});
}

TEST_F(SlopeLabTest, WorksWithoutAModelThatHasSlopes)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        m_window->session().open(QStringLiteral("model"),
                                 [](core::Setup& e) { e.columns[0].model = "builtin:rotary-64"; });
    }));
    ASSERT_TRUE(shown());
    EXPECT_FALSE(button(QStringLiteral("Use these")).isEnabled());
    type(heads(), QStringLiteral("6"));
    ASSERT_TRUE(becomes([&] { return panel().slopes().slopes == core::officialSlopes(6); }));
    EXPECT_TRUE(panel().findChild<CurvePlot*>()->content().marks.trainingLengths.isEmpty());
    choose(QStringLiteral("column")); // there is none
    ASSERT_TRUE(becomes([&] { return rules().currentData().toString() == QStringLiteral("official"); }));
}

// ── what slopes cost on the text ───────────────────────────────────────────────────────────────────────────────────

class TriedTest : public SlopeLabTest
{
protected:
    NumberTable& tried() { return table("Settings that were tried"); }
    QString cell(int row, int column) { return tried().item(row, column)->text(); }
    bool measured(int rows)
    {
        return becomes([&] {
            return tried().rowCount() == rows && cell(rows - 1, 1) != QStringLiteral("…") &&
                   cell(rows - 1, 1) != QStringLiteral("other text or length") &&
                   !button(QStringLiteral("Measure all")).isEnabled();
        });
    }
    void openTab()
    {
        auto* tabs = panel().findChild<QTabWidget*>();
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(2).center());
    }
    bool edited(std::vector<double> slopes)
    {
        return follows([&] {
            m_window->session().edit(QStringLiteral("slopes"), [&](core::Setup& e) { e.columns[0].slopes = slopes; });
        });
    }
    bool reads(const std::string& text)
    {
        return follows([&] {
            m_window->session().open(QStringLiteral("text"), [&](core::Setup& e) {
                e.text = {core::TextKind::Typed, text};
            });
        });
    }
    core::HalvesPerplexity perplexity(const core::Column& column)
    {
        const ColumnState& state = m_window->comparison().column(0);
        return core::perplexityOfHalves(m_window->session().checkpoint(0)->model.withEncodingOptions(column.switches()),
                                        *state.tokens, setup().length, m_pool);
    }
    void clickRow(int row)
    {
        QTest::mouseClick(tried().viewport(), Qt::LeftButton, {},
                          tried().visualItemRect(tried().item(row, 0)).center());
    }
    static std::string someText()
    {
        std::string text;
        for (int i = 0; i < 12; ++i)
            text +=
                "The lamp was lit and the sea was calm again, so the boat went out number " + std::to_string(i) + ". ";
        return text;
    }
    bool ready()
    {
        if (!started() || !reads(someText()) || !follows([&] {
                m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 32; });
            }) ||
            !shown())
            return false;
        openTab();
        return measured(1);
    }
};

TEST_F(TriedTest, EachSettingHasThePerplexityOfTheSameTokens)
{
    ASSERT_TRUE(ready());
    const core::HalvesPerplexity own = perplexity({});
    EXPECT_EQ(cell(0, 1), plainNumber(own.whole));
    EXPECT_EQ(cell(0, 3), plainNumber(own.first));
    EXPECT_EQ(cell(0, 4), plainNumber(own.rest));
    const std::vector<double> zero(8, 0.0);
    ASSERT_TRUE(edited(zero));
    ASSERT_TRUE(measured(2));
    EXPECT_EQ(cell(1, 1), plainNumber(perplexity(setup().columns[0]).whole));
    EXPECT_TRUE(cell(1, 0).contains(QStringLiteral("zero"))) << cell(1, 0).toStdString();
    EXPECT_TRUE(cell(1, 2).startsWith(QLatin1Char('+')));

    choose(QStringLiteral("reversed"));
    clickRow(0); // back to how it was trained
    EXPECT_TRUE(setup().columns[0].slopes.empty());
    EXPECT_TRUE(becomes([&] { return panel().slopes().slopes == core::officialSlopes(8); }))
        << "the pictures are of what the column has";
    m_window->session().undoStack().undo();
    EXPECT_EQ(setup().columns[0].slopes, zero);
    tried().setFocus();
    tried().setCurrentCell(0, 0);
    QTest::keyClick(&tried(), Qt::Key_Return);
    EXPECT_TRUE(setup().columns[0].slopes.empty());
}

TEST_F(TriedTest, TryMeasuresTheLabsSlopesAndLeavesTheColumn)
{
    ASSERT_TRUE(ready());
    choose(QStringLiteral("reversed"));
    ASSERT_TRUE(becomes([&] { return panel().slopes().slopes.front() == 1.0 / 256; }));
    QTest::mouseClick(&button(QStringLiteral("Try")), Qt::LeftButton);
    ASSERT_TRUE(measured(2));
    EXPECT_TRUE(setup().columns[0].slopes.empty());
    core::Column reversed;
    reversed.slopes = core::slopesByRule("reversed", core::officialSlopes(8));
    EXPECT_EQ(cell(1, 1), plainNumber(perplexity(reversed).whole));
    EXPECT_EQ(cell(1, 0), QStringLiteral("Reversed"));
    tried().setCurrentCell(1, 0);
    QTest::mouseClick(&button(QStringLiteral("Forget")), Qt::LeftButton);
    EXPECT_EQ(tried().rowCount(), 1);
}

TEST_F(TriedTest, NumbersOfAnotherTextAreNotShownBesideThese)
{
    ASSERT_TRUE(ready());
    ASSERT_TRUE(edited(std::vector<double>(8, 0.0)));
    ASSERT_TRUE(measured(2));
    clickRow(0);
    const QString before = cell(1, 1);
    const std::string another = someText() + someText();
    ASSERT_TRUE(reads(another));
    ASSERT_TRUE(becomes([&] { return cell(0, 1) == plainNumber(perplexity({}).whole); }));
    EXPECT_EQ(cell(1, 1), QStringLiteral("other text or length"));
    EXPECT_EQ(cell(1, 2), QString());
    QTest::mouseClick(&button(QStringLiteral("Measure all")), Qt::LeftButton);
    ASSERT_TRUE(measured(2));
    EXPECT_NE(cell(1, 1), QStringLiteral("other text or length"));
    ASSERT_TRUE(reads(someText())); // what was measured of it is known
    EXPECT_TRUE(becomes([&] { return cell(1, 1) == before; }));
}

TEST_F(TriedTest, TheSearchIsFittedToTheFirstHalfAndStays)
{
    ASSERT_TRUE(ready());
    ASSERT_TRUE(edited(std::vector<double>(8, 2.0))); // bad to begin with
    ASSERT_TRUE(measured(2));
    QPushButton& find = button(QStringLiteral("Find better"));
    QTest::mouseClick(&find, Qt::LeftButton);
    ASSERT_TRUE(becomes([&] { return tried().rowCount() >= 3; })); // the best so far
    ASSERT_TRUE(QTest::qWaitFor([&] { return find.text() == QStringLiteral("Find better"); }, 10 * kPatience));
    const core::TriedSetting found = m_window->session().tried().back();
    ASSERT_EQ(found.slopes.size(), 8U);
    const core::HalvesPerplexity start = perplexity(setup().columns[0]);
    core::Column column;
    column.slopes = found.slopes;
    const core::HalvesPerplexity now = perplexity(column);
    EXPECT_LT(now.first, start.first);
    EXPECT_EQ(cell(2, 3), plainNumber(now.first));
    EXPECT_EQ(cell(2, 4), plainNumber(now.rest)); // of what it has not seen
    EXPECT_TRUE(cell(2, 0).contains(QStringLiteral("first half")));
    EXPECT_EQ(setup().columns[0].slopes, std::vector<double>(8, 2.0)); // nobody was asked to use it
}

TEST_F(TriedTest, AStoppedSearchLeavesWhatItFound)
{
    ASSERT_TRUE(ready());
    ASSERT_TRUE(edited(std::vector<double>(8, 2.0)));
    ASSERT_TRUE(measured(2));
    QPushButton& find = button(QStringLiteral("Find better"));
    QTest::mouseClick(&find, Qt::LeftButton);
    EXPECT_EQ(find.text(), QStringLiteral("Stop"));
    ASSERT_TRUE(becomes([&] { return tried().rowCount() == 3 && cell(0, 3) != cell(2, 3); })); // better than the start
    QTest::mouseClick(&find, Qt::LeftButton);
    ASSERT_TRUE(becomes([&] { return find.text() == QStringLiteral("Find better"); }));
    EXPECT_EQ(m_window->session().tried().size(), 3U);
}

TEST_F(TriedTest, TheSessionsFileKeepsThem)
{
    ASSERT_TRUE(ready());
    ASSERT_TRUE(edited(std::vector<double>(8, 0.0)));
    ASSERT_TRUE(measured(2));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.alibilab"));
    SessionStore store(m_window->session(), {});
    ASSERT_TRUE(store.save(path));
    const std::vector<core::TriedSetting> saved = m_window->session().tried();
    ASSERT_EQ(saved.size(), 2U);
    EXPECT_TRUE(store.isSaved());
    m_window->session().setTried({});
    EXPECT_FALSE(store.isSaved());
    store.open(path);
    EXPECT_TRUE(becomes([&] { return m_window->session().tried() == saved; }));
}

// What is painted where the heads' slopes are.
TEST(SlopesFigure, MarksStandAtTheirSlopes)
{
    const SlopesContent content = labLists(12, {officialOf(12)});
    const FigureStyle style = paperStyle(QFont());
    const SlopesFigure figure(content, {600, 240}, style);
    const QImage image = pictureOf(figure, 1.0);
    for (int row = 0; row < 3; ++row)
        for (const SlopesContent::Point& point : content.rows[row].points) {
            const QPoint at = figure.pixelAt(row, point.slope).toPoint();
            const QColor colour = legibleOn(
                point.colour.isValid() ? point.colour : encodingColour(QStringLiteral("alibi")), style.base());
            EXPECT_EQ(image.pixelColor(at).rgb() == colour.rgb(), point.mark != Mark::Left)
                << row << " " << point.slope;
            EXPECT_EQ(figure.aboutAt(at), point.about);
        }
    EXPECT_LT(figure.pixelAt(0, 0.25).x(), figure.pixelAt(0, 0.5).x());
    EXPECT_NEAR(figure.pixelAt(0, 0.5).x() - figure.pixelAt(0, 0.25).x(),
                figure.pixelAt(0, 0.125).x() - figure.pixelAt(0, 0.0625).x(), 1e-9);
}

} // namespace
} // namespace ui
