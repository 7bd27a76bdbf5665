// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <utility>

namespace app {

// The command line does not say what it must: exit code 2. Everything else that fails is 1.
class UsageError : public core::Error
{
public:
    using core::Error::Error;
};

// throw usageError("--size must look like 1280x800, not \"{}\"", text); without the full stop.
template <typename... Args>
[[nodiscard]] UsageError usageError(fmt::format_string<Args...> text, Args&&... args)
{
    return UsageError(core::sentence(text, std::forward<Args>(args)...));
}

} // namespace app
