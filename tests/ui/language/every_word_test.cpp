// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program in a language that has another letter for every letter: what a person can read in plain letters was
// forgotten, unless it is a name of a model, of a file, or a text.
#include "tests/ui/language/visible_words.h"
#include "tests/ui/main_window_fixture.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/study/study.h"
#include "ui/controls/length_slider.h"
#include "ui/controls/number_box.h"
#include "ui/figure/map_sheet.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/language/language.h"
#include "ui/library/lessons.h"
#include "ui/panels/model_facts_page.h"
#include "ui/panels/studies_window.h"
#include "ui/panels/study_form.h"
#include "ui/panels/study_plots.h"
#include "ui/panels/switches_panel.h"
#include "ui/panels/train_panel.h"
#include "ui/plot/shown_figures.h"
#include "ui/session/column_edits.h"
#include "ui/tour.h"
#include "ui/view_models/map_source.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <set>

namespace ui {
namespace {

// Before the window is made, and until it is gone.
struct WordsInPseudo
{
    WordsInPseudo() { setLanguage(QStringLiteral("pseudo")); }
    ~WordsInPseudo() { setLanguage(QStringLiteral("en")); }
};

class EveryWord : private WordsInPseudo, public MainWindowFixture
{
protected:
    EveryWord()
    {
        m_window->activateWindow();
        QStringList fonts = QFontDatabase::families(); // the longest first: one's name begins with another's
        std::ranges::sort(fonts, std::greater{}, &QString::size);
        m_names = fonts + m_names;
    }

    // With a text without letters, so that no token has any.
    bool started()
    {
        std::string digits;
        for (int i = 0; i < 600; ++i)
            digits += std::to_string(100 + 7 * i % 900) + " ";
        return MainWindowFixture::started() && follows([&] {
                   m_window->session().open(QStringLiteral("1"), [&](core::Setup& e) {
                       e.text = {core::TextKind::Typed, digits};
                   });
               });
    }

    // What of a text is in plain letters and no name.
    QStringList forgotten(QString text) const
    {
        if (text.contains(QChar(0x200b))) // between tokens of a text that a model wrote
            return {};
        static const QStringList lessons = [] { // each has a file per language
            QStringList titles;
            for (const QString& id : lessonIds())
                titles.append(QString::fromStdString(lessonById(id, QStringLiteral("en"))->title));
            return titles;
        }();
        for (const QString& title : lessons)
            text.remove(title);
        text.replace(m_folder.path(), QStringLiteral("/"));
        static const QRegularExpression breaks(QStringLiteral("[/-]")); // where a line can end within the path
        for (const QString& part : m_folder.path().split(breaks, Qt::SkipEmptyParts))
            text.remove(part);
        for (const QString& name : m_names)
            text.remove(name);
        for (const QString& language : languages()) // is called as those who speak it call it
            text.remove(languageName(language));
        static const QRegularExpression keys(QStringLiteral(
            "^((Ctrl|Shift|Alt)\\+)*(.|Space|PgUp|PgDown|Home|Left|Right|Up|Down|F\\d+)$")); // as on the keyboard
        text.remove(keys);
        static const QRegularExpression names(QStringLiteral(
            "builtin:[\\w-]+(\\?\\{[^}]*\\})?|live:\\S+|<[^>]*>|&[a-z]+;|ALiBi Lab|WINDOWS-\\d+|KOI8-R|\\bexp(?=\\()|"
            "GB18030|SHIFT_JIS|UTF-\\d+|\\b0x[0-9a-f]+|\\b(mm|pt|dpi|viridis|cividis|JSON|CSV|NPY|PNG|PDF|SVG|TEX|TikZ|"
            "LaTeX)\\b|"
            "\\b\\w+_\\w+"
            "\\b"));
        text.remove(names);
        static const QRegularExpression plain(QStringLiteral("[A-Za-z]{2,}"));
        QStringList found;
        for (auto match = plain.globalMatch(text); match.hasNext();)
            found.append(match.next().captured());
        return found;
    }

    void expectTranslated(const QString& where, const QString& text, const char* when)
    {
        if (const QStringList left = forgotten(text); !left.isEmpty() && m_reported.insert(where + text).second)
            ADD_FAILURE() << when << ": " << where.toStdString() << ": " << text.toStdString()
                          << "\n  plain: " << left.join(QLatin1Char(' ')).toStdString();
    }

