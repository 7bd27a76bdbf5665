// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/engine.h"

#include "ui/session/engine_worker.h"

namespace ui {

Engine::Engine(EngineListener& listener, core::ThreadPool& pool)
    : m_worker(std::make_unique<Worker>(*this, listener, pool))
    , m_job(nullptr)
{}

Engine::~Engine() = default;

void Engine::request(Request request)
{
    const std::lock_guard lock(m_mutex);
    request.urgent = request.urgent || (m_waiting != nullptr && m_waiting->urgent);
    auto newest = std::make_shared<const Request>(std::move(request));
    m_waiting = newest;
    m_job.start([this, newest](const Job::Run& run) {
        {
            const std::lock_guard taking(m_mutex);
            if (m_waiting == newest)
                m_waiting = nullptr;
        }
        m_worker->answer(*newest, run);
    });
}

std::vector<core::Index> perplexityLengths(core::Index tokens, const std::vector<int>& trainingLengths,
                                           core::Index longest)
{
    std::vector<core::Index> lengths;
    for (core::Index power = 8; power < tokens && power <= longest; power *= 2)
        lengths.push_back(power);
    for (const int length : trainingLengths)
        if (length < tokens && length <= longest)
            lengths.push_back(length);
    std::sort(lengths.begin(), lengths.end());
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

} // namespace ui
