// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_memory.h"

#include "ui/commands/setup_command.h"
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
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &WindowMemory::followUndo);
    showTitle();
}

void WindowMemory::sessionSaved(const QString& path, const core::Setup& setup)
{
    m_file = {path, setup};
    if (!path.isEmpty())
        m_preferences.addRecentFile(path);
    showTitle();
}

void WindowMemory::sessionOpened(const QString& path, const core::Setup& setup)
{
    m_before = m_file;
    sessionSaved(path, setup);
}

void WindowMemory::sessionRecovered()
{
    m_before = m_file;
    m_file = {};
    showTitle();
}

// A step is undone while the stack would do it next or later, and gone when something else was done instead of it or
// it is too old.
void WindowMemory::followUndo()
{
    const QUndoStack& undo = m_session.undoStack();
    if (m_before)
        if (const auto* step = dynamic_cast<const SetupCommand*>(undo.command(undo.index() - 1));
            step != nullptr && step->after() == m_file.saved)
            m_openings.push_back({step, step->text(), *m_before, false});
    m_before.reset();
    const auto placeOf = [&undo](const Opening& opening) {
        for (int i = 0; i < undo.count(); ++i)
            if (undo.command(i) == opening.step && undo.command(i)->text() == opening.text)
                return i;
        return -1;
    };
    std::erase_if(m_openings, [&](const Opening& opening) { return placeOf(opening) < 0; });
    const auto follow = [&](Opening& opening) {
        if (const bool undone = placeOf(opening) >= undo.index(); undone != opening.undone) {
            opening.undone = undone;
            std::swap(m_file, opening.other);
        }
    };
    // The newest is undone first, and done again last.
    std::for_each(m_openings.rbegin(), m_openings.rend(), [&](Opening& opening) {
        if (!opening.undone)
            follow(opening);
    });
    for (Opening& opening : m_openings)
        if (opening.undone)
            follow(opening);
    showTitle();
}

bool WindowMemory::isUnsaved() const
{
    const core::Setup& setup = m_session.setup();
    return setup != m_file.saved && (!m_file.path.isEmpty() || holdsWork(setup));
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
    m_window.setWindowTitle(m_file.path.isEmpty() ? tr("ALiBi Lab[*]")
                                                  : tr("%1[*] – ALiBi Lab").arg(QFileInfo(m_file.path).fileName()));
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
