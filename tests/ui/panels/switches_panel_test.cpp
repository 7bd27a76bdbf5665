// SPDX-License-Identifier: GPL-3.0-or-later
// Switching trained models in the window, with real clicks and keys.
#include "ui/controls/number_box.h"
#include "ui/panels/switches_panel.h"

#include "tests/ui/main_window_fixture.h"
#include "ui/controls/length_track.h"
#include "ui/controls/slopes_editor.h"
#include "ui/controls/switch_badge.h"
#include "ui/heatmap/head_grid.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>

#include <cmath>

namespace {

using core::Json;

class Switches : public ui::MainWindowFixture
{
protected:
    Switches()
    {
        QObject::connect(&m_window->session(), &ui::Session::detailReady, m_window.get(),
                         [this](const ui::DetailReady& answer) {
                             if (answer.column == 1)
                                 m_map = answer.map;
                         });
    }

    ui::SwitchesPanel& panel(int c) { return *column(c).findChild<ui::SwitchesPanel*>(); }
    ui::SwitchBadge& badge(int c) { return *column(c).findChild<ui::SwitchBadge*>(); }
    Json options(std::size_t c) { return setup().columns[c].options; }

    void openPanel(int c)
    {
        for (auto* found : column(c).findChildren<QToolButton*>())
            if (found->text() == QLatin1String("Switches") && !found->isChecked())
                QTest::mouseClick(found, Qt::LeftButton);
        ASSERT_TRUE(panel(c).isVisible());
    }
    template <typename Widget>
    Widget* control(int c, const QString& name)
    {
        for (auto* found : panel(c).findChildren<Widget*>())
            if (found->accessibleName() == name)
                return found;
        ADD_FAILURE() << "no control " << name.toStdString();
        return nullptr;
    }
    bool offers(int c, const QString& name)
    {
        for (auto* found : panel(c).findChildren<QWidget*>())
            if (found->accessibleName() == name && found->isVisible())
                return true;
        return false;
    }
    static void type(QAbstractSpinBox* spin, const QString& text)
    {
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, text);
        QTest::keyClick(spin, Qt::Key_Return);
    }
    // The badge changes the pictures' size, so one picture may follow another.
    template <typename Condition>
    static bool becomes(Condition condition)
    {
        return QTest::qWaitFor(condition, ui::kPatience);
    }
    // The last query's first key: what a window hides first.
    float corner() const { return m_map->values(m_map->values.rows() - 1, 0); }
    void undo() { m_window->session().undoStack().undo(); }

    std::shared_ptr<const core::ReducedMap> m_map; // of the first column, newest
};

TEST_F(Switches, AWindowHidesCellsShowsItsBadgeAndIsUndone)
{
    ASSERT_TRUE(started());
    const QString before = column(0).title();
    const QString other = column(1).title();
    EXPECT_FALSE(badge(0).isVisible());
    EXPECT_FALSE(std::isnan(corner()));

    openPanel(0);
    ASSERT_TRUE(follows([&] {
        QTest::mouseClick(control<QCheckBox>(0, QStringLiteral("Window")), Qt::LeftButton, {}, {8, 8});
    }));
    EXPECT_EQ(options(0), (Json{{"attention_window", 64}}));
    ASSERT_TRUE(follows([&] { type(control<ui::NumberBox>(0, QStringLiteral("Window")), QStringLiteral("16")); }));
    EXPECT_EQ(options(0), (Json{{"attention_window", 16}}));
    EXPECT_TRUE(badge(0).isVisible());
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: window 16"));
    EXPECT_FALSE(badge(0).toolTip().isEmpty());
    EXPECT_TRUE(becomes([&] { return std::isnan(corner()) && column(0).title() != before; }));
    EXPECT_EQ(column(1).title(), other);
    EXPECT_FALSE(badge(1).isVisible());

    ASSERT_TRUE(follows([&] { type(control<ui::NumberBox>(0, QStringLiteral("Sinks")), QStringLiteral("4")); }));
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: window 16 · sinks 4"));
    EXPECT_TRUE(becomes([&] { return !std::isnan(corner()); }));

    ASSERT_TRUE(follows([&] {
        while (m_window->session().undoStack().canUndo())
            undo();
    }));
    EXPECT_EQ(options(0), Json::object());
    EXPECT_FALSE(badge(0).isVisible());
    EXPECT_TRUE(becomes([&] { return column(0).title() == before; })) << column(0).title().toStdString();
    EXPECT_FALSE(control<QCheckBox>(0, QStringLiteral("Window"))->isChecked());
}

