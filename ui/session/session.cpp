// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "core/base/error.h"
#include "ui/commands/setup_command.h"
#include "ui/commands/undo_bounds.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/session/mailbox.h"

#include <algorithm>

namespace ui {
namespace {

constexpr qint64 kQuick = 1000; // ms

}

// Carries answers from the engine's thread to the GUI thread. Queued calls to a session that is gone are dropped by Qt.
class Session::Bridge : public EngineListener
{
public:
    explicit Bridge(Session& session)
        : m_session(session)
    {}

    void tokensReady(TokensReady answer) override { post(std::move(answer), &Session::tokensReady); }
    void traceReady(TraceReady answer) override { post(std::move(answer), &Session::traceReady); }
    void detailReady(DetailReady answer) override { post(std::move(answer), &Session::detailReady); }
    void thumbnailsReady(ThumbnailsReady answer) override { post(std::move(answer), &Session::thumbnailsReady); }
    void perplexityReady(PerplexityReady answer) override { post(std::move(answer), &Session::perplexityReady); }
    void columnFailed(ColumnFailed answer) override { post(std::move(answer), &Session::columnFailed); }
    void working(LongWork work) override
    {
        m_mailbox.post([session = &m_session, work] { session->takeLongWork(work); });
    }
    void settled(Settled answer) override
    {
        m_session.m_pictured = answer.number;
        m_heard.push_back([session = &m_session, answer] {
            if (answer.number != session->m_number)
                return;
            if (!answer.pictureOnly)
                session->m_answered = answer.number;
            else if (session->m_sinceRequest.elapsed() < kQuick)
                session->m_quickLength = session->m_setup.length;
            emit session->settled(answer.pictureOnly);
        });
    }
    // One event: were they several, the window could paint between two of them and again after the last.
    void together(const std::function<void()>& hear) override
    {
        hear();
        m_mailbox.post([heard = std::exchange(m_heard, {})] {
            for (const auto& tell : heard)
                tell();
        });
    }

private:
    template <typename Answer>
    void post(Answer answer, void (Session::*signal)(const Answer&))
    {
        m_heard.push_back([session = &m_session, answer = std::move(answer), signal] {
            if (!session->isStale(answer.number, answer.column))
                emit(session->*signal)(answer);
        });
    }

