// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace app {

// The command line does not say what it must: exit code 2. Everything else that fails is 1.
class UsageError : public core::Error
{
public:
    using core::Error::Error;
};

} // namespace app
