// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// What a text's perplexity came out as, read in pieces of `length` tokens. Numbers are compared only where all of
// `tokens`, `count` and `length` are the same: then they are about the same predictions.
struct TriedPerplexity
{
    std::string tokens;     // hash of what was read (hexOf)
    std::int64_t count = 0; // how many tokens that were
    std::int64_t length = 0;
    double whole = 0.0;
    double first = 0.0; // of the first half, see core/eval/slope_search.h; 0: the text has one piece only
    double rest = 0.0;
    bool operator==(const TriedPerplexity&) const = default;
};

// Slopes, and other switches, that were tried on a model: to compare them, and to return to.
struct TriedSetting
{
    std::string name;
    std::string model;          // hash of its weights
    std::vector<double> slopes; // as Column's: empty: the checkpoint's own
    Json options = Json::object();
    std::vector<TriedPerplexity> perplexities; // of different texts and lengths
    bool operator==(const TriedSetting&) const = default;

    OrderedJson toJson() const;
    // name, where: see Fields. Throws Error naming the field that is wrong.
    static TriedSetting fromJson(const Json& json, std::string_view name, std::string where);
};

inline constexpr std::size_t kMostTriedSettings = 500;
inline constexpr std::size_t kMostTriedPerplexities = 50;

} // namespace core
