// SPDX-License-Identifier: GPL-3.0-or-later
// Another model for a column: found by typing, with keys, clicks, from a folder, from a live training.
#include "ui/panels/model_chooser.h"

#include "tests/core/io/temporary_folder.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/small_models.h"
#include "ui/panels/model_facts_page.h"
#include "ui/settings/preferences.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include <set>

namespace ui {
namespace {

class ModelChooserTest : public MainWindowFixture
{
protected:
    ModelChooserTest() { m_window->activateWindow(); }

    // Opens it for the chosen column by its key and has `use` do what a person does.
    void choosing(const std::function<void(ModelChooser&)>& use)
    {
        bool seen = false;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, m_window.get(), [&] {
            auto* dialog = qobject_cast<ModelChooser*>(QApplication::activeModalWidget());
            if (dialog == nullptr || dialog->page().isReading())
                return;
            timer.stop();
            seen = true;
            use(*dialog);
            if (dialog->isVisible())
                dialog->reject();
        });
        timer.start(20);
        QTest::keyClick(m_window.get(), Qt::Key_M, Qt::ControlModifier);
        EXPECT_TRUE(QTest::qWaitFor([&] { return seen; }, kPatience));
    }
    bool shows(std::size_t column, const std::string& model)
    {
        return QTest::qWaitFor(
            [&] {
                const Session& session = m_window->session();
                return setup().columns[column].model == model && session.checkpoint(column) != nullptr &&
                       !session.isPictureDue();
            },
            kPatience);
    }
    static QListWidget& list(ModelChooser& dialog) { return *dialog.findChild<QListWidget*>(); }
    static QLineEdit& search(ModelChooser& dialog) { return *dialog.findChild<QLineEdit*>(); }
    static QStringList texts(ModelChooser& dialog, bool headings)
    {
        QStringList found;
        for (int i = 0; i < list(dialog).count(); ++i)
            if (list(dialog).item(i)->flags().testFlag(Qt::ItemIsSelectable) != headings)
                found.append(list(dialog).item(i)->text().trimmed());
        return found;
    }
    static bool read(ModelChooser& dialog)
    {
        return QTest::qWaitFor([&] { return dialog.page().facts().has_value(); }, kPatience);
    }
};

TEST_F(ModelChooserTest, TypedWordsFindAModelAndEnterTakesItAsOneUndoStep)
{
    ASSERT_TRUE(started());
    m_window->session().chooseColumn(1);
    choosing([&](ModelChooser& dialog) {
        EXPECT_EQ(dialog.chosen(), "builtin:sinusoidal-64"); // the present one
        EXPECT_EQ(QApplication::focusWidget(), &search(dialog));
        EXPECT_EQ(texts(dialog, false).size(), builtinModels().size());
        QTest::keyClicks(&search(dialog), QStringLiteral("256 ali"));
        EXPECT_EQ(texts(dialog, false), QStringList{QStringLiteral("ALiBi, trained at 256")});
        ASSERT_TRUE(read(dialog));
        EXPECT_EQ(dialog.page().facts()->find("training_length")->data, 256);
        QTest::keyClick(&search(dialog), Qt::Key_Return);
    });
    ASSERT_TRUE(shows(1, "builtin:alibi-256"));
    EXPECT_EQ(setup().columns[0].model, "builtin:alibi-64");
    m_window->session().undoStack().undo();
    EXPECT_TRUE(shows(1, "builtin:sinusoidal-64"));
}

TEST_F(ModelChooserTest, ArrowsPassHeadingsAndTheFactsFollow)
{
    ASSERT_TRUE(started());
    choosing([&](ModelChooser& dialog) {
        EXPECT_EQ(dialog.chosen(), "builtin:alibi-64");
        EXPECT_EQ(list(dialog).currentRow(), 1);
        QTest::keyClick(&search(dialog), Qt::Key_Up); // there is only a heading above
        EXPECT_EQ(dialog.chosen(), "builtin:alibi-64");
        std::set<std::string> passed{dialog.chosen()};
        for (int i = 1; i < builtinModels().size(); ++i) {
            QTest::keyClick(&search(dialog), Qt::Key_Down);
            EXPECT_TRUE(passed.insert(dialog.chosen()).second) << dialog.chosen();
        }
        ASSERT_TRUE(read(dialog));
        EXPECT_EQ(dialog.page().facts()->find("model")->data, dialog.chosen());
        QTest::keyClick(&search(dialog), Qt::Key_Escape);
    });
    EXPECT_EQ(setup().columns[0].model, "builtin:alibi-64");
}

TEST_F(ModelChooserTest, ShownModelsAreMarkedAndGroupsAreByLengthOrEncoding)
{
    ASSERT_TRUE(started());
    choosing([&](ModelChooser& dialog) {
        const auto noteOf = [&](const char* label) {
            for (int i = 0; i < list(dialog).count(); ++i)
                if (list(dialog).item(i)->text().trimmed() == QLatin1String(label))
                    return list(dialog).item(i)->data(Qt::AccessibleTextRole).toString();
            return QString();
        };
        EXPECT_TRUE(noteOf("ALiBi, trained at 64").contains(QStringLiteral("✓ this column")));
        EXPECT_TRUE(noteOf("Sinusoidal, trained at 64").contains(QStringLiteral("column 2")));
        EXPECT_EQ(noteOf("Rotary, trained at 64"), QStringLiteral("Rotary, trained at 64"));
        EXPECT_EQ(texts(dialog, true).size(), 3); // 64, 128, 256
        auto* grouping = dialog.findChild<QComboBox*>();
        grouping->setFocus();
        QTest::keyClick(grouping, Qt::Key_Down);
        EXPECT_EQ(texts(dialog, true).size(), 10); // encodings
        EXPECT_EQ(texts(dialog, false).size(), builtinModels().size());
        EXPECT_EQ(dialog.chosen(), "builtin:alibi-64");
        QTest::keyClicks(&search(dialog), QStringLiteral("no such model"));
        EXPECT_EQ(list(dialog).count(), 0);
        EXPECT_TRUE(dialog.chosen().empty());
        QTest::keyClick(&search(dialog), Qt::Key_Return); // there is nothing to take
        EXPECT_TRUE(dialog.isVisible());
    });
}

TEST_F(ModelChooserTest, ADoubleClickTakesAFolderThatWasOpened)
{
    const core::TemporaryFolder folder;
    const std::string mine = writeSmallModel(folder / "mine", {.encoding = "rotary"});
    ASSERT_TRUE(started());
    m_window->preferences().addRecentFile(QString::fromStdString(mine));
    m_window->preferences().addRecentFile(QString::fromStdString((folder / "gone").string()));
    choosing([&](ModelChooser& dialog) {
        EXPECT_EQ(texts(dialog, true).last(), QStringLiteral("Recent folders"));
        EXPECT_EQ(texts(dialog, false).last(), QStringLiteral("mine"));
        QListWidgetItem* item = list(dialog).item(list(dialog).count() - 1);
        list(dialog).scrollToItem(item);
        const QPoint place = list(dialog).visualItemRect(item).center();
        QTest::mouseClick(list(dialog).viewport(), Qt::LeftButton, {}, place);
        ASSERT_TRUE(read(dialog));
        EXPECT_FALSE(dialog.page().facts()->find("steps")->isRecorded());
        QTest::mouseDClick(list(dialog).viewport(), Qt::LeftButton, {}, place);
    });
    EXPECT_TRUE(shows(0, mine));
}

TEST_F(ModelChooserTest, WeightsOfALiveTrainingAreThere)
{
    ASSERT_TRUE(started());
    auto taken = std::make_shared<core::Checkpoint>(*loadModel("builtin:t5-64"));
    taken->training = {};
    taken->training.steps = 12;
    m_window->session().addModel("live:t5@12#1.0", taken);
    choosing([&](ModelChooser& dialog) {
        EXPECT_TRUE(texts(dialog, true).contains(QStringLiteral("Trained in this window")));
        QTest::keyClicks(&search(dialog), QStringLiteral("step 12"));
        EXPECT_EQ(dialog.chosen(), "live:t5@12#1.0");
        ASSERT_TRUE(read(dialog));
        EXPECT_EQ(dialog.page().facts()->find("steps")->data, 12);
        EXPECT_FALSE(dialog.page().facts()->find("sha256")->isRecorded());
        QTest::keyClick(&search(dialog), Qt::Key_Return);
    });
    EXPECT_TRUE(shows(0, "live:t5@12#1.0"));
}

// The same model again would lose its switches.
TEST_F(ModelChooserTest, ThePresentModelTakenAgainChangesNothing)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    const int steps = m_window->session().undoStack().count();
    choosing([&](ModelChooser& dialog) { QTest::keyClick(&search(dialog), Qt::Key_Return); });
    EXPECT_EQ(setup(), before);
    EXPECT_EQ(m_window->session().undoStack().count(), steps);
}

} // namespace
} // namespace ui
