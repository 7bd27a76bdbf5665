// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/render/colour_scale.h"
#include "core/render/map.h"
#include "core/setup/shared_text.h"

#include <cstddef>
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
    // Which of its setup's columns this is: it stays the same wherever the column is moved and whatever its model is
    // changed to. From 1 on; 0: not told apart yet, see Setup::identifyColumns.
    int id = 0;
    // All switches, slopes included, in the vocabulary of `options`.
    Json switches() const;
    bool operator==(const Column&) const = default;
};

enum class TextKind { Passage, Typed, File };

struct TextChoice
{
    TextKind kind = TextKind::Passage;
    SharedText value; // the passage's id, the text itself, or the file's path
    // Of a file: what it held when a session was saved, or in UTF-8 if it is in another encoding; read instead of it.
    SharedText inside = {};
    bool operator==(const TextChoice&) const = default;
};

// Two columns' ids: the first shows its map minus the second's.
struct Difference
{
    int minuend = 0;
    int subtrahend = 0;
    bool operator==(const Difference&) const = default;
};

// What the maps show. Layer and head may be more than a column's model has: it shows its last then.
struct MapView
{
    int layer = 0;
    int head = 0;
    Stage stage = Stage::Weights;
    Reduction reduction = Reduction::Peak;
    std::optional<Region> region; // of the detail map; none: all of it
    std::optional<Difference> difference;
    Scale scale = Scale::Linear;      // as wanted: stages that it does not suit are shown linear, see usableScale()
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

    // Where the column of that id stands.
    std::optional<std::size_t> placeOf(int id) const;
    // Gives every column an id of its own. One without gets its place's from the setup `before`, so that replacing a
    // column's value changes that column instead of making another. A difference of columns that are gone ends.
    void identifyColumns(const Setup& before);

    OrderedJson toJson() const;
    // name: the file, for messages. Throws Error naming the field that is wrong. Unknown keys are refused, so that a
    // misspelt one does not go unnoticed.
    static Setup fromJson(const Json& json, std::string_view name);
};

inline constexpr std::size_t kMostColumns = 4;
inline constexpr int kShortestLength = 1;
inline constexpr int kLongestLength = 1 << 20;

Stage stageById(std::string_view id); // "content", "bias", "score", "weights", "position"; throws Error
std::string_view idOf(Stage stage);
Reduction reductionById(std::string_view id); // "peak", "mean"; throws Error
std::string_view idOf(Reduction reduction);
Scale scaleById(std::string_view id); // "linear", "log", "percentile", "without-first-key"; throws Error
std::string_view idOf(Scale scale);

} // namespace core
