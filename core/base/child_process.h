// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// Runs a program with these arguments (the first one is its path) to its end and hands over each line of its standard
// output, without the line feed; its standard error is ours. Returns its exit code. Throws Error when it cannot be
// started or is killed, Cancelled within 20 ms when told so, after ending it. Blocks; any thread.
int runChild(const std::vector<std::string>& command, const std::function<void(std::string_view line)>& onLine,
             const Cancel& cancel = {});

// The most memory this process has ever held at once, in bytes; 0 where the system does not say (it is Linux' VmHWM).
double peakMemory();

} // namespace core
