// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/render/map.h"
#include "core/render/value_range.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// One column of the comparison.
struct Column
{
    std::string model;          // "builtin:NAME" or a checkpoint folder
    std::vector<double> slopes; // ALiBi only, one per head; empty: the checkpoint's own
    // Other encoding options that differ from the checkpoint's, see Transformer::withEncodingOptions.
    Json options = Json::object();
    // All of them, slopes included, in that function's vocabulary.
    Json switches() const;
    bool operator==(const Column&) const = default;
};

enum class TextKind { Passage, Typed, File };

struct TextChoice
{
    TextKind kind = TextKind::Passage;
    std::string value; // the passage's id, the text itself, or the file's path
    bool operator==(const TextChoice&) const = default;
};

// What the maps show.
struct MapView
{
    int layer = 0;
    int head = 0;
    Stage stage = Stage::Weights;
    Reduction reduction = Reduction::Peak;
    std::optional<Region> region;     // of the detail map; none: all of it
    bool difference = false;          // the first column shows its map minus the second's
    bool sharedScale = true;          // one colour scale for all columns
    std::optional<ValueRange> limits; // typed by hand; none: from the values
    bool operator==(const MapView&) const = default;
};

// Everything a picture of the window depends on, as plain values: window, command line and session files all write the
// same thing. It says nothing about what the numbers come out as.
struct Setup
{
    std::vector<Column> columns;
    TextChoice text;
    int length = 512; // tokens read; never more than the text has, when it is shown
    MapView view;
    std::uint64_t seed = 1;
    bool operator==(const Setup&) const = default;

    OrderedJson toJson() const;
    // name: the file, for messages. Throws Error naming the field that is wrong. Unknown keys are refused, so that a
    // misspelt one does not go unnoticed.
    static Setup fromJson(const Json& json, std::string_view name);
};

inline constexpr int kShortestLength = 1;
inline constexpr int kLongestLength = 1 << 20;

Stage stageById(std::string_view id); // "content", "bias", "score", "weights"; throws Error
std::string_view idOf(Stage stage);
Reduction reductionById(std::string_view id); // "peak", "mean"; throws Error
std::string_view idOf(Reduction reduction);

} // namespace core
