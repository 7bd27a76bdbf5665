// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/job.h"
#include "ui/session/session_store.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <functional>

namespace ui {

// Opens whatever paths a person gives: dropped, pasted, typed or chosen. What each is, is told by its content (whatIs).
// Models go to the columns from `column` on, a text is read, a session takes the place of everything. What cannot be
// opened is reported by Session::failed(). GUI thread only; nothing here waits.
class Opener : public QObject
{
    Q_OBJECT

public:
    Opener(Session& session, Questions questions, QObject* parent = nullptr);

    // Paths or file:// addresses.
    void open(const QStringList& paths, std::size_t column = 0);
    // See SessionStore::recover().
    void recover(const QString& path);
    // Read as a text, whatever it is.
    void openText(const QString& path);

    SessionStore& sessions() { return m_sessions; }

signals:
    void lessonFound(const QString& path);
    // Something was opened, and this should be known about it.
    void noticed(const QString& sentence);

private:
    // What is to be opened together, as one undo step.
    struct Wanted
    {
        QStringList models;
        std::size_t column = 0;
        QString text;            // empty: the text stays
        core::SharedText inside; // its content, when that is not simply read
    };
    void whenStarted(const std::function<void()>& act);
    void openNow(const QStringList& paths, std::size_t column);
    void lookAndShow(const Wanted& wanted);
    void decodeAndShow(const Wanted& wanted, const std::string& bytes, const std::string& encoding);
    void show(const Wanted& wanted);

    Session& m_session;
    Questions m_questions;
    SessionStore m_sessions;
    Job m_look{this}; // at text files
};

} // namespace ui
