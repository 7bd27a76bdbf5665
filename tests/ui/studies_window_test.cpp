// SPDX-License-Identifier: GPL-3.0-or-later
// The studies in their window, offscreen, with real clicks and keys.
#include "ui/panels/studies_window.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/study/extrapolation.h"
#include "core/study/study.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/ui/patience.h"
#include "ui/controls/mnemonics.h"
#include "ui/controls/number_box.h"
#include "ui/controls/number_table.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/panels/study_form.h"
#include "ui/panels/study_plots.h"
#include "ui/plot/curve_plot.h"
#include "ui/view_models/column_names.h"
#include "ui/view_models/study_results.h"

#include <QAction>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace {

constexpr int kStudysPatience = ui::kPatience;

class StudiesWindowTest : public testing::Test
{
protected:
    StudiesWindowTest()
        : m_window(std::make_unique<ui::MainWindow>(m_pool))
    {
        m_window->resize(900, 600);
        core::Setup study = ui::startSetup();
        study.length = 16;
        m_window->session().start(study);
        m_window->show();
        m_window->activateWindow(); // shortcuts ask for it
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
        EXPECT_TRUE(becomes([&] { return m_window->session().text() != nullptr; }));
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
        m_studies = m_window->findChild<ui::StudiesWindow*>();
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_studies));
    }

    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kStudysPatience); }
    template <typename Field>
    Field* field(const QString& accessibleName)
    {
        for (auto* found : m_studies->findChildren<Field*>())
            if (found->accessibleName() == accessibleName)
                return found;
        return nullptr;
    }
    void type(const QString& lengths)
    {
        auto* edit = field<QLineEdit>(QStringLiteral("Lengths"));
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, lengths);
    }
    void type(const QString& name, int value)
    {
        auto* box = field<ui::NumberBox>(name);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::number(value));
        QTest::keyClick(box, Qt::Key_Return);
    }
    QPushButton* run() { return m_studies->findChild<QPushButton*>(QStringLiteral("run")); }
    void click() { QTest::mouseClick(run(), Qt::LeftButton); }
    bool ends()
    {
        return becomes([&] { return m_studies->shown() && !m_studies->shown()->running; });
    }
    // Everything that Alt and a letter would reach, by letter.
    QMap<QChar, QStringList> letters()
    {
        QMap<QChar, QStringList> letters;
        const auto add = [&](const QWidget& widget, const QString& text) {
            if (const QChar letter = ui::mnemonicOf(text); !letter.isNull() && widget.isVisible())
                letters[letter].append(text);
        };
        for (const auto* label : m_studies->findChildren<QLabel*>())
            if (label->buddy() != nullptr)
                add(*label, label->text());
        for (const auto* pressed : m_studies->findChildren<QAbstractButton*>())
            add(*pressed, pressed->text());
        return letters;
    }
    void choose(const QString& study)
    {
        auto* box = field<QComboBox>(QStringLiteral("Study"));
        box->setFocus();
        while (box->currentText() != study && box->currentIndex() + 1 < box->count())
            QTest::keyClick(box, Qt::Key_Down);
        ASSERT_EQ(box->currentText(), study);
    }
    const core::StudyResults& results() { return m_studies->shown()->results; }
    QString text(const char* name) { return m_studies->findChild<QLabel*>(QString::fromLatin1(name))->text(); }

    core::ThreadPool m_pool{2};
    std::unique_ptr<ui::MainWindow> m_window;
    ui::StudiesWindow* m_studies = nullptr;
};

TEST_F(StudiesWindowTest, OpensWithThePresentColumnsChecked)
{
    ASSERT_TRUE(m_studies->isVisible());
    auto* models = field<QListWidget>(QStringLiteral("Models to measure"));
    ASSERT_GE(models->count(), 2);
    EXPECT_EQ(models->item(0)->checkState(), Qt::Checked);
    EXPECT_EQ(models->item(1)->checkState(), Qt::Checked);
    EXPECT_TRUE(models->item(0)->text().contains(QStringLiteral("(column 1)")));
    for (int i = 2; i < models->count(); ++i)
        EXPECT_EQ(models->item(i)->checkState(), Qt::Unchecked);
}

