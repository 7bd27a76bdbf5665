// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/bpe.h"

#include <functional>
#include <string_view>

namespace core {

// Byte-pair encoding learned from a text (Sennrich et al. 2016) on the bytes of GPT-2's pieces. Ids 0–255 are the
// single bytes in byteLevelOrder(); then the most frequent pair of neighbours becomes a token, again and again, ties
// going to the lowest ids. Fewer than vocabularySize tokens come out when no pair occurs twice any more. The text may
// be anything; the same text gives the same model everywhere. vocabularySize >= 256. Throws Cancelled soon after
// cancelled() is true.
BpeModel trainBpe(std::string_view text, int vocabularySize, const std::function<bool()>& cancelled);

} // namespace core
