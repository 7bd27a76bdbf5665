// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/setup.h"

#include <QObject>

class QMainWindow;

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

    // The file holds this setup: it was written or opened.
    void sessionSaved(const QString& path, const core::Setup& setup);
    QString sessionFile() const { return m_file; }
    // Whether something would be lost that took work: any change of a session that has a file; else slopes, switches
    // and typed text.
    bool isUnsaved() const;

    void restoreWindow();
    void rememberWindow() const;

private:
    void takeSetup();
    void showTitle();

    QMainWindow& m_window;
    ViewHost& m_views;
    Session& m_session;
    Preferences& m_preferences;
    QString m_file;
    core::Setup m_saved;
};

} // namespace ui