    // Everything on the screen, and the figures that would be saved.
    void read(const char* when)
    {
        const QVector<VisibleText> texts = visibleTexts();
        EXPECT_GT(texts.size(), 100) << when;
        for (const VisibleText& text : texts)
            expectTranslated(text.where, text.text, when);
        for (const QWidget* window : QApplication::topLevelWidgets())
            if (window->isVisible())
                for (const auto& figure : shownFigures(*window, paperStyle(window->font())))
                    readFigure(*figure, when);
    }
    void readFigure(const Figure& figure, const char* when)
    {
        TextRecorder recorder(figure.size());
        QPainter painter(&recorder);
        figure.paint(painter, 1.0);
        painter.end();
        for (const QString& text : recorder.texts() + QStringList{figure.words()})
            expectTranslated(QStringLiteral("figure"), text, when);
    }

    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    // Until no more answers are on their way.
    void settle()
    {
        EXPECT_TRUE(becomes([&] { return !m_window->session().isPictureDue(); }));
        QTest::qWait(50);
    }

    // All menus, as they are when they open.
    void readMenus(const char* when)
    {
        QList<QPointer<QMenu>> menus; // some are filled anew, with menus in them, each time they open
        for (QWidget* widget : QApplication::allWidgets())
            if (auto* menu = qobject_cast<QMenu*>(widget))
                menus.append(menu);
        EXPECT_GT(menus.size(), 8);
        for (const auto& menu : menus)
            if (menu != nullptr)
                emit menu->aboutToShow();
        read(when);
        for (const auto& menu : menus)
            if (menu != nullptr)
                emit menu->aboutToHide();
    }

    // Does what opens a dialog, reads the dialog and closes it.
    void readDialog(const char* when, const std::function<void()>& act)
    {
        bool seen = false;
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, m_window.get(), [&] {
            if (QWidget* dialog = QApplication::activeModalWidget()) {
                read(when);
                seen = true;
                dialog->close();
            }
        });
        look.start(20);
        act();
        EXPECT_TRUE(becomes([&] { return seen; })) << when;
    }
    // Every view and what lies over the window.
    void tour()
    {
        std::size_t seen = 0;
        bool done = false;
        Tour tour(*m_window, [&](const std::string& id, QWidget& part) {
            ++seen;
            if (id != "dialog-encoding") // shows the name of a file
                read(id.c_str());
            if (const auto* page = part.findChild<ModelFactsPage*>())
                readFacts(*page->facts(), id.c_str());
        });
        QObject::connect(&tour, &Tour::finished, &tour, [&] { done = true; });
        tour.addViews();
        tour.addDialogs();
        EXPECT_GT(tour.stops().size(), 15U);
        tour.start();
        while (!done) {
            const std::size_t before = seen;
            ASSERT_TRUE(becomes([&] { return done || seen > before; })) << tour.stops().at(seen);
        }
        EXPECT_TRUE(tour.missed().empty()) << tour.missed().front();
        EXPECT_EQ(seen, tour.stops().size());
    }
    // Their values are mostly names and numbers.
    void readFacts(const ModelFacts& facts, const char* when)
    {
        for (const ModelFactGroup& group : facts.groups) {
            expectTranslated(QStringLiteral("facts"), group.title, when);
            for (const ModelFact& fact : group.facts) {
                expectTranslated(QStringLiteral("facts"), fact.name, when);
                if (!fact.isRecorded() || fact.key.starts_with("encoding_a") || fact.key.starts_with("encoding_s"))
                    expectTranslated(QStringLiteral("facts"), fact.value, when);
            }
        }
    }
    void run(const char* action)
    {
        auto* entry = m_window->findChild<QAction*>(QString::fromLatin1(action));
        ASSERT_NE(entry, nullptr) << action;
        entry->trigger();
    }