// However short the text of the window is, there is a longer one to take.
TEST_F(StudiesWindowTest, PassagesCanBeReadWhateverTheWindowReads)
{
    m_window->session().open(QStringLiteral("text"), [](core::Setup& e) {
        e.text = {core::TextKind::Typed, std::string("So few words as these.")};
    });
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().text.kind == core::TextKind::Typed; }));
    auto* texts = field<QComboBox>(QStringLiteral("Text to read"));
    texts->setFocus();
    while (!texts->currentText().contains(QStringLiteral("Thornbridge")) && texts->currentIndex() + 1 < texts->count())
        QTest::keyClick(texts, Qt::Key_Down);
    type(QStringLiteral("16"));
    type(QStringLiteral("Scored tokens"), 50);
    click();
    ASSERT_TRUE(ends());
    EXPECT_TRUE(results().complete);
    EXPECT_EQ(results().measurements.size(), 2U);
}

// By the one function that names columns everywhere.
TEST_F(StudiesWindowTest, ColumnsAreCalledAsInTheMainWindow)
{
    ASSERT_TRUE(becomes([&] { return m_window->session().checkpoint(1) != nullptr; }));
    m_window->session().edit(QStringLiteral("switch"), [](core::Setup& e) {
        e.columns[1].model = e.columns[0].model;
        e.columns[0].options["attention_window"] = 32;
    });
    auto* models = field<QListWidget>(QStringLiteral("Models to measure"));
    ASSERT_TRUE(becomes([&] {
        const auto names = ui::columnNames(m_window->session());
        return names[1].label == QStringLiteral("ALiBi-64") &&
               models->item(1)->text() == QStringLiteral("ALiBi-64 (column 2)");
    }));
    EXPECT_EQ(models->item(0)->text(), ui::columnNames(m_window->session())[0].label + QStringLiteral(" (column 1)"));
    EXPECT_EQ(models->item(0)->text(), QStringLiteral("ALiBi-64 (window 32) (column 1)"));
}

TEST_F(StudiesWindowTest, WhatIsNoLengthIsSaidAtItsField)
{
    const auto said = [&] {
        const auto* label = m_studies->findChild<QLabel*>(QStringLiteral("fieldMessage"));
        return label != nullptr && label->isVisible() ? label->text() : QString();
    };
    auto* edit = field<QLineEdit>(QStringLiteral("Lengths"));
    m_studies->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(m_studies));
    type(QStringLiteral("32, 64"));
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(said().isEmpty());
    QTest::keyClicks(edit, QStringLiteral(", 0"));
    EXPECT_TRUE(said().isEmpty()); // while one is typing
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(said().startsWith(QStringLiteral("\"0\" is not a length"))) << said().toStdString();
    EXPECT_EQ(edit->accessibleDescription(), said());
    QTest::keyClick(edit, Qt::Key_Backspace);
    EXPECT_TRUE(said().isEmpty());
    QTest::keyClicks(edit, QStringLiteral("x"));
    edit->setFocus();
    ASSERT_TRUE(becomes([&] { return edit->hasFocus(); }));
    QTest::keyClick(edit, Qt::Key_Tab); // leaving the field is asking, too
    EXPECT_FALSE(edit->hasFocus());
    EXPECT_TRUE(said().contains(QStringLiteral("\"x\" is not a length")))
        << said().toStdString() << " of " << edit->text().toStdString();
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_EQ(edit->text(), QStringLiteral("32, 64"));
    EXPECT_TRUE(said().isEmpty());
    EXPECT_TRUE(edit->isVisible()); // that was the field's
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_FALSE(edit->isVisible()) << "the window closes as others do";
}

