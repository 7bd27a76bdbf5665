// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/studies_window.h"

#include "core/base/error.h"
#include "core/base/json_reader.h"
#include "core/base/parallel.h"
#include "core/io/atomic_file.h"
#include "ui/actions/window_services.h"
#include "ui/controls/duration.h"
#include "ui/controls/mnemonics.h"
#include "ui/controls/number_table.h"
#include "ui/controls/save_path.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/sheet.h"
#include "ui/figure/writers.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/panels/study_form.h"
#include "ui/panels/study_plots.h"
#include "ui/plot/shown_figures.h"
#include "ui/view_models/study_results.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTabWidget>

#include <cmath>
#include <utility>

namespace ui {
namespace {

constexpr int kTick = 100; // ms
constexpr int kFormWidth = 300;
constexpr std::uint64_t kLargestTyped = std::uint64_t{1} << 24;

// Typed text has no file that a command line could name: it is written beside the results. Never over something else.
std::string writtenBeside(const QString& results, const std::string& text)
{
    const QFileInfo info(results);
    const std::string path =
        (info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral("-text.txt")).toStdString();
    if (QFileInfo::exists(QString::fromStdString(path))) {
        if (core::readFileBytes(path, kLargestTyped) != text)
            throw core::error("{}: this file would hold the typed text, but there is another one; choose another name "
                              "for the results.",
                              path);
    } else {
        core::writeFileAtomically(path, text);
    }
    return path;
}

} // namespace

StudiesWindow::StudiesWindow(Session& session, int threads, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_runner(threads, [&session] { return session.isPictureDue(); })
    , m_form(new StudyForm(session, this))
    , m_run(new QPushButton(this))
    , m_obstacle(new QLabel(this))
    , m_tabs(new QTabWidget(this))
    , m_plots(new StudyPlots)
    , m_numbers(new NumberTable)
    , m_progress(new QProgressBar(this))
    , m_status(new QLabel(this))
    , m_message(new QLabel(this))
    , m_saveJson(new QPushButton(tr("Save &JSON …"), this))
    , m_saveCsv(new QPushButton(tr("Save &CSV …"), this))
    , m_savePicture(new QPushButton(tr("Save &picture …"), this))
{
    setFocusPolicy(Qt::ClickFocus); // a click on an empty place leaves a field
    setWindowTitle(tr("Studies"));
    resize(1100, 760);
    setMinimumSize(760, 520);
    auto* layout = new QHBoxLayout(this);
    layout->addLayout(buildLeft());
    layout->addLayout(buildRight(), 1);
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &StudiesWindow::showProgress);
    connect(&m_runner, &StudyRunner::changed, this, &StudiesWindow::takeState);
    connect(m_form, &StudyForm::studyChanged, this, &StudiesWindow::showState);
    connect(m_form, &StudyForm::changed, this, &StudiesWindow::showObstacle);
    connect(m_form, &StudyForm::failed, this, [this](const QString& sentence) { say(sentence, true); });
    connect(&session, &Session::setupChanged, this, [this] {
        if (isVisible())
            m_form->showSession();
    });
    connect(m_plots, &StudyPlots::rebuilt, this, [this] { m_relabel = true; });
    showState();
}

QBoxLayout* StudiesWindow::buildLeft()
{
    m_form->setFixedWidth(kFormWidth);
    m_run->setObjectName(QStringLiteral("run"));
    m_run->setDefault(true);
    m_obstacle->setWordWrap(true);
    m_obstacle->setFixedWidth(kFormWidth);
    m_obstacle->setObjectName(QStringLiteral("obstacle"));
    m_obstacle->setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(m_run, &QPushButton::clicked, this, &StudiesWindow::runOrCancel);
    auto* layout = new QVBoxLayout;
    layout->addWidget(m_form, 1);
    layout->addWidget(m_obstacle);
    layout->addWidget(m_run);
    return layout;
}

QBoxLayout* StudiesWindow::buildRight()
{
    m_tabs->addTab(m_plots, tr("Picture"));
    m_tabs->addTab(m_numbers, tr("Numbers"));
    m_numbers->setAccessibleName(tr("All numbers"));
    m_numbers->setToolTip(tr("Ctrl+C copies the selected cells, or all of them"));
    m_message->setWordWrap(true);
    m_message->setObjectName(QStringLiteral("studyMessage"));
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->hide();
    auto* layout = new QVBoxLayout;
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_message);
    layout->addLayout(buildBottom());
    return layout;
}

