// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"

#include <QString>

#include <vector>

namespace ui {

// Heads as layer.head: "0.3, 1.2".
QString headsText(const std::vector<core::HeadPlace>& heads);

} // namespace ui