TEST_F(StudiesWindowTest, ExtrapolationShowsWhatCoreMeasures)
{
    type(QStringLiteral("32, 64"));
    type(QStringLiteral("Scored tokens"), 200);
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(results().complete) << m_studies->shown()->trouble.toStdString();
    const std::string passage = ui::loadText({core::TextKind::Passage, "lighthouse"})->text;
    std::vector<core::Subject> subjects;
    for (const char* id : {"builtin:alibi-64", "builtin:sinusoidal-64"}) {
        const auto model = ui::loadModel(id);
        subjects.push_back(core::subjectOf(id, "", *model, model->tokenizer->encode(passage), true));
    }
    const core::StudyResults expected =
        core::extrapolation(subjects, {{32, 64}, core::Windowing::Nonoverlapping, 1, 200}, m_pool);
    ASSERT_EQ(results().measurements.size(), expected.measurements.size());
    for (std::size_t i = 0; i < expected.measurements.size(); ++i)
        EXPECT_EQ(results().measurements[i].value("perplexity"), expected.measurements[i].value("perplexity"));
    EXPECT_EQ(text("studyStatus"), QStringLiteral("Finished: 4 measurements."));
    EXPECT_TRUE(text("findings").startsWith(QStringLiteral("ALiBi-64: ")));
    const auto [left, right] = m_studies->plots().plot(0)->xView();
    EXPECT_TRUE(left < 32 && left > 8 && right > 64 && right < 256) << left << " " << right;
    auto* numbers = field<ui::NumberTable>(QStringLiteral("All numbers"));
    EXPECT_EQ(numbers->rowCount(), 4);
    EXPECT_EQ(numbers->copied().count(QLatin1Char('\n')), 5);
}

TEST_F(StudiesWindowTest, StoppingKeepsWhatIsFinished)
{
    type(QStringLiteral("8, 16, 32, 64, 128, 256, 512, 1024"));
    click();
    ASSERT_TRUE(becomes([&] { return m_studies->shown() && m_studies->shown()->finished >= 1; }));
    QElapsedTimer timer;
    timer.start();
    click();
    ASSERT_TRUE(ends());
    EXPECT_LT(timer.elapsed(), 5000); // 50 ms is the aim; this only catches one that waits
    EXPECT_FALSE(results().complete);
    EXPECT_EQ(results().measurements.size(), m_studies->shown()->finished);
    EXPECT_LT(m_studies->shown()->finished, 16U);
    EXPECT_EQ(text("studyStatus"), QStringLiteral("Stopped, %1 of 16.").arg(m_studies->shown()->finished));
    EXPECT_EQ(run()->text(), QStringLiteral("&Run"));
    EXPECT_TRUE(run()->isEnabled());
}

TEST_F(StudiesWindowTest, SavesFilesThatCoreReadsAgainAndACommandThatRepeatsThem)
{
    const core::TemporaryFolder folder;
    EXPECT_THROW(m_studies->saveResults(QString::fromStdString((folder / "a.json").string())), core::Error);
    type(QStringLiteral("16"));
    type(QStringLiteral("Scored tokens"), 50);
    click();
    ASSERT_TRUE(ends());
    const QString json = QString::fromStdString((folder / "a.json").string());
    m_studies->saveResults(json);
    m_studies->saveResults(QString::fromStdString((folder / "a.csv").string()));
    m_studies->savePicture(QString::fromStdString((folder / "a.png").string()));
    EXPECT_EQ(folder.entries(), 3);
    const core::StudyResults read = core::StudyResults::fromJson(
        core::OrderedJson::parse(core::readFileBytes(json.toStdString(), 1 << 20)), "a.json");
    EXPECT_TRUE(read.complete);
    ASSERT_EQ(read.measurements.size(), 2U);
    EXPECT_EQ(read.measurements[1].value("nll"), results().measurements[1].value("nll"));
    EXPECT_EQ(read.models[0].sha256.size(), 64U);
    EXPECT_EQ(read.command, "alibi-lab experiment extrapolation --model builtin:alibi-64 --model "
                            "builtin:sinusoidal-64 --text builtin:lighthouse --lengths 16 --window nonoverlapping "
                            "--tokens 50 --seed 1 --json " +
                                json.toStdString());
    const std::string csv = core::readFileBytes(folder / "a.csv", 1 << 20);
    EXPECT_NE(csv.find("\nextrapolation,builtin:alibi-64,alibi,64,16,"), std::string::npos);
    // The figure, not the widgets: on white, of its own size, with its title and what was found.
    const QImage picture(QString::fromStdString((folder / "a.png").string()));
    EXPECT_EQ(picture.width(), 2 * 760);
    EXPECT_EQ(picture.pixelColor(0, 0), QColor(Qt::white));
    EXPECT_TRUE(picture.text(QStringLiteral("Description")).contains(QStringLiteral("xtrapolation")))
        << picture.text(QStringLiteral("Description")).toStdString();
}