// Nothing is laid over a picture, and maps stay side by side.
TEST_F(Switches, UnfoldAboveThePicturesLevelInEveryColumnAndCloseWithEscape)
{
    ASSERT_TRUE(started());
    for (const int width : {1280, 700}) {
        m_window->resize(width, 720);
        QTest::qWait(1);
        openPanel(0);
        QTest::qWait(1);
        EXPECT_TRUE(panel(1).isVisible());
        EXPECT_EQ(panel(0).height(), panel(1).height());
        const auto inWindow = [&](QWidget& w) { return QRect(w.mapTo(m_window.get(), QPoint()), w.size()); };
        EXPECT_EQ(inWindow(column(0).map()).top(), inWindow(column(1).map()).top());
        for (const int c : {0, 1}) {
            EXPECT_FALSE(inWindow(panel(c)).intersects(inWindow(column(c).map())));
            EXPECT_FALSE(inWindow(panel(c)).intersects(inWindow(column(c).grid())));
            const auto controls = panel(c).findChildren<QAbstractSpinBox*>();
            EXPECT_FALSE(controls.isEmpty());
            for (auto* control : controls)
                EXPECT_TRUE(inWindow(panel(c)).contains(inWindow(*control)));
        }
        ASSERT_NE(QApplication::focusWidget(), nullptr);
        EXPECT_TRUE(panel(0).isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        EXPECT_FALSE(panel(0).isVisible());
        EXPECT_FALSE(panel(1).isVisible());
        EXPECT_EQ(qobject_cast<QToolButton*>(QApplication::focusWidget())->text(), QStringLiteral("Switches"));
    }
}

TEST_F(Switches, OnlyWhatTheEncodingHasIsOffered)
{
    ASSERT_TRUE(started());
    openPanel(0);
    EXPECT_TRUE(control<ui::NumberBox>(0, QStringLiteral("Bias factor"))->isVisible());
    EXPECT_TRUE(control<QComboBox>(0, QStringLiteral("Growth"))->isVisible());
    // sinusoidal
    EXPECT_FALSE(offers(1, QStringLiteral("Bias factor")));
    EXPECT_FALSE(offers(1, QStringLiteral("Growth")));
    EXPECT_TRUE(control<ui::NumberBox>(1, QStringLiteral("Window"))->isVisible());
}

TEST_F(Switches, EverySwitchOfAlibiWritesItsOptionAndTheCrossTakesAllBack)
{
    ASSERT_TRUE(started());
    const QString before = column(0).title();
    openPanel(0);
    auto* stretch = control<QComboBox>(0, QStringLiteral("Stretch"));
    stretch->setFocus();
    ASSERT_TRUE(follows([&] { QTest::keyClick(stretch, Qt::Key_Down); }));
    EXPECT_EQ(options(0), (Json{{"alibi_scaling", {{"type", "linear"}, {"factor", 1.5}}}})); // 96 tokens, trained at 64
    ASSERT_TRUE(follows([&] { QTest::keyClick(stretch, Qt::Key_Down); }));
    EXPECT_EQ(options(0)["alibi_scaling"]["type"], "ntk");
    ASSERT_TRUE(
        follows([&] { type(control<ui::NumberBox>(0, QStringLiteral("Stretch: factor")), QStringLiteral("4")); }));
    EXPECT_EQ(options(0)["alibi_scaling"]["factor"], 4.0);
    auto* growth = control<QComboBox>(0, QStringLiteral("Growth"));
    growth->setFocus();
    ASSERT_TRUE(follows([&] { QTest::keyClick(growth, Qt::Key_Down); }));
    ASSERT_TRUE(
        follows([&] { type(control<ui::NumberBox>(0, QStringLiteral("Bias factor")), QStringLiteral("0.5")); }));
    auto* divided = control<QCheckBox>(0, QStringLiteral("Bias ÷ √d"));
    ASSERT_TRUE(follows([&] { QTest::mouseClick(divided, Qt::LeftButton, {}, {8, 8}); }));
    EXPECT_EQ(options(0), (Json{{"alibi_scaling", {{"type", "ntk"}, {"factor", 4.0}}},
                                {"alibi_growth", "exponential"},
                                {"bias_factor", 0.5},
                                {"bias_divided_by_sqrt_d", true}}));
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: NTK-ALiBi ×4 · exponential growth · bias ×0.5 · bias ÷ √d"));
    ASSERT_TRUE(follows([&] { QTest::mouseClick(badge(0).findChild<QToolButton*>(), Qt::LeftButton); }));
    EXPECT_EQ(options(0), Json::object());
    EXPECT_TRUE(becomes([&] { return column(0).title() == before; })) << column(0).title().toStdString();
}

TEST_F(Switches, SlopePresetsAreMarkedAsSwitchedToo)
{
    ASSERT_TRUE(started());
    const auto choose = [&](const QString& text) {
        auto* editor = m_window->findChild<ui::SlopesEditor*>();
        for (QAction* action : editor->findChild<QMenu*>()->actions())
            if (action->text() == text)
                return action->trigger();
        ADD_FAILURE() << text.toStdString();
    };
    ASSERT_TRUE(follows([&] { choose(QStringLiteral("Off by one: starts at 1")); }));
    EXPECT_EQ(setup().columns[0].slopes.front(), 1.0);
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: doubled slopes")); // with a power of two heads they are
    ASSERT_TRUE(follows([&] { choose(QStringLiteral("Random (exponential)")); }));
    const auto drawn = setup().columns[0].slopes;
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: slopes by hand"));
    ASSERT_TRUE(follows([&] { choose(QStringLiteral("Random (exponential)")); }));
    EXPECT_NE(setup().columns[0].slopes, drawn);
    ASSERT_TRUE(follows([&] { choose(QStringLiteral("All zero")); }));
    EXPECT_EQ(badge(0).text(), QStringLiteral("switched: zero slopes"));
}

// A table of 64 positions: what lies past it is a marked limit, and the other column goes on.
TEST_F(Switches, AModelThatCannotReadOnSaysSoInItsColumn)
{
    ASSERT_TRUE(started());
    const auto alibi = m_window->session().checkpoint(0);
    core::ModelConfig config = alibi->model.config();
    config.encoding = "learned";
    config.encodingOptions = Json::object();
    config.layers = 1;
    core::Parameters<float> parameters(std::make_shared<const core::ParameterLayout>(config));
    core::initialise(parameters, 1);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("learned"));
    core::saveCheckpoint(path.toStdString(), parameters, &alibi->needTokenizer(), core::WeightType::F32);
    m_window->session().open(QStringLiteral("model"), [&](core::Setup& e) { e.columns[1] = {path.toStdString(), {}}; });
    EXPECT_TRUE(becomes([&] { return column(1).title() == QStringLiteral("Learned-64 · reads at most 64"); }))
        << column(1).title().toStdString();
    EXPECT_TRUE(becomes([&] { return column(0).title().contains(QStringLiteral(" on these 96 tokens")); }));
    EXPECT_EQ(m_window->findChild<ui::LengthTrack*>()->limits(), QVector<int>{64});
    m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 64; });
    EXPECT_TRUE(becomes([&] { return column(1).title().contains(QStringLiteral(" on these 64 tokens")); }))
        << column(1).title().toStdString();
}

