// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <cstddef>
#include <string_view>

namespace core {

// How text is cut into the pieces that no merge crosses. Works on any bytes: broken UTF-8 counts as "other" characters.
enum class SplitRule {
    // 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ (Radford et al. 2019)
    Gpt2,
    // An optional space, then characters other than whitespace, ( ) | and .,!?…。，、।۔،; what lies between two such
    // pieces is a piece as well (BLOOM, BigScience 2022).
    Bloom,
    // No cuts: ByteLevel with "use_regex": false.
    Whole
};

// Where the piece that begins at `start` ends: start < result <= text.size(). start < text.size().
// Throws Cancelled soon after cancel() is true: a piece may be all of the text.
std::size_t pieceEnd(std::string_view text, std::size_t start, SplitRule rule, const Cancel& cancel = {});

} // namespace core
