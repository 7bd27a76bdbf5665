// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_memory.h"

#include "ui/library/library.h"
#include "ui/session/session.h"
#include "ui/settings/preferences.h"
#include "ui/views/view_host.h"

#include <QFileInfo>
#include <QMainWindow>

#include <algorithm>

namespace ui {
namespace {

// What took more than a click: typed text, switches, columns that were added.
bool holdsWork(const core::Setup& setup)
{
    return setup.text.kind == core::TextKind::Typed || setup.columns.size() > startSetup().columns.size() ||
           std::any_of(setup.columns.begin(), setup.columns.end(),
                       [](const core::Column& column) { return !column.switches().empty(); });
}

} // namespace

WindowMemory::WindowMemory(QMainWindow& window, ViewHost& views, Session& session, Preferences& preferences)
    : QObject(&window)
    , m_window(window)
    , m_views(views)
    , m_session(session)
    , m_preferences(preferences)
{
    connect(&session, &Session::setupChanged, this, &WindowMemory::takeSetup);
    showTitle();
}

void WindowMemory::sessionSaved(const QString& path, const core::Setup& setup)
{
    m_file = path;
    m_saved = setup;
    m_preferences.addRecentFile(path);
    showTitle();
}

bool WindowMemory::isUnsaved() const
{
    const core::Setup& setup = m_session.setup();
    return setup != m_saved && (!m_file.isEmpty() || holdsWork(setup));
}

void WindowMemory::takeSetup()
{
    const core::Setup& setup = m_session.setup();
    if (setup.text.kind == core::TextKind::File)
        m_preferences.addRecentFile(QString::fromStdString(setup.text.value));
    for (const core::Column& column : setup.columns)
        if (!column.model.starts_with(kBuiltin) && !column.model.starts_with(kLive))
            m_preferences.addRecentFile(QString::fromStdString(column.model));
    showTitle();
}

void WindowMemory::showTitle()
{
    m_window.setWindowTitle(m_file.isEmpty() ? tr("ALiBi Lab[*]")
                                             : tr("%1[*] – ALiBi Lab").arg(QFileInfo(m_file).fileName()));
    m_window.setWindowModified(isUnsaved());
}

void WindowMemory::restoreWindow()
{
    if (!m_preferences.geometry().isEmpty())
        m_window.restoreGeometry(m_preferences.geometry());
    if (!m_preferences.views().isEmpty())
        m_views.restoreViews(m_preferences.views());
}

void WindowMemory::rememberWindow() const
{
    m_views.filling().fill(nullptr); // what it hides is wanted
    m_preferences.rememberWindow(m_window.saveGeometry(), m_views.saveState());
}

} // namespace ui
