// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/engine.h"

#include "ui/session/engine_worker.h"

namespace ui {

Engine::Engine(EngineListener& listener, core::ThreadPool& pool)
    : m_worker(std::make_unique<Worker>(*this, listener, pool))
{
    m_thread = std::thread([this] {
        core::setThreadPriority(core::Priority::Background);
        while (true) {
            std::unique_ptr<Request> request;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [this] { return m_closing || m_waiting != nullptr; });
                if (m_closing)
                    return;
                request = std::move(m_waiting);
            }
            m_worker->answer(*request);
        }
    });
}

Engine::~Engine()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Engine::request(Request request)
{
    {
        const std::lock_guard lock(m_mutex);
        request.urgent = request.urgent || (m_waiting != nullptr && m_waiting->urgent);
        m_waiting = std::make_unique<Request>(std::move(request));
    }
    m_wake.notify_all();
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
