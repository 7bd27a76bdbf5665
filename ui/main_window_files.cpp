// SPDX-License-Identifier: GPL-3.0-or-later
// What MainWindow opens: paths, and what is dropped on it.
#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/json_file.h"
#include "ui/controls/screen_fit.h"
#include "ui/figure/map_figure.h"
#include "ui/figure/sheet.h"
#include "ui/figure/writers.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/panels/text_panel.h"
#include "ui/session/column_edits.h"
#include "ui/window_memory.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>

namespace ui {
namespace {

constexpr std::uint64_t kLargestSession = 1 << 20;

core::Setup readSession(const QString& path)
{
    const std::string name = path.toStdString();
    return core::Setup::fromJson(core::readJsonFile(name, {.bytes = kLargestSession}), name);
}

} // namespace

void MainWindow::openPath(const QString& path)
{
    if (m_session.text() == nullptr) { // the start is still being read
        connect(
            &m_session, &Session::setupChanged, this, [this, path] { openPath(path); }, Qt::SingleShotConnection);
        return;
    }
    const QFileInfo info(path);
    if (info.isDir()) {
        m_session.open(tr("open model"), [path](core::Setup& e) { e.columns.front() = {path.toStdString(), {}}; });
    } else if (info.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0 ||
               info.suffix().compare(QLatin1String("alibilab"), Qt::CaseInsensitive) == 0) {
        try {
            const core::Setup setup = readSession(path);
            m_memory->sessionOpening(path, setup);
            m_session.open(tr("open session"), [setup](core::Setup& e) { e = setup; });
        } catch (const core::Error& problem) {
            emit m_session.failed(sentenceOf(problem));
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

} // namespace ui