    QString write(const QString& name, const QByteArray& bytes)
    {
        m_names.append(name);
        const QString path = m_folder.filePath(name);
        core::writeFileAtomically(path.toStdString(), bytes.toStdString());
        return path;
    }
    // A copy of a model inside, with one file of other content.
    QString brokenModel(const QString& name, const QString& file, const QByteArray& content)
    {
        m_names.append(name);
        const QDir folder(m_folder.filePath(name));
        folder.mkpath(QStringLiteral("."));
        for (const char* part : {"config.json", "model.safetensors", "tokenizer.json"})
            QFile::copy(QStringLiteral(":/models/alibi-64/") + QLatin1String(part),
                        folder.filePath(QLatin1String(part)));
        QFile::remove(folder.filePath(file));
        core::writeFileAtomically(folder.filePath(file).toStdString(), content.toStdString());
        return folder.path();
    }
    QString errorText()
    {
        const auto* bar = m_window->findChild<QWidget*>(QStringLiteral("errorBar"));
        return bar->isVisible() ? bar->findChild<QLabel*>()->text() : QString();
    }
    // The sentence that comes of opening it.
    void readError(const QString& path)
    {
        m_window->showError({});
        const QString before = errorText();
        m_window->openPath(path);
        ASSERT_TRUE(becomes([&] { return !errorText().isEmpty() && errorText() != before; })) << path.toStdString();
        EXPECT_TRUE(errorText().contains(QStringLiteral("⟦"))) << errorText().toStdString();
        read(path.toUtf8().constData());
    }
    static void type(QWidget* field, const char* text)
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, QString::fromUtf8(text));
        QTest::keyClick(field, Qt::Key_Return);
    }
    QString fieldMessage(const QWidget& window)
    {
        for (const auto* label : window.findChildren<QLabel*>(QStringLiteral("fieldMessage")))
            if (label->isVisible())
                return label->text();
        return {};
    }

    QTemporaryDir m_folder;
    // Of files, and what stands in them.
    QStringList m_names{QStringLiteral("exp("), QStringLiteral("config.json"), QStringLiteral("model.safetensors"),
                        QStringLiteral("tokenizer.json")};
    std::set<QString> m_reported;
};

TEST_F(EveryWord, OfTheWindowItsViewsAndMenusIsTranslated)
{
    ASSERT_TRUE(started());
    settle();
    read("the start");
    readMenus("menus");
    tour();
    toggleDifference(m_window->session());
    settle();
    HeatmapView& map = column(0).map();
    map.setFocus();
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Return})
        QTest::keyClick(&map, key);
    settle();
    read("a locked cell of a difference");
    readFigure(mapSheet(map.content(), map.size(), mapSourceOf(m_window->session(), m_window->comparison(), 0),
                        paperStyle(m_window->font())),
               "a saved map");
    for (const char* action : {"larger-letters", "usual-letters", "copy-window", "copy-map-1", "language-en"}) {
        run(action);
        read(action);
    }
}

TEST_F(EveryWord, OfTheSwitchesOfEveryEncodingIsTranslated)
{
    ASSERT_TRUE(started());
    std::vector<std::string> models;
    for (const BuiltinModel& model : builtinModels())
        if (model.trainingLength == 64)
            models.push_back(model.id.toStdString());
    ASSERT_GE(models.size(), 10U);
    for (std::size_t first = 0; first < models.size(); first += core::kMostColumns) {
        const std::size_t end = std::min(models.size(), first + core::kMostColumns);
        m_window->session().open(QStringLiteral("1"), [&](core::Setup& e) {
            e.columns.clear();
            for (std::size_t m = first; m < end; ++m)
                e.columns.push_back({models[m], {}});
        });
        ASSERT_TRUE(becomes([&] {
            return setup().columns.size() == end - first && setup().columns[0].model == models[first] &&
                   m_window->session().checkpoint(end - first - 1) != nullptr;
        }));
        settle();
        for (auto* panel : m_window->findChildren<SwitchesPanel*>()) {
            auto* holder = panel->parentWidget();
            while (holder != nullptr && qobject_cast<ColumnPanel*>(holder) == nullptr)
                holder = holder->parentWidget();
            for (auto* opener : holder->findChildren<QToolButton*>())
                if (opener->isCheckable() && !panel->isVisible())
                    QTest::mouseClick(opener, Qt::LeftButton);
            EXPECT_TRUE(panel->isVisible());
            for (auto* check : panel->findChildren<QCheckBox*>())
                if (check->isVisible() && check->isEnabled())
                    QTest::mouseClick(check, Qt::LeftButton, {}, {8, check->height() / 2});
            for (auto* choice : panel->findChildren<QComboBox*>())
                if (choice->isVisible() && choice->isEnabled())
                    QTest::keyClick(choice, Qt::Key_End);
            settle();
            read("switches");
        }
        readMenus("menus of columns");
    }
    // A number that is refused, in a box of every kind.
    for (auto* box : m_window->findChildren<NumberBox*>())
        if (box->isVisible() && box->isEnabled())
            for (const char* wrong : {"x", "-99999999999"}) {
                type(box, wrong);
                expectTranslated(box->accessibleName(), fieldMessage(*m_window), wrong);
            }
}

