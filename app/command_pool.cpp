// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"

#include "app/messages.h"
#include "core/base/words.h"

namespace app {

CommandPool::CommandPool(int threads, core::Priority priority)
    : core::ThreadPool(threads, priority)
{
    if (wanted() > this->threads())
        say(core::sentence("The system does not give {} threads; going on with {}.", wanted(), this->threads())
                .translated());
}

} // namespace app
