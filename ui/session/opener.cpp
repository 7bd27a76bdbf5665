// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opener.h"

#include "core/base/error.h"
#include "core/base/path_text.h"
#include "core/text/encoding.h"
#include "core/text/text_reader.h"
#include "ui/language/words.h"
#include "ui/library/what_is.h"

#include <algorithm>
#include <exception>

namespace ui {
namespace {

constexpr std::size_t kShownOfText = 4096; // bytes, for choosing an encoding by sight

// What a first look at a text file says.
struct Looked
{
    QString error;
    bool otherEncoding = false;
    std::string bytes; // of the file, then
};

Looked lookAt(const QString& path, const core::Cancel& cancel)
{
    Looked looked;
    const std::string file = path.toStdString();
    try {
        looked.bytes = core::readTextBytes(file, core::largestTextFile, core::Streams::Refuse, cancel);
        core::checkedText(looked.bytes, file, cancel);
        looked.bytes.clear();
    } catch (const core::TextEncodingError& problem) {
        looked.error = sentenceOf(problem);
        looked.otherEncoding = true;
    } catch (const core::Error& problem) {
        looked.error = sentenceOf(problem);
    }
    return looked;
}

} // namespace

Opener::Opener(Session& session, Questions questions, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_questions(questions)
    , m_sessions(session, std::move(questions))
{
    connect(&m_sessions, &SessionStore::noticed, this, &Opener::noticed);
}

void Opener::open(const QStringList& paths, std::size_t column)
{
    whenStarted([this, paths, column] { openNow(paths, column); });
}

// Not while the start is still being read.
void Opener::whenStarted(const std::function<void()>& act)
{
    if (m_session.text() != nullptr)
        act();
    else
        connect(&m_session, &Session::setupChanged, this, act, Qt::SingleShotConnection);
}

void Opener::openNow(const QStringList& paths, std::size_t column)
{
    QStringList models;
    QStringList texts;
    QStringList sessions;
    QStringList refused;
    for (const QString& path : paths) {
        const WhatIs found = whatIs(path);
        switch (found.kind) {
        case WhatIs::Kind::Model:
            if (!models.contains(found.path)) // all three files of a checkpoint are one model
                models.append(found.path);
            break;
        case WhatIs::Kind::Text:
            texts.append(found.path);
            break;
        case WhatIs::Kind::Session:
            sessions.append(found.path);
            break;
        case WhatIs::Kind::Lesson:
            emit lessonFound(found.path);
            break;
        default:
            refused.append(found.sentence);
        }
    }
    if (!sessions.isEmpty()) {
        m_sessions.open(sessions.constFirst());
        if (paths.size() > 1)
            emit noticed(tr("%1 was opened; a session takes the place of everything, so the other files were left "
                            "out.")
                             .arg(sessions.constFirst()));
        return;
    }
    if (texts.isEmpty() && !models.isEmpty())
        show({models, column, {}, {}});
    if (!texts.isEmpty()) {
        lookAndShow({models, column, texts.constFirst(), {}});
        if (texts.size() > 1)
            emit noticed(
                tr("%1 is read; of %2 texts only the first can be.").arg(texts.constFirst()).arg(texts.size()));
    }
    if (!refused.isEmpty())
        emit m_session.failed(refused.constFirst());
}

void Opener::recover(const QString& path)
{
    whenStarted([this, path] { m_sessions.recover(path); });
}

void Opener::openText(const QString& pathOrAddress)
{
    const WhatIs found = whatIs(pathOrAddress);
    if (found.kind == WhatIs::Kind::Session && found.isPicture) // which is no text, but can be opened
        return open({found.path});
    lookAndShow({{}, 0, QString::fromStdString(core::pathOf(pathOrAddress.toStdString())), {}});
}

void Opener::lookAndShow(const Wanted& wanted)
{
    const auto found = std::make_shared<Looked>();
    const auto look = [found, path = wanted.text](const Job::Run& run) { *found = lookAt(path, run.cancel()); };
    m_look.start(look, [this, wanted, found](const JobEnding& ending) {
        const Looked& looked = *found;
        if (!ending.trouble.isEmpty()) {
            emit m_session.failed(ending.trouble);
            return;
        }
        if (!looked.otherEncoding) {
            show(wanted); // what else is wrong with the text is said by that
            return;
        }
        const auto encoding = m_questions.encoding
                                  ? m_questions.encoding(wanted.text, looked.bytes.substr(0, kShownOfText))
                                  : std::nullopt;
        if (!encoding) {
            emit m_session.failed(looked.error);
            return;
        }
        decodeAndShow(wanted, looked.bytes, *encoding);
    });
}

void Opener::decodeAndShow(const Wanted& wanted, const std::string& bytes, const std::string& encoding)
{
    const auto decoded = std::make_shared<Wanted>(wanted);
    m_look.start(
        [decoded, bytes, encoding](const Job::Run& run) {
            decoded->inside = core::asUtf8(bytes, encoding, decoded->text.toStdString(), run.cancel());
        },
        [this, decoded](const JobEnding& ending) {
            if (ending.trouble.isEmpty())
                show(*decoded);
            else
                emit m_session.failed(ending.trouble);
        });
}

void Opener::show(const Wanted& wanted)
{
    m_session.open(wanted.models.isEmpty() ? tr("open text") : tr("open model"), [wanted](core::Setup& e) {
        for (qsizetype i = 0; i < wanted.models.size(); ++i)
            if (i == 0 && wanted.column < e.columns.size())
                e.columns[wanted.column] = {wanted.models[i].toStdString(), {}};
            else if (e.columns.size() < core::kMostColumns)
                e.columns.push_back({wanted.models[i].toStdString(), {}});
        if (!wanted.text.isEmpty())
            e.text = {core::TextKind::File, wanted.text.toStdString(), wanted.inside};
    });
    const std::size_t more = wanted.models.isEmpty() ? 0 : static_cast<std::size_t>(wanted.models.size()) - 1;
    if (m_session.setup().columns.size() + more > core::kMostColumns)
        emit noticed(tr("At most %1 models stand side by side; the others were left out.").arg(core::kMostColumns));
}

} // namespace ui
