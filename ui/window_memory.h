// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/setup.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QMainWindow;
class QUndoCommand;

namespace ui {

class Preferences;
class Session;
class ViewHost;

// What the window knows of the time before: which file holds the session and what it holds, which files were opened
// lately, how large the window was and which views it showed. Says the first in the window's title.
class WindowMemory : public QObject
{
    Q_OBJECT

public:
    WindowMemory(QMainWindow& window, ViewHost& views, Session& session, Preferences& preferences);

    // The file (empty: a picture, in which no session can be saved) holds this setup: it was written or opened. What
    // was opened and is undone belongs to the file before.
    void sessionSaved(const QString& path, const core::Setup& setup);
    void sessionOpened(const QString& path, const core::Setup& setup);
    void sessionRecovered(); // it is in no file
    QString sessionFile() const { return m_file.path; }
    // Whether something would be lost that took work: any change of a session that has a file; else slopes, switches
    // and typed text.
    bool isUnsaved() const;

    void restoreWindow();
    void rememberWindow() const;

private:
    struct File
    {
        QString path;
        core::Setup saved; // what it holds
    };
    struct Opening
    {
        const QUndoCommand* step = nullptr; // that shows what was opened; known by its text, too
        QString text;
        File other; // the file before or, while the step is undone, the one that was opened
        bool undone = false;
    };
    void takeSetup();
    void followUndo();
    void showTitle();

    QMainWindow& m_window;
    ViewHost& m_views;
    Session& m_session;
    Preferences& m_preferences;
    File m_file;
    std::vector<Opening> m_openings; // the oldest first
    std::optional<File> m_before;    // what was just opened; its step is not on the stack yet
};

} // namespace ui
