// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/parallel.h"

#include <QString>

namespace bench {

// Time of a forward pass and memory of its trace by length, with exponents fitted from 1024 tokens on; prints them and,
// when `picture` is not empty, saves them as a log–log plot. pytorch: {"512": milliseconds, …}, may be empty.
core::Json measureGrowth(core::ThreadPool& pool, const core::Json& pytorch, const QString& picture);

} // namespace bench
