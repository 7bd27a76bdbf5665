// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/actions/action_menus.h"
#include "ui/actions/command_palette.h"
#include "ui/controls/length_slider.h"
#include "ui/figure/writers.h"
#include "ui/panels/closing_question.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/length_panel.h"
#include "ui/panels/lesson_panel.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/opening_questions.h"
#include "ui/panels/recovery_question.h"
#include "ui/panels/status_line.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/view_bar.h"
#include "ui/panels/work_bar.h"
#include "ui/session/opener.h"
#include "ui/session/recovery.h"
#include "ui/settings/look.h"
#include "ui/settings/preferences.h"
#include "ui/view_models/session_figures.h"
#include "ui/views/tab_order.h"
#include "ui/views/view_host.h"
#include "ui/window_memory.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QStatusBar>
#include <QTimer>

namespace ui {
namespace {

// The slider's, wherever the focus is.
bool isLengthKey(const QKeyEvent& event) { return event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown; }

} // namespace

MainWindow::MainWindow(core::ThreadPool& pool, Preferences* preferences, bool mayAsk)
    : m_pool(pool)
    , m_preferences(preferences != nullptr ? preferences : new Preferences({}, this))
    , m_session(pool)
    , m_comparison(m_session)
    , m_selection(m_comparison)
    , m_heads(m_session, m_comparison, pool)
    , m_opener(new Opener(m_session, mayAsk ? questionsOver(this) : Questions{}, this))
    , m_text(new TextPanel(m_session))
    , m_length(new LengthPanel(m_session, m_comparison))
    , m_viewBar(new ViewBar(m_session, m_comparison))
    , m_columns(new ColumnsView(m_session, m_comparison, m_selection, m_heads))
{
    setAcceptDrops(true);
    setFocusPolicy(Qt::ClickFocus); // a click on an empty place leaves a field
    resize(1440, 900);
    m_views = new ViewHost(*m_columns, viewContext());
    buildPage();
    const ActionContext actions{m_session, m_comparison, m_selection, *this};
    m_menus = new ActionMenus(*this, actions);
    m_palette = new CommandPalette(*m_menus, actions, this);
    m_memory = new WindowMemory(*this, *m_views, m_session, *m_preferences);
    // When all panels have made what they need for them.
    connect(&m_session, &Session::modelsChanged, this, &MainWindow::orderTabs, Qt::QueuedConnection);
    connect(m_views, &ViewHost::partsChanged, this, &MainWindow::orderTabs);
    orderTabs();
    connect(&m_session, &Session::failed, this, &MainWindow::showError);
    connect(m_columns, &ColumnsView::dropped, this, &MainWindow::openPaths);
    // Not at once: its menu may be gone when a dialog closes.
    connect(
        m_columns, &ColumnsView::actionWanted, this, [this](const QString& id) { m_menus->run(id.toStdString()); },
        Qt::QueuedConnection);
    const auto labelHeads = [this] { m_columns->setLabelled(m_preferences->labelsHeads()); };
    connect(m_preferences, &Preferences::labelsHeadsChanged, this, labelHeads);
    labelHeads();
    connect(m_text, &TextPanel::fileChosen, m_opener, &Opener::openText);
    connect(m_opener, &Opener::noticed, this, &MainWindow::showError);
    connect(m_opener, &Opener::lessonFound, this, [this](const QString& path) {
        if (auto* lessons = qobject_cast<LessonPanel*>(view("lesson")))
            lessons->openFile(path);
    });
    connect(&m_opener->sessions(), &SessionStore::saved, this, &MainWindow::sessionSaved);
    connect(&m_opener->sessions(), &SessionStore::opened, this,
            [this](const QString& path) { m_memory->sessionOpened(path, m_session.setup()); });
    connect(&m_opener->sessions(), &SessionStore::recovered, this, [this] { m_memory->sessionRecovered(); });
    connect(&m_session, &Session::setupChanged, m_messages, &MessageBar::hideError);
    connect(&m_session, &Session::settled, this, [this](bool pictureOnly) {
        if (pictureOnly)
            emit pictureComplete();
        else // the curves are drawn when this event is over
            QTimer::singleShot(0, this, &MainWindow::allComplete);
    });
}

MainWindow::~MainWindow()
{
    delete m_views; // their threads ask the session
}

// The lines above stay whatever fills the window.
void MainWindow::buildPage()
{
    auto* top = new QHBoxLayout;
    top->setSpacing(look::kApart);
    top->addWidget(m_text, 1);
    top->addWidget(m_length, 1);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(look::kEdge, look::kNear, look::kEdge, 0);
    layout->setSpacing(look::kNear);
    layout->addLayout(top);
    layout->addWidget(m_viewBar);
    layout->addWidget(m_views, 1);
    m_messages = new MessageBar(page);
    setCentralWidget(page);
    statusBar()->addWidget(new WorkBar(m_session, m_comparison), 1);
    statusBar()->addPermanentWidget(new StatusLine(m_session, m_comparison), 2);
}

void MainWindow::savePicture(const QString& path)
{
    ui::savePicture(grab().toImage(), path, recordOf(m_session, m_comparison, m_session.setup().view, path));
}

void MainWindow::restore() { m_memory->restoreWindow(); }

void MainWindow::recoverFrom(const QString& folder)
{
    m_recovery = new Recovery(
        m_session, folder, [this] { return m_memory->isUnsaved(); }, this);
    const QString left = m_recovery->findLeft();
    if (left.isEmpty())
        return;
    auto* question = new RecoveryQuestion(QFileInfo(left).lastModified(), this);
    connect(question, &RecoveryQuestion::wanted, this, [this, left] { m_opener->recover(left); });
    connect(&m_opener->sessions(), &SessionStore::recovered, m_recovery, &Recovery::adoptLeft);
    connect(question, &RecoveryQuestion::unwanted, m_recovery, &Recovery::discardLeft);
    QTimer::singleShot(0, question, [question] { question->open(); }); // over the window
}

void MainWindow::endWithoutAsking()
{
    if (m_recovery != nullptr)
        m_recovery->keepForNextStart();
    m_asks = false;
    close();
}

void MainWindow::sessionSaved(const QString& path) { m_memory->sessionSaved(path, m_session.setup()); }

QString MainWindow::sessionFile() const { return m_memory->sessionFile(); }

void MainWindow::say(const QString& sentence, const QString& file) { m_messages->say(sentence, file); }

void MainWindow::exportFigure(const std::string& kind)
{
    auto* dialog = new ExportDialog(viewContext(), kind, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showError(const QString& sentence) { m_messages->showError(sentence); }

LengthSlider& MainWindow::length() { return m_length->slider(); }

QWidget* MainWindow::view(const std::string& id) { return m_views->view(id); }

bool MainWindow::isViewShown(const std::string& id) const { return m_views->isViewShown(id); }

bool MainWindow::isViewInFront(const std::string& id) const { return m_views->isViewInFront(id); }

void MainWindow::showView(const std::string& id, bool shown) { m_views->showView(id, shown); }

void MainWindow::fillWith(QWidget* part) { m_views->filling().fill(part); }

QWidget* MainWindow::filling() const { return m_views->filling().part(); }

bool MainWindow::canFill(const QWidget* part) const { return m_views->canFill(part); }

void MainWindow::showOnly(const std::optional<QStringList>& controls)
{
    const auto wanted = [&](const char* control) { return !controls || controls->contains(QLatin1String(control)); };
    m_text->setVisible(wanted("text"));
    m_length->setVisible(wanted("length"));
    m_viewBar->setVisible(wanted("stages"));
}

void MainWindow::findAction() { m_palette->open(); }

// As one reads.
void MainWindow::orderTabs()
{
    ui::setTabOrder(QList<QWidget*>{m_text, m_length, m_viewBar, m_messages} + m_views->parts());
}

void MainWindow::openLesson(const QString& id, std::size_t step, bool answered)
{
    auto* lessons = qobject_cast<LessonPanel*>(view("lesson"));
    if (lessons == nullptr)
        return;
    connect(&lessons->lesson(), &OpenLesson::measured, this, [this, lessons, answered] {
        if (const auto right = lessons->lesson().rightAnswer(); answered && right)
            lessons->lesson().answer(*right);
        if (isComplete())
            QTimer::singleShot(0, this, &MainWindow::allComplete);
    });
    lessons->openById(id, step);
}

bool MainWindow::isComplete() const
{
    const auto* lessons = qobject_cast<LessonPanel*>(m_views->view("lesson"));
    return !m_session.isBusy() && (lessons == nullptr || (!lessons->isOpening() && lessons->lesson().isMeasured()));
}

bool MainWindow::mayClose()
{
    QStringList losses = m_views->atWork();
    const bool unsaved = m_memory->isUnsaved();
    if (unsaved)
        losses.prepend(tr("The session has changes that are not saved."));
    switch (ClosingQuestion::ask(*this, losses, unsaved)) {
    case Closing::Close:
        return true;
    case Closing::SaveFirst:
        m_menus->run("save-session");
        return !m_memory->isUnsaved(); // saving can be cancelled, too
    case Closing::Stay:
        break;
    }
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_asks && !mayClose() && m_asks) { // the question may be ended by what ends the program
        event->ignore();
        return;
    }
    m_memory->rememberWindow();
    QMainWindow::closeEvent(event);
}

// Escape: back to all views, then what is chosen and pinned is let go of, then out of the full screen.
void MainWindow::leave()
{
    if (filling() != nullptr)
        fillWith(nullptr);
    else if (m_selection.isChosen())
        m_selection.release();
    else if (m_selection.isPinned())
        m_selection.unpin();
    else if (isFullScreen())
        showNormal();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    const Action* action = m_menus->ofPlainKey(*event);
    if (isLengthKey(*event) && event->modifiers() == Qt::NoModifier)
        QCoreApplication::sendEvent(length().focusProxy(), event); // a held key is one step there
    else if (action != nullptr)
        m_menus->run(*action);
    else if (event->key() == Qt::Key_Escape)
        leave();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event)
{
    if (isLengthKey(*event))
        QCoreApplication::sendEvent(length().focusProxy(), event); // ends what the press began
    else
        QMainWindow::keyReleaseEvent(event);
}

} // namespace ui
