// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/job.h"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace ui {

// What a job shows of its state: the newest view is kept, and told of once, however many were made before anybody
// looked.
template <typename View>
class NewestView
{
public:
    // Never null. Any thread.
    std::shared_ptr<const View> get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_view;
    }

    // On the job's thread. `changed` is called on the receiver's; this must be there as long as the job is.
    void show(std::shared_ptr<const View> view, const Job::Run& run, std::function<void()> changed)
    {
        const std::lock_guard lock(m_mutex);
        m_view = std::move(view);
        if (std::exchange(m_announced, true))
            return;
        run.deliver([this, changed = std::move(changed)] {
            {
                const std::lock_guard again(m_mutex);
                m_announced = false;
            }
            changed();
        });
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const View> m_view = std::make_shared<const View>();
    bool m_announced = false; // `changed` is on its way
};

} // namespace ui