TEST_F(StudiesWindowTest, TypedTextIsWrittenBesideTheResults)
{
    const core::TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += "the lamp was lit again ";
    m_window->session().open(QStringLiteral("text"), [&](core::Setup& e) { e.text = {core::TextKind::Typed, text}; });
    ASSERT_TRUE(becomes([&] { return m_window->session().setup().text.kind == core::TextKind::Typed; }));
    type(QStringLiteral("16"));
    click();
    ASSERT_TRUE(ends());
    const std::string json = (folder / "a.json").string();
    m_studies->saveResults(QString::fromStdString(json));
    EXPECT_EQ(core::readFileBytes(folder / "a-text.txt", 1 << 20), text);
    EXPECT_NE(core::readFileBytes(json, 1 << 20).find("--text " + (folder / "a-text.txt").string()), std::string::npos);
    core::writeFileAtomically(folder / "a-text.txt", "something else");
    EXPECT_THROW(m_studies->saveResults(QString::fromStdString(json)), core::Error);
    EXPECT_EQ(core::readFileBytes(folder / "a-text.txt", 1 << 20), "something else");
}

TEST_F(StudiesWindowTest, SaysWhatIsWrong)
{
    type(QStringLiteral("32, few"));
    click();
    EXPECT_TRUE(text("fieldMessage").contains(QStringLiteral("\"few\" is not a length")));
    EXPECT_EQ(m_studies->shown(), nullptr); // nothing has started
    type(QStringLiteral("1000000"));
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(becomes([&] { return text("studyMessage").contains(QStringLiteral("Take a shorter length")); }));
    auto* models = field<QListWidget>(QStringLiteral("Models to measure"));
    models->setFocus();
    for (int i = 0; i < 2; ++i) {
        models->setCurrentRow(i);
        QTest::keyClick(models, Qt::Key_Space);
    }
    EXPECT_EQ(text("obstacle"), QStringLiteral("Check at least one model."));
    EXPECT_FALSE(run()->isEnabled());
    EXPECT_THROW(m_studies->form().addFolder(QStringLiteral("/nowhere")), core::Error);
}

TEST_F(StudiesWindowTest, WindowsDrawBothWaysAndTheLossByContext)
{
    choose(QStringLiteral("Sliding window against nonoverlapping"));
    type(QStringLiteral("32, 64"));
    type(QStringLiteral("Scored tokens"), 256);
    type(QStringLiteral("Stride"), 16);
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(results().complete) << m_studies->shown()->trouble.toStdString();
    EXPECT_EQ(ui::contentOf(std::get<core::StudyPlot>(m_studies->plots().drawings()[0]), results()).curves.size(), 4);
    EXPECT_TRUE(m_studies->plots().plot(1)->isVisible());
    EXPECT_EQ(field<QComboBox>(QStringLiteral("Window length of the lower plot"))->currentText(),
              QStringLiteral("32 tokens"));
}

TEST_F(StudiesWindowTest, ReachShowsEveryHeadAndWhatIsEnough)
{
    choose(QStringLiteral("Reach"));
    type(QStringLiteral("64"));
    type(QStringLiteral("Samples"), 10);
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(results().complete) << m_studies->shown()->trouble.toStdString();
    auto* heads = field<ui::NumberTable>(QStringLiteral("Reach of every head: as measured / from the bias alone"));
    ASSERT_TRUE(heads->isVisible());
    EXPECT_EQ(heads->rowCount(), 8); // two models of four layers
    EXPECT_EQ(heads->columnCount(), 8);
    EXPECT_TRUE(heads->item(0, 0)->text().contains(QStringLiteral(" / ")));
    EXPECT_TRUE(text("findings").startsWith(QStringLiteral("ALiBi-64: ")));
}

