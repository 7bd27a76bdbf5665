// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"

namespace app {

// The threads of the command line: as many as asked for, or as the system gives, which is then said on stderr.
class CommandPool : public core::ThreadPool
{
public:
    explicit CommandPool(int threads, core::Priority priority = core::Priority::Normal);
};

} // namespace app
