// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/model/attention_map.h"
#include "core/render/colour_scale.h"

#include <string>

namespace app {

// What the picture's caption says the map was made of.
struct FigureWords
{
    std::string model;
    std::string switches; // "KEY=VALUE, …"
    std::string text;
};

// Saves one head's map over all tokens as a figure, in the format `path` ends in: title, axes with tokens, the line at
// the training length, a colour bar on that scale (see core::usableScale), a caption. Maps with more cells than the
// picture has pixels show each pixel's peak. Needs no display. Throws core::Error.
void saveAttentionFigure(const std::string& path, const core::Checkpoint& checkpoint, const core::Trace<float>& trace,
                         const core::MapRequest& request, core::Scale scale, const FigureWords& words,
                         core::ThreadPool& pool);

} // namespace app