TEST_F(EveryWord, OfLiveTrainingIsTranslated)
{
    ASSERT_TRUE(started());
    m_window->showView("train", true);
    auto* panel = m_window->findChild<TrainPanel*>();
    ASSERT_NE(panel, nullptr);
    LiveTraining& training = panel->training();
    ASSERT_TRUE(becomes([&] { return training.view()->ready; }));
    LivePlan plan = training.view()->plan;
    plan.size = "tiny";
    training.prepare(plan);
    ASSERT_TRUE(becomes([&] { return training.view()->ready && training.view()->plan.size == "tiny"; }));
    read("before training");
    training.step();
    ASSERT_TRUE(becomes([&] { return !training.view()->runs.empty() && training.view()->runs.back().step == 1; }));
    QTest::qWait(100);
    read("a step");
    training.takeModels(); // into the columns
    ASSERT_TRUE(becomes([&] { return setup().columns[0].model.starts_with(kLive); }));
    settle();
    read("live weights");
    run("save-session"); // cannot hold them
    read("what a session cannot hold");
    m_window->setAsksBeforeClosing(true);
    readDialog("closing", [&] { m_window->close(); });
    training.rewind();
    ASSERT_TRUE(becomes([&] { return training.view()->canTakeBack; }));
    QTest::qWait(100);
    read("a rewind");
}

TEST_F(EveryWord, OfTheStudiesAndTheirResultsIsTranslated)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(becomes([&] { return m_window->session().text() != nullptr; }));
    run("show-studies");
    auto* studies = m_window->findChild<StudiesWindow*>();
    ASSERT_NE(studies, nullptr);
    studies->runner().setMeasure([](const std::string&, const std::vector<std::string>&,
                                    const core::TrainingCostOptions&, const core::WindowWatch&) {
        return core::TrainingCost{1, 100, 0.5, 2e8, 1e8};
    });
    m_names.append(QStringLiteral("\"learned\"")); // an encoding, as config.json has it
    for (const core::Study& study : core::studies()) {
        studies->form().setStudy(study.id);
        read(study.id);
        for (auto* edit : studies->findChildren<QLineEdit*>())
            if (edit->parentWidget() != nullptr && qobject_cast<QAbstractSpinBox*>(edit->parentWidget()) == nullptr &&
                edit->isVisible()) {
                type(edit, "x");
                EXPECT_TRUE(fieldMessage(*studies).contains(QStringLiteral("⟦"))) << study.id;
                read(study.id);
                type(edit, "");
            }
        StudyPlan plan = studies->form().plan();
        const bool pair = study.fewestModels == 2;
        plan.models = {{pair ? "builtin:alibi-64" : "builtin:learned-64", nullptr}, {"builtin:alibi-128", nullptr}};
        for (const core::StudyOption& option : study.options) {
            if (option.kind == core::StudyOption::Kind::Lengths)
                plan.values.set(option.name, std::vector<core::Index>{64, 128}); // one ends between them
            else if (option.kind == core::StudyOption::Kind::Length)
                plan.values.set(option.name, core::Index{128});
            else if (std::string(option.name) == "tokens")
                plan.values.set(option.name, core::Index{256});
            else if (std::string(option.name) == "stride")
                plan.values.set(option.name, core::Index{32});
            else if (std::string(option.name) == "samples")
                plan.values.set(option.name, core::Index{3});
        }
        studies->runner().start(plan);
        ASSERT_TRUE(becomes([&] { return studies->shown() && !studies->shown()->running; })) << study.id;
        ASSERT_TRUE(studies->shown()->results.complete) << studies->shown()->trouble.toStdString();
        read("results");
        for (auto* choice : studies->plots().findChildren<QComboBox*>())
            QTest::keyClick(choice, Qt::Key_End);
        for (auto* paper : studies->plots().findChildren<QCheckBox*>())
            paper->click();
        const core::PaperTables paper = paperTables(); // is called what its file says
        for (const std::string& name : {paper.label, paper.source})
            for (const QString& word : QString::fromStdString(name).split(QLatin1Char(' ')))
                if (word.size() > 1)
                    m_names.append(word);
        read("the paper's numbers");
        const auto lengths =
            std::ranges::find(study.options, core::StudyOption::Kind::Lengths, &core::StudyOption::kind);
        if (lengths != study.options.end()) { // nothing fits
            plan.values.set(lengths->name, std::vector<core::Index>{100000});
            studies->runner().start(plan);
            ASSERT_TRUE(becomes([&] { return !studies->runner().state()->running; }));
            EXPECT_TRUE(studies->runner().state()->trouble.contains(QStringLiteral("⟦")));
            read("a study that cannot be");
        }
    }
}

