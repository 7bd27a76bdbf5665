// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <functional>

namespace core {

// Asked often by long work, from any of its threads; true means: end now.
using Cancel = std::function<bool()>;

inline void throwIfCancelled(const Cancel& cancel)
{
    if (cancel && cancel())
        throw Cancelled();
}

} // namespace core