    Session& m_session;
    Mailbox m_mailbox;
    std::vector<std::function<void()>> m_heard; // of one together()
};

// What a background load brings back.
struct Session::Loaded
{
    std::map<std::string, std::shared_ptr<const core::Checkpoint>> models;
    std::shared_ptr<const ReadText> text; // null: it did not come so far
};

Session::Session(core::ThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_reading(this, {.noMemory = tr("There is not enough memory for this model or text.")})
    , m_bridge(std::make_unique<Bridge>(*this))
    , m_engine(std::make_unique<Engine>(*m_bridge, pool))
{}

Session::~Session() = default;

std::shared_ptr<const core::Checkpoint> Session::checkpoint(std::size_t column) const
{
    if (column >= m_setup.columns.size())
        return nullptr;
    return model(m_setup.columns[column].model);
}

std::shared_ptr<const core::Checkpoint> Session::model(const std::string& id) const
{
    const auto found = m_models.find(id);
    return found == m_models.end() ? nullptr : found->second;
}

void Session::shareReadings(const Session& other)
{
    m_models.insert(other.m_models.begin(), other.m_models.end());
    for (const auto& read : other.m_texts)
        if (std::ranges::find(m_texts, read.first, [](const auto& known) { return known.first; }) == m_texts.end())
            m_texts.push_back(read);
}

std::size_t Session::chosenColumn() const { return m_setup.placeOf(m_chosen).value_or(0); }

void Session::chooseColumn(std::size_t column)
{
    if (column >= m_setup.columns.size() || m_chosen == m_setup.columns[column].id)
        return;
    m_chosen = m_setup.columns[column].id;
    emit chosenColumnChanged();
}

bool Session::isStale(long number, int column) const
{
    const auto since = m_since.find(column);
    return since == m_since.end() || number < since->second;
}

std::shared_ptr<const ReadText> Session::text() const
{
    for (const auto& [choice, text] : m_texts)
        if (choice == m_setup.text)
            return text;
    return nullptr;
}

void Session::edit(const QString& what, const Change& change)
{
    core::Setup after = m_setup;
    change(after);
    after.identifyColumns(m_setup);
    if (after == m_setup)
        return;
    m_undo.push(new SetupCommand(what, m_setup, std::move(after), m_interaction, [this](const core::Setup& setup) {
        if (!m_skips)
            show(setup);
    }));
    if (m_undo.index() == m_undo.count() && m_interaction == 0)
        boundUndo(m_undo);
}

void Session::adjust(const Change& change)
{
    core::Setup after = m_setup;
    change(after);
    after.identifyColumns(m_setup);
    show(after);
}

void Session::beginInteraction() { m_interaction = ++m_interactions; }
void Session::endInteraction() { m_interaction = 0; }

void Session::open(const QString& what, const Change& change)
{
    core::Setup wanted = m_setup;
    change(wanted);
    load(wanted, [this, what, change] { edit(what, change); });
}

void Session::goBackTo(const QString& what, const core::Setup& before)
{
    for (int last = m_undo.index() - 1; last >= 0; --last)
        if (dynamic_cast<const SetupCommand&>(*m_undo.command(last)).before() == before) {
            m_skips = true;
            m_undo.setIndex(last + 1);
            m_skips = false;
            m_undo.undo();
            return;
        }
    open(what, [before](core::Setup& e) { e = before; });
}

void Session::start(core::Setup setup)
{
    setup.identifyColumns({});
    load(setup, [this, setup] {
        m_undo.clear();
        show(setup);
    });
}

void Session::setTried(std::vector<core::TriedSetting> tried)
{
    if (m_tried == tried)
        return;
    m_tried = std::move(tried);
    emit triedChanged();
}

void Session::offerSlopes(const OfferedSlopes& slopes)
{
    if (m_offered == slopes)
        return;
    m_offered = slopes;
    emit slopesOffered();
}

void Session::takeLongWork(const LongWork& work)
{
    if (isStale(work.number, work.column) || work.number < m_oldestWanted)
        return;
    setLongWork(work.done < 1.0 ? std::optional(work) : std::nullopt);
}

void Session::setLongWork(std::optional<LongWork> work)
{
    if (!work && !m_longWork)
        return;
    m_longWork = std::move(work);
    emit longWorkChanged();
}

void Session::cancelLongWork()
{
    if (!m_longWork)
        return;
    const bool curves = m_longWork->kind == LongWork::Kind::Perplexity;
    m_oldestWanted = m_number + 1;
    m_urgent = true;
    setLongWork({});
    if (curves) {
        m_curves = false;
        sendSoon();
        return;
    }
    const int length = m_setup.length;
    const auto* last = dynamic_cast<const SetupCommand*>(m_undo.command(m_undo.index() - 1));
    if (last != nullptr && last->before().length < length && last->before().text == m_setup.text &&
        last->before().columns == m_setup.columns)
        m_undo.undo();
    else
        edit(tr("stop reading"),
             [&](core::Setup& e) { e.length = m_quickLength < length ? m_quickLength : std::max(1, length / 2); });
}

void Session::preview(std::optional<std::pair<int, int>> layerAndHead)
{
    if (m_preview == layerAndHead)
        return;
    m_preview = layerAndHead;
    sendSoon();
}

void Session::setPictureSizes(QSize detail, int thumbnail)
{
    if (m_detailPixels == detail && m_thumbnailPixels == thumbnail)
        return;
    m_detailPixels = detail;
    m_thumbnailPixels = thumbnail;
    sendSoon();
}

core::MapView Session::shownView(std::size_t column) const
{
    core::MapView view = m_setup.view;
    if (m_preview) {
        view.layer = m_preview->first;
        view.head = m_preview->second;
    }
    if (const auto model = checkpoint(column)) {
        view.layer = std::clamp(view.layer, 0, std::max(0, model->model.config().layers - 1));
        view.head = std::clamp(view.head, 0, std::max(0, model->model.config().heads - 1));
    }
    return view;
}

void Session::show(const core::Setup& setup)
{
    const bool otherModels =
        !std::equal(setup.columns.begin(), setup.columns.end(), m_setup.columns.begin(), m_setup.columns.end(),
                    [](const auto& a, const auto& b) { return a.id == b.id && a.model == b.model; });
    const bool otherText = !(setup.text == m_setup.text);
    std::map<int, long> since;
    for (const core::Column& column : setup.columns) {
        const auto place = m_setup.placeOf(column.id);
        const bool same = place && m_setup.columns[*place].model == column.model && !otherText;
        since[column.id] = same ? m_since[column.id] : m_number + 1;
    }
    m_since = std::move(since);
    m_setup = setup;
    m_curves = true;
    if (otherModels || otherText)
        setLongWork({});
    if (otherModels)
        emit modelsChanged();
    if (otherText)
        emit textChanged();
    emit setupChanged();
    sendSoon();
}

void Session::sendSoon()
{
    if (!isLoaded(m_setup))
        return;
    m_requested = m_number + 1;
    if (std::exchange(m_sending, true))
        return; // many changes of one event become one request
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_sending = false;
            send();
        },
        Qt::QueuedConnection);
}

