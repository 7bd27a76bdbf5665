// SPDX-License-Identifier: GPL-3.0-or-later
// What MainWindow opens: paths, and what is dropped on it.
#include "ui/main_window.h"
#include "ui/session/opener.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace ui {

void MainWindow::openPath(const QString& path) { openPaths({path}); }

void MainWindow::openPaths(const QStringList& paths, int column)
{
    m_opener->open(paths, static_cast<std::size_t>(std::max(column, 0)));
}

bool MainWindow::saveSession(const QString& path) { return m_opener->sessions().save(path); }

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QMimeData* dropped = event->mimeData();
    if (dropped->hasUrls()) {
        QStringList paths;
        for (const QUrl& address : dropped->urls())
            if (address.isLocalFile())
                paths.append(address.toLocalFile());
        if (paths.isEmpty())
            showError(tr("Only files of this computer can be dropped here."));
        else
            openPaths(paths);
    } else if (dropped->hasText()) {
        const QString text = dropped->text();
        if (text.startsWith(QLatin1String("file://"))) // some programs give addresses as text
            openPaths(text.split(QLatin1Char('\n'), Qt::SkipEmptyParts));
        else
            m_session.open(tr("drop text"), [text](core::Setup& e) {
                e.text = {core::TextKind::Typed, text.toStdString()};
            });
    }
    event->acceptProposedAction();
}

} // namespace ui
