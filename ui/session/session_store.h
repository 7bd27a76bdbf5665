// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/session_file.h"
#include "ui/session/job.h"
#include "ui/session/questions.h"
#include "ui/session/session.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace ui {

// What a session's file holds of it: its text, weights' hashes, tried settings. Nothing while a column shows weights
// that no file holds, so that it could not be opened again.
std::optional<core::SavedSession> savedSession(const Session& session);

// The session's file: reading and writing it, and whether it holds what the window shows. Files are read in the
// background; failures are reported by Session::failed(). GUI thread only.
class SessionStore : public QObject
{
    Q_OBJECT

public:
    SessionStore(Session& session, Questions questions, QObject* parent = nullptr);

    // Asks for models that are not where the file says, and before it reads a text file that an old session only names.
    void open(const QString& path);
    // The copy of a session that was not saved: it is in no file afterwards.
    void recover(const QString& path);
    // False: it could not be written.
    bool save(const QString& path);

    // Of the file that was opened or saved last; empty: none.
    const QString& path() const { return m_path; }
    // Whether everything is as it was then.
    bool isSaved() const { return m_saved && *m_saved == m_session.setup() && m_savedTried == m_session.tried(); }

signals:
    void changed(); // path() or isSaved()
    // This file holds what is shown; empty: it came from a picture, in which no session can be saved.
    void opened(const QString& path);
    void recovered();
    void saved(const QString& path);
    // Something was opened or saved, and this should be known about it.
    void noticed(const QString& sentence);

private:
    enum class From { File, Picture, Recovery };
    struct Read;
    void read(const QString& path, From from);
    struct Awaited
    {
        QString path;
        core::Setup setup;
        std::vector<std::string> hashes;
        std::vector<core::TriedSetting> tried;
        From from = From::File;
    };
    void settle();
    void take(const QString& path, const Read& read);
    bool settleModels(core::Setup& setup, std::vector<std::string>& hashes);
    void reportOtherWeights(const std::vector<std::string>& hashes);
    void setFile(const QString& path);

    Session& m_session;
    Questions m_questions;
    QString m_path;
    std::optional<core::Setup> m_saved;
    std::vector<core::TriedSetting> m_savedTried;
    std::optional<Awaited> m_awaited; // being opened
    Job m_reading{this};
};

} // namespace ui
