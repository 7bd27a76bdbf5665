// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's worker knows of its columns: which is which, their text, their lengths beside each other.
#include "core/base/error.h"
#include "ui/language/words.h"
#include "ui/session/engine_worker.h"

#include <algorithm>
#include <utility>

namespace ui {

void Engine::Worker::fail(const Request& request, std::size_t c, const QString& why)
{
    const int length = m_columns[c].ends != nullptr ? static_cast<int>(ownLength(request.length, c)) : 0;
    m_columns[c] = {};
    m_columns[c].id = request.columns[c].id;
    m_answers.add(&EngineListener::columnFailed, {request.number, request.columns[c].id, why, length});
}

void Engine::Worker::placeColumns(const Request& request)
{
    std::vector<Column> placed(request.columns.size());
    for (std::size_t c = 0; c < placed.size(); ++c) {
        for (Column& known : m_columns)
            if (known.id == request.columns[c].id)
                placed[c] = std::exchange(known, {});
        placed[c].id = request.columns[c].id;
    }
    m_columns = std::move(placed);
}

core::Index Engine::Worker::ownLength(int length, std::size_t c) const
{
    const Column& own = m_columns[c];
    const Column& first = m_columns.front();
    if (first.ends != nullptr && first.text == own.text && first.ends != own.ends)
        return sameLength(*first.ends, *own.ends, length);
    return std::clamp<core::Index>(length, 1, static_cast<core::Index>(own.tokens->size()));
}

core::Region Engine::Worker::ownRegion(const Request& request, std::size_t c, core::Index length) const
{
    if (!request.view.region)
        return {0, length, 0, length};
    core::Region wanted = *request.view.region;
    const Column& own = m_columns[c];
    const Column& first = m_columns.front();
    if (first.ends != nullptr && first.text == own.text && first.ends != own.ends)
        wanted = sameRegion(*first.ends, *own.ends, wanted);
    core::Region region;
    region.firstQuery = std::clamp<core::Index>(wanted.firstQuery, 0, length - 1);
    region.firstKey = std::clamp<core::Index>(wanted.firstKey, 0, length - 1);
    region.queries = std::clamp<core::Index>(wanted.queries, 1, length - region.firstQuery);
    region.keys = std::clamp<core::Index>(wanted.keys, 1, length - region.firstKey);
    return region;
}

void Engine::Worker::prepare(const Request& request, std::size_t c)
{
    Column& column = m_columns[c];
    const ColumnSource& source = request.columns[c].source;
    if (column.text != request.text || column.source.checkpoint != source.checkpoint) {
        Column before = std::exchange(column, {});
        column.id = before.id;
        if (before.source.checkpoint == source.checkpoint) {
            column.model = std::move(before.model);
            column.source.switches = before.source.switches;
            column.trace = std::move(before.trace);
            column.tracedText = std::move(before.tracedText);
        }
        column.source.checkpoint = source.checkpoint;
        column.text = request.text;
        try {
            readTokens(c);
        } catch (const core::Cancelled&) {
            column.text.reset(); // to be read anew
            throw;
        }
    }
    if (!column.model || column.source.switches != source.switches) {
        column.model = source.checkpoint->model.withEncodingOptions(source.switches);
        column.source.switches = source.switches;
        column.perplexities.clear();
    }
    if (column.toldSince != request.columns[c].since)
        tell(request, c);
}

bool Engine::Worker::isTooLong(const Request& request, std::size_t c)
{
    const Column& column = m_columns[c];
    const core::Index longest = column.model->encoding().longestInput();
    const core::Index length = ownLength(request.length, c);
    if (length <= longest)
        return false;
    m_answers.add(&EngineListener::columnFailed,
                  {request.number, column.id,
                   words(core::sentence("This model cannot read more than {} tokens: its encoding knows no positions "
                                        "past that. Choose a shorter length to see its maps.",
                                        longest)),
                   static_cast<int>(length)});
    return true;
}

void Engine::Worker::readTokens(std::size_t c)
{
    Column& column = m_columns[c];
    const core::Tokenizer& tokenizer = column.source.checkpoint->needTokenizer();
    column.tokens = std::make_shared<const std::vector<int>>(tokenizer.encode(
        column.text->text, patience([&](const Request& newer) { // the tokens of the same text are wanted then, too
            return newer.text == column.text && c < newer.columns.size() &&
                   newer.columns[c].source.checkpoint == column.source.checkpoint;
        })));
    if (column.tokens->empty())
        throw core::error("The text is empty; it must give at least one token.");
    QStringList display; // of the vocabulary: equal tokens share one string
    for (int token = 0; token < tokenizer.size(); ++token)
        display.append(QString::fromStdString(tokenizer.displayOf(token)));
    auto labels = std::make_shared<QStringList>();
    labels->reserve(static_cast<qsizetype>(column.tokens->size()));
    for (const int token : *column.tokens)
        labels->append(display[token]);
    column.labels = std::move(labels);
    column.ends = std::make_shared<const TokenEnds>(tokenEnds(tokenizer, *column.tokens));
    for (const Column& other : m_columns)
        if (other.ends != nullptr && other.text == column.text && *other.ends == *column.ends)
            column.ends = other.ends;
}

void Engine::Worker::tell(const Request& request, std::size_t c)
{
    Column& column = m_columns[c];
    column.toldSince = request.columns[c].since;
    m_answers.add(&EngineListener::tokensReady, {request.number, column.id, column.tokens, column.labels, column.ends});
    for (const auto& [length, evaluation] : column.perplexities)
        m_answers.add(&EngineListener::perplexityReady,
                      {request.number, column.id, column.source.switches, evaluation});
}

} // namespace ui