TEST_F(Switches, ASessionFileBringsThemBackAndABadOneIsRefused)
{
    ASSERT_TRUE(started());
    QTemporaryDir folder;
    const auto write = [&](const char* name, const core::Setup& content) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(content.toJson().dump()));
        return file.fileName();
    };
    core::Setup wanted = setup();
    wanted.columns[0].options = {{"attention_window", 8}, {"bias_factor", 2.0}};
    wanted.columns[1].options = {{"attention_window", 32}, {"attention_sinks", 1}};
    ASSERT_TRUE(follows([&] { m_window->openPath(write("good.alibilab", wanted)); }));
    EXPECT_EQ(setup(), wanted);
    EXPECT_EQ(badge(1).text(), QStringLiteral("switched: window 32 · sinks 1"));
    core::Setup bad = wanted;
    for (const char* key : {"bias_factor", "alibi_growth"}) { // the sinusoidal model has neither
        bad.columns[1].options = {{key, 2.0}};
        m_window->openPath(write("bad.alibilab", bad));
        EXPECT_TRUE(QTest::qWaitFor([&] { return errorShown(); }, ui::kPatience)) << key;
        EXPECT_EQ(setup(), wanted);
        QTest::mouseClick(button(QStringLiteral("✕")), Qt::LeftButton);
    }
}

} // namespace
