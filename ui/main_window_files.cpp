// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of MainWindow: opening, saving, copying.
#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/json_file.h"
#include "ui/controls/screen_fit.h"
#include "ui/figure/map_figure.h"
#include "ui/figure/sheet.h"
#include "ui/figure/writers.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/studies_window.h"
#include "ui/panels/text_panel.h"
#include "ui/session/column_edits.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>

namespace ui {
namespace {

constexpr std::uint64_t kLargestSession = 1 << 20;

core::Setup readSession(const QString& path)
{
    const std::string name = path.toStdString();
    return core::Setup::fromJson(core::readJsonFile(name, {.bytes = kLargestSession}), name);
}

QString withSuffix(QString path, const QString& suffix)
{
    return QFileInfo(path).suffix().isEmpty() ? path + suffix : path;
}

} // namespace

void MainWindow::buildMenus()
{
    const auto add = [this](QMenu* menu, const QString& text, const QKeySequence& key, auto action) {
        QAction* entry = menu->addAction(text);
        entry->setShortcut(key);
        connect(entry, &QAction::triggered, this, action);
        return entry;
    };
    QMenu* file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Open text …"), QKeySequence::Open, [this] { m_text->chooseFile(); });
    add(file, tr("&Type or paste text …"), QKeySequence(Qt::CTRL | Qt::Key_T), [this] { m_text->typeText(); });
    file->addSeparator();
    add(file, tr("Open s&ession …"), {}, [this] { chooseSession(); });
    add(file, tr("&Save session …"), QKeySequence::Save, [this] { saveSession(); });
    file->addSeparator();
    add(file, tr("Save left &map as PNG …"), QKeySequence(Qt::CTRL | Qt::Key_E), [this] { saveMap(0); });
    add(file, tr("Save right ma&p as PNG …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] { saveMap(1); });
    add(file, tr("Save &window as PNG …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { saveWindow(); });
    file->addSeparator();
    add(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = m_session.undoStack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = m_session.undoStack().createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit->addActions({undo, redo});
    edit->addSeparator();
    add(edit, tr("&Copy window as picture"), QKeySequence::Copy, [this] { copyWindow(); });

    QMenu* view = menuBar()->addMenu(tr("&View"));
    add(view, tr("&Sweep through the lengths"), QKeySequence(Qt::Key_F5), [this] {
        QKeyEvent space(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier);
        keyPressEvent(&space);
    });
    add(view, tr("Show &all of the maps"), {}, [this] { m_columns->resetMaps(); });
    QAction* full = view->addAction(tr("&Full screen"));
    full->setShortcut(QKeySequence(Qt::Key_F11));
    full->setCheckable(true);
    connect(full, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });

    QMenu* model = menuBar()->addMenu(tr("&Model"));
    for (int column = 0; column < 2; ++column) {
        QMenu* side = model->addMenu(column == 0 ? tr("&Left column") : tr("&Right column"));
        for (const BuiltinModel& builtin : builtinModels())
            add(side, builtin.label, {}, [this, column, id = builtin.id] {
                ui::chooseModel(m_session, static_cast<std::size_t>(column), id.toStdString());
            });
        side->addSeparator();
        add(side, tr("&Open a checkpoint folder …"), {}, [this, column] { chooseModel(column); });
    }
    model->addSeparator();
    QAction* train = m_training->toggleViewAction();
    train->setText(tr("&Train live"));
    train->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    model->addAction(train);
    buildStudiesMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    add(help, tr("&About ALiBi Lab"), {}, [this] { about(); });
}

void MainWindow::buildStudiesMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Study"));
    const auto add = [&](const QString& text, const char* study) {
        return menu->addAction(text, this, [this, study] { openStudy(study); });
    };
    add(tr("&Extrapolation …"), "extrapolation");
    add(tr("&Train short, test long …"), "short-long");
    add(tr("&Sliding window against nonoverlapping …"), "windows");
    add(tr("&Reach …"), "reach");
    menu->addSeparator();
    add(tr("&Show the studies"), "")->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
}

void MainWindow::openStudy(const std::string& study)
{
    if (m_studies == nullptr) {
        m_studies = new StudiesWindow(m_session, m_threads, this);
        fitToScreen(*m_studies);
    }
    m_studies->open(study);
}

void MainWindow::openPath(const QString& path)
{
    if (m_session.text() == nullptr) { // the start is still being read
        connect(
            &m_session, &Session::setupChanged, this, [this, path] { openPath(path); }, Qt::SingleShotConnection);
        return;
    }
    const QFileInfo info(path);
    if (info.isDir()) {
        ui::chooseModel(m_session, 0, path.toStdString());
    } else if (info.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0 ||
               info.suffix().compare(QLatin1String("alibilab"), Qt::CaseInsensitive) == 0) {
        try {
            const core::Setup setup = readSession(path);
            m_session.open(tr("open session"), [setup](core::Setup& e) { e = setup; });
        } catch (const core::Error& problem) {
            emit m_session.failed(QString::fromUtf8(problem.what()));
        }
    } else {
        m_text->openFile(path);
    }
}

// Folders become the models of columns, from the one they were dropped on; all else is opened as ever.
void MainWindow::openDropped(const QStringList& paths, int column)
{
    std::vector<std::string> models;
    for (const QString& path : paths)
        if (QFileInfo(path).isDir())
            models.push_back(path.toStdString());
        else
            openPath(path);
    if (!models.empty())
        chooseModels(m_session, static_cast<std::size_t>(column), models);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QMimeData* dropped = event->mimeData();
    if (dropped->hasUrls()) {
        const QString path = dropped->urls().constFirst().toLocalFile();
        if (path.isEmpty())
            showError(tr("Only files of this computer can be dropped here."));
        else
            openPath(path);
    } else if (dropped->hasText()) {
        m_session.open(tr("drop text"), [text = dropped->text()](core::Setup& e) {
            e.text = {core::TextKind::Typed, text.toStdString()};
        });
    }
    event->acceptProposedAction();
}

void MainWindow::chooseModel(int column)
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a checkpoint folder"));
    if (!folder.isEmpty())
        ui::chooseModel(m_session, static_cast<std::size_t>(column), folder.toStdString());
}

void MainWindow::chooseSession()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a session"), QString(), tr("Sessions (*.alibilab *.json)"));
    if (!path.isEmpty())
        openPath(path);
}

void MainWindow::saveSession()
{
    for (const core::Column& choice : m_session.setup().columns)
        if (choice.model.starts_with(kLive)) {
            showError(tr("A column shows weights that no file holds, so a session with it could not be opened again. "
                         "Save the run in the Train panel and open that folder in the column first."));
            return;
        }
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the session"), QStringLiteral("session.alibilab"),
                                                      tr("Sessions (*.alibilab)"));
    if (path.isEmpty())
        return;
    try {
        core::writeFileAtomically(withSuffix(path, QStringLiteral(".alibilab")).toStdString(),
                                  m_session.setup().toJson().dump(2) + "\n");
    } catch (const core::Error& problem) {
        showError(QString::fromUtf8(problem.what()));
    }
}

void MainWindow::saveMap(int column)
{
    const ColumnPanel* panel = m_columns->panel(static_cast<std::size_t>(column));
    if (panel == nullptr)
        return;
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save the map"), QStringLiteral("map.png"), tr("PNG pictures (*.png)"));
    if (path.isEmpty())
        return;
    try {
        const HeatmapView& map = panel->map();
        saveFigure(MapFigure(map.content(), map.size(), paperStyle(map.font())),
                   withSuffix(path, QStringLiteral(".png")));
    } catch (const core::Error& problem) {
        showError(QString::fromUtf8(problem.what()));
    }
}

void MainWindow::saveWindow()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the window"), QStringLiteral("alibi-lab.png"),
                                                      tr("PNG pictures (*.png)"));
    if (path.isEmpty())
        return;
    try {
        savePicture(withSuffix(path, QStringLiteral(".png")));
    } catch (const core::Error& problem) {
        showError(QString::fromUtf8(problem.what()));
    }
}

void MainWindow::savePicture(const QString& path) { ui::savePicture(grab().toImage(), path); }

void MainWindow::copyWindow() { QApplication::clipboard()->setPixmap(grab()); }

void MainWindow::about()
{
    QMessageBox::about(this, tr("About ALiBi Lab"),
                       tr("<h3>ALiBi Lab %1</h3><p>Runs small, really trained language models and shows what position "
                          "encodings do. Every number on screen is computed by these models now.</p><p>After "
                          "“Train Short, Test Long”, Press, Smith and Lewis, ICLR 2022.</p><p>GPL-3.0-or-later.</p>")
                           .arg(QApplication::applicationVersion()));
}

} // namespace ui