TEST_F(EveryWord, OfWhatCannotBeOpenedIsTranslated)
{
    ASSERT_TRUE(started());
    settle();
    readError(m_folder.filePath(QStringLiteral("0")));
    readError(write(QStringLiteral("1.txt"), ""));
    readError(write(QStringLiteral("2.txt"), QByteArray("1\0002", 3)));
    readDialog("the encoding", [&] { m_window->openPath(write(QStringLiteral("3.txt"), "1 \xE9 2")); });
    ASSERT_TRUE(becomes([&] { return errorText().contains(QStringLiteral("⟦")); }));
    m_names.append({QStringLiteral("iconv -f"), QStringLiteral("new.txt")}); // a command
    read("a text in another encoding");
    m_names.append({QStringLiteral("columns"), QStringLiteral("models"), QStringLiteral("tried"),
                    QStringLiteral("text"), QStringLiteral("length"), QStringLiteral("view"),
                    QStringLiteral("seed")}); // what a session has
    for (const char* session :
         {"{", "[]", "3", R"({"alibi_lab_session": 9})", R"({"alibi_lab_session": 3})",
          R"({"alibi_lab_session": 2, "columns": 3})", R"({"alibi_lab_session": 2, "columns": [{"model": 3}]})"})
        readError(write(QStringLiteral("4.alibilab"), session));
    m_names.append(QStringLiteral("alibi"));
    for (const char* config : {"", "{", "[]", "{}", R"({"position_encoding": "7"})"})
        readError(brokenModel(QStringLiteral("5"), QStringLiteral("config.json"), config));
    for (const char* weights : {"", "12345678", "\x02\0\0\0\0\0\0\0{}"})
        readError(brokenModel(QStringLiteral("6"), QStringLiteral("model.safetensors"), weights));
    for (const char* tokenizer : {"", "{", "{}", R"({"model": {"type": "7"}})"})
        readError(brokenModel(QStringLiteral("7"), QStringLiteral("tokenizer.json"), tokenizer));
    readDialog("a model that is gone", [&] {
        core::Setup setup = m_window->session().setup();
        setup.columns[0].model = m_folder.filePath(QStringLiteral("8")).toStdString();
        m_window->openPath(write(QStringLiteral("9.alibilab"), QByteArray::fromStdString(setup.toJson().dump())));
    });
}

// A length past what the text and a model take.
TEST_F(EveryWord, OfLengthsThatAreTooLongIsTranslated)
{
    ASSERT_TRUE(started());
    chooseModel(m_window->session(), 1, "builtin:learned-64");
    ASSERT_TRUE(becomes([&] { return setup().columns[1].model == "builtin:learned-64"; }));
    settle();
    read("a model that ends");
    auto* box = m_window->findChild<LengthSlider*>()->findChild<NumberBox*>();
    for (const char* length : {"9999999", "0", "x", "1/3"}) {
        type(box, length);
        expectTranslated(QStringLiteral("length"), fieldMessage(*m_window), length);
    }
    EXPECT_FALSE(fieldMessage(*m_window).isEmpty());
}

// The test itself: a plain sentence anywhere would be seen.
TEST_F(EveryWord, ThatIsForgottenIsFound)
{
    ASSERT_TRUE(started());
    auto* label = new QLabel(QStringLiteral("Forgotten words"), m_window.get());
    label->show();
    bool found = false;
    for (const VisibleText& text : visibleTexts())
        found = found || !forgotten(text.text).filter(QStringLiteral("Forgotten")).isEmpty();
    EXPECT_TRUE(found);
    EXPECT_TRUE(forgotten(QCoreApplication::translate("ui::Any", "Forgotten words")).isEmpty());
    EXPECT_TRUE(forgotten(QStringLiteral("builtin:alibi-64?{\"attention_window\":32}")).isEmpty());
}

} // namespace
} // namespace ui
