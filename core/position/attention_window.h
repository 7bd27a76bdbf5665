// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <algorithm>

namespace core {

// Which keys a query sees, apart from none after itself: those fewer than `tokens` back, and the first `sinks` of the
// text at any distance. A window without sinks is the local attention of Beltagy et al. 2020 (arXiv 2004.05150, section
// 3.1); the sinks are those of Xiao et al. 2024 (arXiv 2309.17453, section 3.2), here as a mask: positions stay what
// they are in the text.
struct AttentionWindow
{
    static constexpr Index kUnlimited = Index{1} << 40; // leaves room to add positions to it

    Index tokens = kUnlimited; // >= 1: every query sees itself
    Index sinks = 0;

    bool operator==(const AttentionWindow&) const = default;
    bool isLimited() const { return tokens < kUnlimited; }

    bool sees(Index query, Index key) const { return key <= query && (query - key < tokens || key < sinks); }

    // How many keys of [firstKey, endKey) the query sees.
    Index visible(Index query, Index firstKey, Index endKey) const
    {
        endKey = std::min(endKey, query + 1);
        const Index start = query - tokens + 1;
        return std::max<Index>(0, endKey - std::max(firstKey, start)) +
               std::max<Index>(0, std::min({endKey, sinks, start}) - firstKey);
    }

    // Whether any of the queries [firstQuery, endQuery) sees any of the keys [firstKey, endKey); neither is empty.
    bool anyVisible(Index firstQuery, Index endQuery, Index firstKey, Index endKey) const
    {
        return firstKey < endQuery && (firstKey < sinks || firstQuery - (endKey - 1) < tokens);
    }

    // For a walk over keys in steps of `step` with queries from firstQuery on: `key`, or, if [key, key + step) and more
    // steps are hidden from all of them, the first step that is not.
    Index nextVisible(Index key, Index step, Index firstQuery) const
    {
        const Index start = firstQuery - tokens + 1;
        return key < sinks || key + step > start ? key : key + (start - key) / step * step;
    }

    // The same for a walk downwards over the multiples of `step`; negative when there are no more.
    Index previousVisible(Index key, Index step, Index firstQuery) const
    {
        const Index start = firstQuery - tokens + 1;
        return key < sinks || key + step > start ? key : (sinks + step - 1) / step * step - step;
    }
};

} // namespace core
