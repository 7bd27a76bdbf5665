// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/setup.h"
#include "core/setup/tried_setting.h"
#include "ui/session/engine.h"
#include "ui/session/job.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSize>
#include <QUndoStack>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ui {

struct OfferedSlopes
{
    QString label; // "Reversed"; empty: nothing is offered
    std::vector<double> slopes;
    bool exponential = false; // grow so
    bool operator==(const OfferedSlopes&) const = default;
};

// The one setup the window shows: everything a person does becomes a change of it, every change a request to the
// engine. GUI thread only; nothing here waits. Text and models are read in the background first: what cannot be read
// leaves the setup as it was and is reported by failed().
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(core::ThreadPool& pool, QObject* parent = nullptr);
    ~Session() override;

    const core::Setup& setup() const { return m_setup; }
    QUndoStack& undoStack() { return m_undo; }
    // The models and the text of setup(); null until the first open() has succeeded.
    std::shared_ptr<const core::Checkpoint> checkpoint(std::size_t column) const;
    // The column that was clicked or tabbed into last: panels that edit one column edit that one. Not part of the
    // setup.
    std::size_t chosenColumn() const;
    void chooseColumn(std::size_t column);
    std::shared_ptr<const ReadText> text() const;
    bool isReading() const { return m_reading.isRunning(); } // a model or a text
    bool isBusy() const { return isReading() || m_answered < m_requested; }
    // Whether maps that were asked for are still to be made. May be called from any thread: other work gives way then.
    bool isPictureDue() const { return m_pictured < m_requested; }
    // The number of the newest request; a change that is made now will be part of the next.
    long newestRequest() const { return m_number; }
    // What takes long at the moment, if anything does.
    const std::optional<LongWork>& longWork() const { return m_longWork; }
    // Ends that: goes back to before the longer length was chosen or, when something else was changed, to the last
    // length that was quick; curves just stay as they are. Nothing when nothing takes long.
    void cancelLongWork();
    // One that was read, or made known; null: neither.
    std::shared_ptr<const core::Checkpoint> model(const std::string& id) const;
    const std::vector<std::string>& liveModels() const
    {
        return m_liveModels;
    } // those that no file holds, oldest first
    // What the other has read need not be read again.
    void shareReadings(const Session& other);
    // Makes a model known that no file holds; setups may then name it (kLive + …), for as long as this lives.
    void addModel(const std::string& id, std::shared_ptr<const core::Checkpoint> model)
    {
        if (m_models.insert_or_assign(id, std::move(model)).second)
            m_liveModels.push_back(id);
    }

    // Changes the setup as one undo step called `what`. Between beginInteraction() and endInteraction() steps of
    // the same name become one.
    using Change = std::function<void(core::Setup&)>;
    void edit(const QString& what, const Change& change);
    // Changes of the view that nobody wants to undo (zooming).
    void adjust(const Change& change);
    void beginInteraction();
    void endInteraction();
    bool isInteracting() const { return m_interaction != 0; } // a drag, a held key

    // Reads what `change` asks for, then makes it an undo step; or fails and changes nothing.
    void open(const QString& what, const Change& change);
    // Undoes all steps since the setup was that, at once; where no step remembers it, opens it as a new one.
    void goBackTo(const QString& what, const core::Setup& before);
    // Replaces the setup; it becomes the state that undo ends at.
    void start(core::Setup setup);

    // Settings that were tried and what they came to. They are kept in the session's file, but no part of the setup:
    // undo leaves them.
    const std::vector<core::TriedSetting>& tried() const { return m_tried; }
    void setTried(std::vector<core::TriedSetting> tried);

    // Slopes that the laboratory shows, for whoever else can use them: live training. Not part of the setup.
    const OfferedSlopes& offeredSlopes() const { return m_offered; }
    void offerSlopes(const OfferedSlopes& slopes);

    // A head shown for as long as the mouse rests on it; none ends that. Not part of the setup.
    void preview(std::optional<std::pair<int, int>> layerAndHead);
    // How large the pictures are, in device pixels.
    void setPictureSizes(QSize detail, int thumbnail);

    // The view a column's maps are made with: the setup's, or the previewed head's, as far as its model has such a
    // head.
    core::MapView shownView(std::size_t column) const;

signals:
    void setupChanged();
    void modelsChanged(); // which columns there are, their order, or the model of one
    void chosenColumnChanged();
    void textChanged();
    void triedChanged();
    void slopesOffered();
    void tokensReady(const ui::TokensReady& answer);
    void traceReady(const ui::TraceReady& answer);
    void detailReady(const ui::DetailReady& answer);
    void thumbnailsReady(const ui::ThumbnailsReady& answer);
    void perplexityReady(const ui::PerplexityReady& answer);
    void columnFailed(const ui::ColumnFailed& answer);
    void longWorkChanged();
    void settled(bool pictureOnly); // the newest request has been answered
    void failed(const QString& sentence);
    void loadingChanged(bool loading);

private:
    class Bridge;
    struct Loaded;
    static constexpr int kShortestQuick = 64; // read without waiting on any machine

    void show(const core::Setup& setup);
    void sendSoon();
    void send();
    void load(const core::Setup& wanted, std::function<void()> then);
    bool isLoaded(const core::Setup& setup) const;
    bool accepts(const core::Setup& setup);
    bool isStale(long number, int column) const;
    void takeLongWork(const LongWork& work);
    void setLongWork(std::optional<LongWork> work);

    core::Setup m_setup;
    QUndoStack m_undo;
    std::vector<core::TriedSetting> m_tried;
    OfferedSlopes m_offered;
    int m_interaction = 0; // number of the open one, 0: none
    bool m_skips = false;  // many steps are undone at once: only the last is shown
    int m_interactions = 0;
    std::optional<std::pair<int, int>> m_preview;
    QSize m_detailPixels{1, 1};
    int m_thumbnailPixels = 1;

    std::map<std::string, std::shared_ptr<const core::Checkpoint>> m_models;
    std::vector<std::string> m_liveModels;                                             // of them
    std::vector<std::pair<core::TextChoice, std::shared_ptr<const ReadText>>> m_texts; // whatever undo may return to
    Job m_reading;                                                                     // of models and texts

    long m_number = 0;                 // of the newest request
    long m_answered = 0;               // newest request that is settled
    std::map<int, long> m_since;       // by column: answers to older requests were about another text or model
    int m_chosen = 0;                  // its id
    std::atomic<long> m_requested = 0; // the newest, sent or not, and the newest whose picture is done: for all threads
    std::atomic<long> m_pictured = 0;
    std::optional<LongWork> m_longWork;
    long m_oldestWanted = 0; // work for older requests was cancelled
    bool m_curves = true;    // wanted: until they are cancelled
    bool m_urgent = false;   // the next request
    int m_quickLength = kShortestQuick;
    QElapsedTimer m_sinceRequest;
    bool m_sending = false; // send() is on its way
    std::unique_ptr<Bridge> m_bridge;
    std::unique_ptr<Engine> m_engine; // ends before the bridge goes
};

} // namespace ui
