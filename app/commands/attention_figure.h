// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/model/attention_map.h"

#include <string>

namespace app {

// One head's map over all tokens as a PNG: title, axes with tokens, the line at the training length, a colour bar. Maps
// with more cells than the picture has pixels show each pixel's peak. Needs no display. Throws core::Error.
std::string attentionPng(const core::Checkpoint& checkpoint, const core::Trace<float>& trace,
                         const core::MapRequest& request, core::ThreadPool& pool);

} // namespace app
