// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/recovery.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/setup/session_file.h"
#include "ui/session/session_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

#include <utility>

namespace ui {
namespace {

constexpr int kCopyRest = 5000; // ms from a change to its copy: with the writing, less than ten seconds
const auto kCopyEnding = QStringLiteral(".alibilab");

QString lockOf(const QString& file) { return file + QStringLiteral(".lock"); }

// Held by a program for as long as it runs; whose program is gone can be had.
std::unique_ptr<QLockFile> lockFile(const QString& file)
{
    auto lock = std::make_unique<QLockFile>(lockOf(file));
    lock->setStaleLockTime(0); // however long it runs
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

} // namespace

Recovery::Recovery(Session& session, QString folder, std::function<bool()> isUnsaved, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_folder(std::move(folder))
    , m_isUnsaved(std::move(isUnsaved))
    , m_writing(this)
{
    if (QDir().mkpath(m_folder)) {
        m_file = m_folder + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) + kCopyEnding;
        m_lock = lockFile(m_file);
    }
    m_rest.setSingleShot(true);
    m_rest.setInterval(kCopyRest);
    connect(&m_rest, &QTimer::timeout, this, &Recovery::write);
    const auto changed = [this] {
        if (!m_rest.isActive()) // not put off by the next change
            m_rest.start();
    };
    connect(&session, &Session::setupChanged, this, changed);
    connect(&session, &Session::triedChanged, this, changed);
}

Recovery::~Recovery()
{
    m_writing.cancel();
    if (!m_kept && m_lock != nullptr)
        QFile::remove(m_file);
}

QString Recovery::usersFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/alibi-lab/recovery");
}

QString Recovery::findLeft()
{
    m_left.reset();
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList({QLatin1Char('*') + lockOf(kCopyEnding)}, QDir::Files)) {
        const QString file = folder.filePath(name.chopped(lockOf({}).size()));
        if (!QFileInfo::exists(file))
            lockFile(file); // of a program that ended all at once: the lock goes with its holder
    }
    for (const QString& name : folder.entryList({QLatin1Char('*') + kCopyEnding}, QDir::Files, QDir::Time)) {
        const QString file = folder.filePath(name);
        if (file == m_file)
            continue;
        if (auto lock = lockFile(file)) {
            m_left = Left{file, std::move(lock)};
            return file;
        }
    }
    return {};
}

void Recovery::adoptLeft()
{
    if (m_left && m_lock != nullptr) {
        QFile::remove(m_file);
        QFile::rename(m_left->file, m_file);
    }
    m_left.reset();
}

void Recovery::discardLeft()
{
    if (m_left)
        QFile::remove(m_left->file);
    m_left.reset();
}

void Recovery::keepForNextStart()
{
    if (m_lock == nullptr || !m_isUnsaved())
        return;
    m_writing.forget();
    if (const auto saved = savedSession(m_session)) {
        try {
            core::writeFileAtomically(m_file.toStdString(), core::sessionText(*saved, m_file.toStdString()));
        } catch (const core::Error&) { // the copy of before, if there is one
        }
        m_kept = QFileInfo::exists(m_file);
    }
}

// A copy that cannot be written is missed only by who needs it: nothing is said, the next change tries again.
void Recovery::write()
{
    if (m_lock == nullptr)
        return;
    auto saved = m_isUnsaved() ? savedSession(m_session) : std::nullopt;
    m_writing.start([saved = std::move(saved), file = m_file.toStdString()](const Job::Run& /*run*/) {
        if (!saved) {
            QFile::remove(QString::fromStdString(file));
            return;
        }
        core::writeFileAtomically(file, core::sessionText(*saved, file));
    });
}

} // namespace ui