QBoxLayout* StudiesWindow::buildBottom()
{
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMaximumWidth(160);
    m_status->setObjectName(QStringLiteral("studyStatus"));
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout;
    layout->addWidget(m_progress);
    layout->addWidget(m_status, 1);
    for (QPushButton* button : {m_saveJson, m_saveCsv, m_savePicture})
        layout->addWidget(button);
    connect(m_saveJson, &QPushButton::clicked, this, [this] { chooseResults(QStringLiteral("json")); });
    connect(m_saveCsv, &QPushButton::clicked, this, [this] { chooseResults(QStringLiteral("csv")); });
    connect(m_savePicture, &QPushButton::clicked, this, &StudiesWindow::choosePicture);
    return layout;
}

void StudiesWindow::open(const std::string& study)
{
    if (!m_runner.state()->running && !study.empty())
        guarded([&] { m_form->setStudy(study); });
    show();
    raise();
    activateWindow();
}

std::shared_ptr<const StudyState> StudiesWindow::shown() const
{
    const auto found = m_states.find(m_form->study().id);
    return found == m_states.end() ? nullptr : found->second;
}

void StudiesWindow::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!event->spontaneous())
        m_form->showSession();
}

void StudiesWindow::closeEvent(QCloseEvent* event)
{
    m_runner.cancel();
    event->accept();
}

void StudiesWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape)
        QWidget::keyPressEvent(event);
    else if (m_runner.state()->running)
        m_runner.cancel();
    else
        close(); // what it found stays until the next study
}

// ── running ────────────────────────────────────────────────────────────────────────────────────────────────────────

void StudiesWindow::runOrCancel()
{
    if (m_runner.state()->running) {
        m_runner.cancel();
        m_run->setEnabled(false);
        return;
    }
    m_message->hide();
    if (!m_form->accepts())
        return;
    guarded([this] { m_runner.start(m_form->plan()); });
}

void StudiesWindow::takeState()
{
    const auto state = m_runner.state();
    m_states[state->plan.study] = state;
    if (!state->running && !state->trouble.isEmpty())
        say(state->trouble, true);
    showState();
}

void StudiesWindow::showState()
{
    const auto state = shown();
    const bool running = m_runner.state()->running;
    core::StudyResults none;
    none.study = m_form->study().id;
    const core::StudyResults& results = state ? state->results : none;
    m_plots->show(results);
    const ResultTable table = resultTable(results);
    m_numbers->setContent(table.header, {}, table.rows);
    if (std::exchange(m_relabel, false)) // other fields: no two with the same letter
        giveMnemonics(*this, QString(mnemonicOf(tr("&Run"))) + mnemonicOf(tr("&Stop")));
    m_form->setEnabled(!running);
    m_run->setText(running ? tr("&Stop") : tr("&Run"));
    m_run->setToolTip(running ? tr("Ends it and keeps what is finished (Escape)") : QString());
    const bool some = state && !state->results.measurements.empty();
    for (QPushButton* button : {m_saveJson, m_saveCsv, m_savePicture})
        button->setEnabled(some);
    running ? m_tick.start() : m_tick.stop();
    showObstacle();
    showProgress();
}

void StudiesWindow::showObstacle()
{
    const bool running = m_runner.state()->running;
    const QString obstacle = running ? QString() : m_form->obstacle();
    m_obstacle->setText(obstacle);
    m_obstacle->setVisible(!obstacle.isEmpty());
    m_run->setEnabled(obstacle.isEmpty());
}

