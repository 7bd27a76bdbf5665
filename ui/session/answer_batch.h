// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/engine.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace ui {

// Hands answers on to a listener in batches, in their order: what comes within a few milliseconds is then painted
// together instead of one after another. Any thread.
class AnswerBatch
{
public:
    explicit AnswerBatch(EngineListener& listener)
        : m_listener(listener)
    {}

    template <typename Answer>
    void add(void (EngineListener::*hear)(Answer), std::type_identity_t<Answer> answer)
    {
        const std::lock_guard lock(m_mutex);
        if (m_held.empty())
            m_since = Clock::now();
        m_held.push_back([this, hear, answer = std::move(answer)] { (m_listener.*hear)(answer); });
        if (Clock::now() - m_since > kLongest)
            handOn();
    }

    void flush()
    {
        const std::lock_guard lock(m_mutex);
        handOn();
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr auto kLongest = std::chrono::milliseconds(10);

    void handOn()
    {
        if (m_held.empty())
            return;
        m_listener.together([answers = std::exchange(m_held, {})] {
            for (const auto& answer : answers)
                answer();
        });
    }

    EngineListener& m_listener;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_held;
    Clock::time_point m_since;
};

} // namespace ui
