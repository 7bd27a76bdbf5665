// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_store.h"

#include "core/base/error.h"
#include "core/base/picture_session.h"
#include "core/io/atomic_file.h"
#include "ui/language/words.h"
#include "ui/library/library.h"

#include <QFileInfo>
#include <QStringList>

#include <exception>
#include <memory>
#include <utility>

namespace ui {
namespace {

// All that a file says of them: columns are told apart anew when they are opened.
bool isAlike(const core::Setup& a, const core::Setup& b) { return a.toJson() == b.toJson(); }

bool isFolder(const std::string& model) { return !model.starts_with(kBuiltin) && !model.starts_with(kLive); }

} // namespace

std::optional<core::SavedSession> savedSession(const Session& session)
{
    core::SavedSession saved{session.setup(), {}, session.tried()};
    for (std::size_t i = 0; i < saved.setup.columns.size(); ++i) {
        if (saved.setup.columns[i].model.starts_with(kLive))
            return std::nullopt;
        const auto model = session.checkpoint(i);
        saved.hashes.push_back(model != nullptr ? model->hash : std::string());
    }
    if (const auto text = session.text(); saved.setup.text.kind == core::TextKind::File && text != nullptr)
        saved.setup.text.inside = text->text;
    return saved;
}

struct SessionStore::Read
{
    core::SavedSession session;
    From from = From::File;
    QString error;
};

SessionStore::SessionStore(Session& session, Questions questions, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_questions(std::move(questions))
{
    connect(&session, &Session::setupChanged, this, &SessionStore::settle);
    connect(&session, &Session::setupChanged, this, &SessionStore::changed);
    connect(&session, &Session::triedChanged, this, &SessionStore::changed);
}

void SessionStore::open(const QString& path) { read(path, From::File); }
void SessionStore::recover(const QString& path) { read(path, From::Recovery); }

void SessionStore::read(const QString& path, From from)
{
    const auto found = std::make_shared<Read>();
    found->from = from;
    const auto work = [found, path](const Job::Run& run) {
        try {
            const std::string name = path.toStdString();
            const std::string bytes = core::readFileBytes(name, core::kLargestSession, run.cancel());
            if (core::looksLikePicture(bytes))
                found->from = From::Picture;
            found->session = core::parseSession(bytes, name, run.cancel());
        } catch (const core::Error& problem) {
            found->error = sentenceOf(problem);
        }
    };
    m_reading.start(work, [this, found, path](const JobEnding& ending) {
        if (found->error.isEmpty())
            found->error = ending.trouble;
        take(path, *found);
    });
}

void SessionStore::take(const QString& path, const Read& read)
{
    if (!read.error.isEmpty()) {
        emit m_session.failed(read.error);
        return;
    }
    core::Setup setup = read.session.setup;
    std::vector<std::string> hashes = read.session.hashes;
    if (!settleModels(setup, hashes))
        return;
    const QString text = QString::fromStdString(setup.text.value);
    if (setup.text.kind == core::TextKind::File && setup.text.inside.empty() &&
        !(m_questions.mayRead && m_questions.mayRead(text))) {
        emit m_session.failed(tr("%1: the session was not opened, since its text is another file, %2, which may not be "
                                 "read.")
                                  .arg(path, text));
        return;
    }
    m_awaited = Awaited{path, setup, hashes, read.session.tried, read.from};
    m_session.open(tr("open session"), [setup](core::Setup& e) { e = setup; });
    settle(); // it may be what is shown already
}

// The models and the text of a session are read in the background: whether the one that is being opened is shown now.
void SessionStore::settle()
{
    if (!m_awaited || m_session.text() == nullptr || !isAlike(m_session.setup(), m_awaited->setup))
        return;
    const Awaited opened = *std::exchange(m_awaited, std::nullopt);
    m_session.setTried(opened.tried);
    setFile(opened.from == From::File ? opened.path : QString()); // saving would take the picture's place
    if (opened.from == From::Recovery) {
        m_saved.reset();
        emit recovered();
    } else {
        emit this->opened(m_path);
    }
    reportOtherWeights(opened.hashes);
}

// Finds every model a folder that is there. False: one is missing and nothing was chosen instead.
bool SessionStore::settleModels(core::Setup& setup, std::vector<std::string>& hashes)
{
    for (std::size_t i = 0; i < setup.columns.size(); ++i) {
        core::Column& column = setup.columns[i];
        if (!isFolder(column.model) || QFileInfo::exists(QString::fromStdString(column.model)))
            continue;
        const QString missing = QString::fromStdString(column.model);
        const std::optional<QString> other = m_questions.otherFolder ? m_questions.otherFolder(missing) : std::nullopt;
        if (!other) {
            emit m_session.failed(tr("%1: the session needs this model, which is not there; put its folder back or "
                                     "choose another.")
                                      .arg(missing));
            return false;
        }
        for (std::size_t same = i + 1; same < setup.columns.size(); ++same) // asked once only
            if (setup.columns[same].model == column.model)
                setup.columns[same].model = other->toStdString();
        column.model = other->toStdString();
    }
    hashes.resize(setup.columns.size());
    return true;
}

void SessionStore::reportOtherWeights(const std::vector<std::string>& hashes)
{
    QStringList others;
    for (std::size_t i = 0; i < hashes.size(); ++i)
        if (const auto model = m_session.checkpoint(i);
            model != nullptr && !hashes[i].empty() && model->hash != hashes[i])
            others.append(QString::fromStdString(m_session.setup().columns[i].model));
    if (!others.isEmpty())
        emit noticed(tr("The session was saved with other weights of %1; its numbers may differ from then.")
                         .arg(others.join(QStringLiteral(", "))));
}

bool SessionStore::save(const QString& path)
{
    const std::optional<core::SavedSession> session = savedSession(m_session);
    if (!session) {
        emit m_session.failed(
            tr("A column shows weights that no file holds, so a session with it could not be opened again. "
               "Save the run in the Train panel and open that folder in the column first."));
        return false;
    }
    const auto text = m_session.text();
    try {
        const std::string file = path.toStdString();
        core::writeFileAtomically(file, core::sessionText(*session, file));
    } catch (const core::Error& problem) {
        emit m_session.failed(sentenceOf(problem));
        return false;
    }
    setFile(path);
    emit saved(m_path);
    if (text != nullptr && text->cut && session->setup.text.kind == core::TextKind::File)
        emit noticed(tr("The session holds the first %1 MiB of the text, as much as the window reads.")
                         .arg(kLargestReadBytes >> 20));
    return true;
}

void SessionStore::setFile(const QString& path)
{
    m_path = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    m_saved = m_session.setup();
    m_savedTried = m_session.tried();
    emit changed();
}

} // namespace ui