void StudiesWindow::showProgress()
{
    const auto state = shown();
    m_progress->setVisible(state && state->running);
    if (!state) {
        m_status->clear();
        return;
    }
    const QString count = tr("%1 of %2").arg(state->finished).arg(state->pieces);
    if (!state->running) {
        m_status->setText(state->results.complete ? tr("Finished: %1 measurements.").arg(state->finished)
                          : state->pieces == 0    ? tr("Stopped before the first measurement.")
                                                  : tr("Stopped, %1.").arg(count));
        return;
    }
    const double done = m_runner.done();
    m_progress->setValue(static_cast<int>(std::lround(1000.0 * done)));
    const auto seconds = m_runner.secondsLeft();
    m_status->setText(state->pieces == 0 ? tr("Reading models and text …")
                      : seconds          ? tr("%1, about %2 left").arg(count, durationText(*seconds))
                                         : count);
}

void StudiesWindow::say(const QString& sentence, bool wrong)
{
    const QColor warning = legibleOn(QColor(0xb3, 0x26, 0x1e), palette().color(QPalette::Window), 4.5);
    m_message->setStyleSheet(wrong ? QStringLiteral("color: %1").arg(warning.name()) : QString());
    m_message->setText(sentence);
    m_message->show();
}

// ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void StudiesWindow::guarded(const std::function<void()>& act)
{
    try {
        act();
    } catch (const core::Error& problem) {
        say(sentenceOf(problem), true);
    }
}

QString StudiesWindow::saveResults(const QString& path)
{
    const auto state = shown();
    if (!state || state->results.measurements.empty())
        throw core::error("{}: there are no results yet; run the study first.", path.toStdString());
    const bool csv = QFileInfo(path).suffix().compare(QLatin1String("csv"), Qt::CaseInsensitive) == 0;
    StudyPlan plan = state->plan;
    core::StudyResults results = state->results;
    plan.paper = m_plots->showsPaper();
    if (plan.paper)
        results.paper = core::parseOrderedJson(paperTablesText(), "tables.json");
    std::string text = textArgument(plan.text);
    const bool typed = plan.text.kind == core::TextKind::Typed;
    if (typed)
        results.input["source"] = text = writtenBeside(path, loadText(plan.text)->text);
    results.command = commandOf(plan, text, {csv ? "--csv" : "--json", path.toStdString()});
    core::writeFileAtomically(path.toStdString(), csv ? results.toCsv() : results.toJsonText());
    return typed ? QString::fromStdString(text) : QString();
}

void StudiesWindow::savePicture(const QString& path)
{
    const FigureStyle style = paperStyle(font());
    const auto* findings = m_plots->findChild<const QLabel*>(QStringLiteral("findings"));
    saveFigure(Sheet({m_form->title(), shownFigures(*m_plots, style), findings ? findings->text() : QString()}, style),
               path);
}

void StudiesWindow::chooseResults(const QString& ending)
{
    guarded([&] {
        const auto path = askSavePath(this, tr("Save the results"), QString::fromLatin1(m_form->study().id),
                                      {{ending, ending.toUpper()}});
        if (!path)
            return;
        const QString text = saveResults(*path);
        say(text.isEmpty() ? tr("Saved as %1.").arg(*path)
                           : tr("Saved as %1; the typed text it is about is in %2.").arg(*path, text));
    });
}

void StudiesWindow::choosePicture()
{
    guarded([&] {
        const auto path =
            askSavePath(this, tr("Save the picture"), QString::fromLatin1(m_form->study().id), pictureKinds());
        if (!path)
            return;
        savePicture(*path);
        say(tr("Saved as %1.").arg(*path));
    });
}

View studiesView()
{
    return {.id = "studies",
            .title = Views::tr("Studies"),
            .place = Place::Window,
            .make =
                [](const ViewContext& context) {
                    return new StudiesWindow(context.session, context.pool.threads(), &context.window.dialogParent());
                },
            .atWork =
                [](QWidget& window) {
                    return static_cast<StudiesWindow&>(window).runner().state()->running
                               ? Views::tr("A study is running.")
                               : QString();
                }};
}

} // namespace ui
