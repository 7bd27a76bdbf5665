// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/eval/perplexity.h"
#include "core/io/checkpoint.h"
#include "core/model/trace.h"
#include "core/render/colour_scale.h"
#include "core/setup/setup.h"
#include "ui/library/read_text.h"
#include "ui/session/byte_places.h"
#include "ui/session/job.h"
#include "ui/session/long_work.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace ui {

// The model of a column as it runs.
struct ColumnSource
{
    std::shared_ptr<const core::Checkpoint> checkpoint;
    core::Json switches = core::Json::object(); // of its encoding's options, see core::Column::switches
    bool operator==(const ColumnSource&) const = default;
};

// One column's share of a request: everything captured by value or shared and immutable.
struct ColumnRequest
{
    int id = 0; // core::Column::id; answers name it
    ColumnSource source;
    int layer = 0; // of the detail map: one its model has
    int head = 0;
    // Answers to requests before this one are thrown away: what is known already has to be said again.
    long since = 0;
};

struct Request
{
    long number = 0;
    std::vector<ColumnRequest> columns;
    std::shared_ptr<const ReadText> text;
    // Tokens of the first column, clamped to those there are; the others read the same text in as many of theirs.
    int length = 0;
    // Of the detail maps and, but for the region, of the thumbnails. The region counts the first column's tokens.
    core::MapView view;
    core::Index detailRows = 1; // device pixels of the detail map
    core::Index detailCols = 1;
    core::Index thumbnailSide = 1;
    bool curves = true;  // perplexity by length, too
    bool urgent = false; // ends older work at once, however short that has gone on
};

// What the engine sends back, each piece as soon as it is there. `number` is that of the request it was made for,
// `column` the column's id; lengths are in its own tokens.
struct TokensReady // the text as this column's model reads it
{
    long number = 0;
    int column = 0;
    std::shared_ptr<const std::vector<int>> tokens;
    std::shared_ptr<const QStringList> labels;
    std::shared_ptr<const TokenEnds> ends; // the same object for columns whose tokens end at the same places
};
struct TraceReady
{
    long number = 0;
    int column = 0;
    int length = 0; // of the request; the trace may be longer
    std::shared_ptr<const core::Trace<float>> trace;
    int newTokens = 0;         // that the pass had to read
    double milliseconds = 0.0; // that it took; 0: nothing was new
    core::Json switches;       // that the trace was made with
};
struct DetailReady
{
    long number = 0;
    int column = 0;
    std::shared_ptr<const core::ReducedMap> map;
    core::ColourScale scale; // its own
};
struct ThumbnailsReady // one layer of one column
{
    long number = 0;
    int column = 0;
    int layer = 0;
    std::vector<std::shared_ptr<const core::ReducedMap>> maps; // by head
    std::vector<core::ColourScale> scales;                     // each head's own
};
struct PerplexityReady // one point of the curve, over all the tokens of the text
{
    long number = 0;
    int column = 0;
    core::Json switches; // that it was made with
    core::Evaluation evaluation;
};
struct ColumnFailed
{
    long number = 0;
    int column = 0;
    QString message;
    int length = 0; // that was asked for; 0: not known
};
struct Settled // all of the request has been answered; `picture`: maps and losses, but perhaps not yet the curves
{
    long number = 0;
    bool pictureOnly = false;
};

// Receives the engine's answers, on the engine's thread or one of its pool's, sometimes on two at once. Whoever
// implements it hands them to the GUI thread.
class EngineListener
{
public:
    virtual ~EngineListener() = default;
    virtual void tokensReady(TokensReady) = 0;
    virtual void traceReady(TraceReady) = 0;
    virtual void detailReady(DetailReady) = 0;
    virtual void thumbnailsReady(ThumbnailsReady) = 0;
    virtual void perplexityReady(PerplexityReady) = 0;
    virtual void columnFailed(ColumnFailed) = 0;
    virtual void working(LongWork) = 0;
    virtual void settled(Settled) = 0;
    // `hear` calls the functions above, but for working(), with answers that belong together: one picture shows them.
    // Never on two threads at once.
    virtual void together(const std::function<void()>& hear) { hear(); }
};

// Perplexity by length is worked out over the first tokens of a text, at most this many, and at lengths up to
// kUsualLength until a longer one is chosen: each point of the curve reads all of them.
inline constexpr core::Index kCurveTokens = 1 << 16;
inline constexpr int kUsualLength = 4096;

// The lengths at which perplexity is worked out for a text of so many tokens: powers of two from 8, and every training
// length; none past `longest`.
std::vector<core::Index> perplexityLengths(core::Index tokens, const std::vector<int>& trainingLengths,
                                           core::Index longest = kUsualLength);

// Works out what the newest request asks for, on a thread of its own; what earlier requests left in its caches is not
// computed again. request() returns at once. A request that waits ends work on an older one: between two pieces always,
// inside a piece when that has gone on for a while and is of no use to the newer one. The destructor ends everything
// within 50 ms.
class Engine
{
public:
    // listener and pool outlive the engine.
    Engine(EngineListener& listener, core::ThreadPool& pool);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void request(Request request);

private:
    class Worker;

    std::mutex m_mutex;
    std::shared_ptr<const Request> m_waiting;
    std::unique_ptr<Worker> m_worker;
    Job m_job;
};

} // namespace ui