TEST_F(StudiesWindowTest, ShortLongSaysWhichModelsItNeedsAndMeasuresThem)
{
    choose(QStringLiteral("Train short, test long"));
    EXPECT_FALSE(run()->isEnabled()); // both columns were trained at 64
    EXPECT_FALSE(text("obstacle").isEmpty());

    const core::TemporaryFolder folder;
    const auto short64 = ui::loadModel("builtin:alibi-64");
    core::ModelConfig config = short64->model.config();
    config.trainingLength = 128;
    core::Parameters<float> parameters(std::make_shared<const core::ParameterLayout>(config));
    core::initialise(parameters, 1);
    core::saveCheckpoint(folder / "long", parameters, &short64->needTokenizer(), core::WeightType::F16);
    m_studies->form().addFolder(QString::fromStdString((folder / "long").string()));
    auto* models = field<QListWidget>(QStringLiteral("Models to measure"));
    models->setFocus();
    models->setCurrentRow(1);
    QTest::keyClick(models, Qt::Key_Space); // not the sinusoidal one
    ASSERT_TRUE(run()->isEnabled()) << text("obstacle").toStdString();

    std::vector<std::string> measured;
    m_studies->runner().setMeasure([&](const std::string& model, const std::vector<std::string>& input,
                                       const core::TrainingCostOptions&, const core::WindowWatch&) {
        measured.insert(measured.end(), {model, input.back()});
        return core::TrainingCost{1, 100, 0.5, 2e8, 1e8};
    });
    type(QStringLiteral("Scored tokens"), 200);
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(results().complete) << m_studies->shown()->trouble.toStdString();
    EXPECT_EQ(measured, (std::vector<std::string>{"builtin:alibi-64", "builtin:lighthouse", (folder / "long").string(),
                                                  "builtin:lighthouse"}));
    const auto bars = ui::contentOf(std::get<core::StudyBars>(m_studies->plots().drawings()[0]));
    ASSERT_EQ(bars.size(), 3);
    EXPECT_GT(bars[0].values[1], bars[0].values[0]); // random weights know nothing
    EXPECT_EQ(bars[1].values[0], 200.0);
    EXPECT_TRUE(text("findings").contains(QStringLiteral("1.00 times the training speed")));
}

TEST_F(StudiesWindowTest, ChangedSlopesAreMeasuredAndNamedInTheCommand)
{
    m_window->session().edit(QStringLiteral("slopes"),
                             [](core::Setup& e) { e.columns[0].slopes = std::vector<double>(8, 0.25); });
    type(QStringLiteral("32"));
    type(QStringLiteral("Scored tokens"), 64);
    click();
    ASSERT_TRUE(ends());
    ASSERT_TRUE(results().complete) << m_studies->shown()->trouble.toStdString();
    EXPECT_TRUE(results().models[0].id.starts_with("builtin:alibi-64?{\"alibi_slopes\":[0.25,"));
    EXPECT_EQ(ui::modelLabels(results())[0], QStringLiteral("ALiBi-64, switched"));
    const auto model = ui::loadModel(results().models[0].id); // as the command line does
    EXPECT_EQ(model->model.config().encodingOptions["alibi_slopes"][0], 0.25);
}

TEST_F(StudiesWindowTest, EveryStudyIsInTheMenuAndOpensFromThere)
{
    QStringList titles;
    for (const QAction* action : m_window->findChildren<QAction*>())
        titles.append(QString(action->text()).remove(QLatin1Char('&')));
    for (const core::Study& study : core::studies()) {
        EXPECT_TRUE(titles.contains(QString::fromUtf8(study.title) + QStringLiteral(" …"))) << study.id;
        m_studies->open(study.id);
        EXPECT_STREQ(m_studies->form().study().id, study.id);
        EXPECT_EQ(text("means"), QString::fromUtf8(study.means));
        for (const core::StudyOption& option : study.options)
            EXPECT_NE(field<QWidget>(QString::fromUtf8(option.label)), nullptr) << option.name;
    }
}