void Session::send()
{
    if (!isLoaded(m_setup)) { // only open() reads; the engine is given nothing that is not there
        m_requested = m_number;
        return;
    }
    Request request;
    request.number = ++m_number;
    for (std::size_t c = 0; c < m_setup.columns.size(); ++c) {
        const core::MapView view = shownView(c);
        const core::Column& column = m_setup.columns[c];
        request.columns.push_back(
            {column.id, {checkpoint(c), column.switches()}, view.layer, view.head, m_since[column.id]});
    }
    request.text = text();
    request.length = m_setup.length;
    request.view = m_setup.view;
    request.detailRows = std::max(1, m_detailPixels.height());
    request.detailCols = std::max(1, m_detailPixels.width());
    request.thumbnailSide = std::max(1, m_thumbnailPixels);
    request.curves = m_curves;
    request.urgent = std::exchange(m_urgent, false);
    m_sinceRequest.start();
    m_engine->request(std::move(request));
}

bool Session::isLoaded(const core::Setup& setup) const
{
    return std::all_of(setup.columns.begin(), setup.columns.end(),
                       [this](const core::Column& choice) { return m_models.contains(choice.model); }) &&
           std::any_of(m_texts.begin(), m_texts.end(), [&](const auto& known) { return known.first == setup.text; });
}

// A session file may ask for options that a model does not have.
bool Session::accepts(const core::Setup& setup)
{
    try {
        for (const core::Column& choice : setup.columns)
            m_models.at(choice.model)->model.withEncodingOptions(choice.switches());
        return true;
    } catch (const core::Error& problem) {
        emit failed(sentenceOf(problem));
        return false;
    }
}

// A later load makes this one's answer unwanted.
void Session::load(const core::Setup& wanted, std::function<void()> then)
{
    if (isLoaded(wanted)) {
        if (m_reading.isRunning()) {
            m_reading.forget();
            emit loadingChanged(false);
        }
        if (accepts(wanted))
            then();
        return;
    }
    auto loaded = std::make_shared<Loaded>();
    m_reading.start(
        [wanted, known = m_models, loaded](const Job::Run& run) {
            for (const core::Column& choice : wanted.columns)
                if (!known.contains(choice.model) && !loaded->models.contains(choice.model)) {
                    loaded->models[choice.model] = loadModel(choice.model, run.cancel());
                    loaded->models[choice.model]->needTokenizer();
                }
            loaded->text = loadText(wanted.text, run.cancel());
        },
        [this, wanted, then = std::move(then), loaded](const JobEnding& ending) {
            emit loadingChanged(false);
            if (!ending.trouble.isEmpty())
                emit failed(ending.trouble);
            if (loaded->text == nullptr)
                return;
            m_models.insert(loaded->models.begin(), loaded->models.end());
            std::erase_if(m_texts, [this](const auto& known) {
                return !(known.first == m_setup.text) && !undoHolds(m_undo, known.first);
            });
            m_texts.emplace_back(wanted.text, loaded->text);
            if (accepts(wanted))
                then();
        });
    emit loadingChanged(true);
}

} // namespace ui
