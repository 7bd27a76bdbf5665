// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/map.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace ui {

// Where tokens of a text end, in bytes: what places and lengths of columns with different tokenizers are compared by.
using TokenEnds = std::vector<std::size_t>;

inline TokenEnds tokenEnds(const core::Tokenizer& tokenizer, std::span<const int> tokens)
{
    TokenEnds ends;
    ends.reserve(tokens.size());
    std::size_t end = 0;
    for (const int token : tokens)
        ends.push_back(end += tokenizer.bytesOf(token).size());
    return ends;
}

// How many tokens of `to` hold no more of the text than the first `count` (at least 1) of `from` do; at least one. Both
// of the same text, neither empty.
inline int sameLength(const TokenEnds& from, const TokenEnds& to, int count)
{
    const auto last = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, count)), 1, from.size()) - 1;
    const auto within = std::upper_bound(to.begin(), to.end(), from[last]) - to.begin();
    return std::max(1, static_cast<int>(within));
}

// The token of `to` that holds the first byte of token `position` of `from`.
inline int samePlace(const TokenEnds& from, const TokenEnds& to, int position)
{
    const auto at = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(0, position)), 0, from.size() - 1);
    const std::size_t byte = at == 0 ? 0 : from[at - 1];
    const auto holds = std::upper_bound(to.begin(), to.end(), byte) - to.begin();
    return std::min(static_cast<int>(holds), static_cast<int>(to.size()) - 1);
}

// The cells that hold the same text.
inline core::Region sameRegion(const TokenEnds& from, const TokenEnds& to, const core::Region& region)
{
    const auto place = [&](core::Index at) { return samePlace(from, to, static_cast<int>(at)); };
    const auto span = [&](core::Index first, core::Index count) {
        return std::max<core::Index>(1, place(first + count - 1) - place(first) + 1);
    };
    return {place(region.firstQuery), span(region.firstQuery, region.queries), place(region.firstKey),
            span(region.firstKey, region.keys)};
}

} // namespace ui