TEST_F(StudiesWindowTest, AnUnknownStudyIsRefusedInWords)
{
    m_studies->open("windows");
    m_studies->open("alchemy");
    EXPECT_STREQ(m_studies->form().study().id, "windows");
    EXPECT_TRUE(text("studyMessage").contains(QStringLiteral("\"alchemy\" is unknown; known are extrapolation")));
    ui::StudyPlan plan = m_studies->form().plan();
    plan.study = "alchemy";
    m_studies->runner().start(plan);
    ASSERT_TRUE(becomes([&] { return !m_studies->runner().state()->running; }));
    EXPECT_TRUE(m_studies->runner().state()->trouble.contains(QStringLiteral("\"alchemy\" is unknown")));
    EXPECT_TRUE(m_studies->runner().state()->results.measurements.empty());
}

TEST_F(StudiesWindowTest, NoLetterReachesTwoFields)
{
    for (const core::Study& study : core::studies()) {
        m_studies->open(study.id);
        EXPECT_TRUE(letters().contains(QLatin1Char('r'))) << study.id; // Run
        const auto all = letters();
        for (auto it = all.begin(); it != all.end(); ++it) {
            EXPECT_EQ(it.value().size(), 1)
                << study.id << ": " << it.value().join(QStringLiteral(" and ")).toStdString();
            EXPECT_NE(it.key(), QLatin1Char('s')) << study.id; // Stop, later
        }
    }
}

TEST_F(StudiesWindowTest, AFolderWhoseConfigIsNestedWithoutEndIsRefused)
{
    const core::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "deep");
    core::writeFileAtomically(folder / "deep" / "config.json", std::string(1 << 19, '['));
    const QString path = QString::fromStdString((folder / "deep").string());
    const std::string message = core::messageOf<core::Error>([&] { m_studies->form().addFolder(path); });
    EXPECT_NE(message.find("config.json"), std::string::npos) << message;
}

TEST_F(StudiesWindowTest, WhatWasTypedForOneStudyStaysForTheSameOptionOfAnother)
{
    type(QStringLiteral("32, 64"));
    m_studies->open("short-long");
    EXPECT_EQ(field<QLineEdit>(QStringLiteral("Lengths")), nullptr);
    EXPECT_EQ(field<ui::NumberBox>(QStringLiteral("Length"))->text(), QStringLiteral("the longer training length"));
    m_studies->open("windows");
    EXPECT_EQ(field<QLineEdit>(QStringLiteral("Lengths"))->text(), QStringLiteral("32, 64"));
    EXPECT_TRUE(field<ui::NumberBox>(QStringLiteral("Stride"))->isVisible());
    m_studies->open("extrapolation");
    EXPECT_FALSE(field<ui::NumberBox>(QStringLiteral("Stride"))->isVisible()); // belongs to sliding windows
    auto* windows = field<QComboBox>(QStringLiteral("Windows"));
    windows->setFocus();
    QTest::keyClick(windows, Qt::Key_Down);
    EXPECT_TRUE(field<ui::NumberBox>(QStringLiteral("Stride"))->isVisible());
    EXPECT_EQ(m_studies->form().plan().values.choice("window"), "sliding");
}

TEST_F(StudiesWindowTest, ClosesInTheMiddleOfARun)
{
    click();
    ASSERT_TRUE(becomes([&] { return m_studies->shown() && m_studies->shown()->pieces > 0; }));
    QElapsedTimer timer;
    timer.start();
    m_studies->close();
    EXPECT_LT(timer.elapsed(), 5000); // 50 ms is the aim; this only catches one that waits
    ASSERT_TRUE(ends());
    click(); // and again, with the whole program closing
    ASSERT_TRUE(becomes([&] { return m_studies->shown()->running; }));
    timer.restart();
    m_window.reset();
    EXPECT_LT(timer.elapsed(), 5000);
}

} // namespace
