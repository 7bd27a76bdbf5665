// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    void answer(const Request& request);

private:
    // What is known of one column, valid for as long as its model and text stay.
    struct Column
    {
        ColumnRequest source;
        std::shared_ptr<const ReadText> text;
        std::shared_ptr<const std::vector<int>> tokens;
        std::optional<core::Transformer<float>> model; // with the column's changes
        std::shared_ptr<const core::Trace<float>> trace;
        double milliseconds = 0.0;
        std::shared_ptr<const core::ReducedMap> detail;
        core::ValueRange detailRange;
        const core::Trace<float>* detailTrace = nullptr;
        std::vector<std::shared_ptr<const core::ReducedMap>> thumbnails;
        std::vector<core::ValueRange> thumbnailRanges;
        const core::Trace<float>* thumbnailTrace = nullptr;
        std::map<core::Index, core::Evaluation> perplexities;
    };

    void prepare(const Request& request, std::size_t c);
    bool isTooLong(const Request& request, std::size_t c); // for the encoding; then it has been said
    void readTokens(const Request& request, std::size_t c);
    void trace(const Request& request, std::size_t c);
    void detail(const Request& request, std::size_t c);
    void thumbnails(const Request& request, std::size_t c);
    void perplexities(const Request& request);
    bool perplexity(const Request& request, std::size_t c, core::Index length);

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

    Engine& m_engine;
    EngineListener& m_listener;
    core::ThreadPool& m_pool;
    std::vector<Column> m_columns;
    std::map<std::string, double> m_paces; // by encoding: seconds for each unit of forwardWork(), as last measured
};

} // namespace ui
