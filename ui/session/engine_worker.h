// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/answer_batch.h"
#include "ui/session/engine.h"

#include <chrono>
#include <map>
#include <optional>

namespace ui {

// The engine's work and its caches; everything here happens on the engine's thread.
class Engine::Worker
{
public:
    Worker(Engine& engine, EngineListener& listener, core::ThreadPool& pool);

    // Answers the request as far as nothing newer comes.
    void answer(const Request& request, const Job::Run& run);

private:
    // What is known of one column, valid for as long as its model and text stay.
    struct Column
    {
        int id = 0;
        ColumnSource source;
        std::shared_ptr<const ReadText> text;
        std::shared_ptr<const std::vector<int>> tokens;
        std::shared_ptr<const QStringList> labels;
        std::shared_ptr<const TokenEnds> ends;
        long toldSince = -1;                             // ColumnRequest::since of when tokens and curve were told
        std::optional<core::Transformer<float>> model;   // with the column's switches
        std::shared_ptr<const core::Trace<float>> trace; // perhaps of the model with other switches
        std::shared_ptr<const ReadText> tracedText;      // perhaps an older one: what both begin with is known
        std::shared_ptr<const core::ReducedMap> detail;
        const core::Trace<float>* detailTrace = nullptr;
        std::vector<std::shared_ptr<const core::ReducedMap>> thumbnails;
        std::vector<core::ColourScale> thumbnailScales;
        core::Scale thumbnailScale = core::Scale::Linear; // what kind they are
        const core::Trace<float>* thumbnailTrace = nullptr;
        int nextLayer = 0; // whose turn it is

        bool isTraced() const { return trace != nullptr && &trace->model().encoding() == &model->encoding(); }
        // Place of a head's thumbnail.
        std::size_t at(int layer, int head) const
        {
            return static_cast<std::size_t>(layer) * static_cast<std::size_t>(model->config().heads) +
                   static_cast<std::size_t>(head);
        }

        std::map<core::Index, core::Evaluation> perplexities;
    };

    // Columns that were moved keep what is known of them.
    void placeColumns(const Request& request);
    void prepare(const Request& request, std::size_t c);
    bool isTooLong(const Request& request, std::size_t c); // for the encoding; then it has been said
    void readTokens(std::size_t c);
    void tell(const Request& request, std::size_t c); // what is known of its text
    // So many tokens of the first column's, in column c's own.
    core::Index ownLength(int length, std::size_t c) const;
    core::Region ownRegion(const Request& request, std::size_t c, core::Index length) const;
    void trace(const Request& request, std::size_t c);
    // The map asked for, as soon as its layer is there, and those of other columns that stay as they are.
    void earlyDetail(const Request& request, std::size_t c, const core::Trace<float>& unfinished);
    void detail(const Request& request, std::size_t c);
    core::MapRequest wantedDetail(const Request& request, std::size_t c) const;
    void makeDetail(const core::MapRequest& wanted, std::size_t c, const core::Trace<float>& trace,
                    core::ThreadPool& pool);
    void thumbnails(const Request& request, std::size_t c);
    void sendDetail(const Request& request, std::size_t c);
    void scaleThumbnails(core::Scale wanted, std::size_t c); // those that are there
    void sendLayer(const Request& request, std::size_t c, int layer);
    void perplexities(const Request& request);
    bool isPerplexityMissing(std::size_t c, core::Index length) const;
    void perplexity(const Request& request, std::size_t c, core::Index length);

    bool newerWaits() const;
    // Cancels when a newer request has waited for a piece that takes long, unless that piece `serves` it, too.
    core::Cancel patience(std::function<bool(const Request& newer)> serves = {}) const;
    LongWorkReport reportOn(const Request& request, std::size_t c, LongWork::Kind kind, core::Index length,
                            double expected = 0.0, double others = 0.0);
    // Seconds for so much forwardWork(), as far as passes of that encoding have been measured; 0: not yet.
    double secondsOf(const core::ModelConfig& config, double work) const;
    // What the passes of the columns after c will take.
    double passesAfter(const Request& request, std::size_t c) const;
    void endIfNewer() const;
    void rest() const;
    void fail(const Request& request, std::size_t c, const QString& why);

    Engine& m_engine;
    const Job::Run* m_run = nullptr; // of the request that is being answered
    EngineListener& m_listener;      // for what must not wait; all else goes through
    AnswerBatch m_answers;
    core::ThreadPool& m_pool;
    core::ThreadPool m_alone{1}; // inside a task
    std::vector<Column> m_columns;
    std::size_t m_turn = 0;
    std::map<std::string, double> m_paces; // by encoding: seconds for each unit of forwardWork(), as last measured
};

} // namespace ui
