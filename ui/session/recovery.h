// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/job.h"
#include "ui/session/session.h"

#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace ui {

// Keeps a copy of a session that is in no file, so that what ends the program all at once loses at most the last ten
// seconds. The copy goes when the session is saved or the program ends as it should. GUI thread only; files are written
// in the background.
class Recovery : public QObject
{
    Q_OBJECT

public:
    // folder: of the copies of all running programs. isUnsaved: whether there is something that no file holds.
    Recovery(Session& session, QString folder, std::function<bool()> isUnsaved, QObject* parent = nullptr);
    ~Recovery() override;

    static QString usersFolder();

    // The newest copy that a program left which has ended; empty: there is none. It is this one's until the next call.
    QString findLeft();
    void adoptLeft(); // it is shown: from now on it is this program's copy
    void discardLeft();
    // The program ends while nobody can be asked: what is unsaved is kept for the next start.
    void keepForNextStart();

    QString file() const { return m_file; } // of this program's copy, when there is one

private:
    void write();

    Session& m_session;
    const QString m_folder;
    const std::function<bool()> m_isUnsaved;
    QString m_file;
    std::unique_ptr<QLockFile> m_lock; // of m_file; null: it could not be had, and nothing is kept
    struct Left
    {
        QString file;
        std::unique_ptr<QLockFile> lock;
    };
    std::optional<Left> m_left;
    QTimer m_rest;
    bool m_kept = false;
    Job m_writing;
};

} // namespace ui
