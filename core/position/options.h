// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <compare>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core {

struct EncodingContext;

// The options of an encoding, its keys of config.json, described as data in the encoding's own file. What refuses a
// wrong value, the window's switches, the command line's help and the README's table are all made from this.
//
// label, about and badge are for people: English, to be shown through translated().

enum class OptionKind {
    Number,  // from smallest to largest
    Whole,   // the same, a whole number
    Flag,    // true or false
    Word,    // one of the choices' words
    Heads,   // a list of numbers, one per head
    HeadSet, // a list of some of the model's heads, [layer, head] each
    Object,  // {typeKey: one of the choices' words, and that choice's fields}
};

// A number in an Object.
struct OptionField
{
    std::string_view key;
    bool whole = false;
    double smallest = 0.0;
    double largest = 0.0;
    Json standard = nullptr; // null: it must be given
    bool optional = false;   // missing is fine, and the encoding has a standard of its own
};

struct OptionChoice
{
    std::string_view word; // as config.json has it
    std::string_view label;
    std::string_view about = {};          // one sentence with its source; empty: nothing to say
    std::string_view badge = {};          // a few words; "{}" is the first field
    std::vector<OptionField> fields = {}; // Object only
};

// Where a control of an option that is off begins when it is switched on.
enum class OptionStart { Standard, TrainingLength, TimesTrainingLength };

struct Option
{
    std::string_view key; // never renamed: files have it
    OptionKind kind = OptionKind::Number;
    std::string_view label;
    std::string_view about; // one sentence: what it does, with its source
    double smallest = 0.0;  // Number, Whole, and each of Heads
    double largest = 0.0;
    Json standard = nullptr;                // what a missing key means; null: off, or standardText
    std::string_view standardText = {};     // a standard that depends on the model, in words
    std::vector<OptionChoice> choices = {}; // Word, Object
    std::string_view typeKey = {};          // Object
    bool isSwitch = false;                  // the window offers to change it on a trained model
    std::string_view badge = {};            // a few words for the badge of a switch; "{}" is the value
    std::string_view unit = {};             // of a number: "tokens"
    bool ofBias = false;                    // means something only where the encoding adds to the scores
    std::string_view needs = {};            // the key of another option without which it does nothing
    OptionStart start = OptionStart::Standard;
};

inline std::span<const Option> noOptions() { return {}; }

// The value given, checked, or the standard (null: none). The context says how many heads and layers there are. Throws
// Error naming the key when the value is not what the option describes.
Json checkedOption(const Option& option, const Json& given, const EncodingContext& context);
// All of them in force. Options without standard that are not given are left out.
Json checkedOptions(std::span<const Option> options, const Json& given, const EncodingContext& context);

// A head of a model; both count from 0.
struct HeadPlace
{
    int layer = 0;
    int head = 0;
    bool operator==(const HeadPlace&) const = default;
    std::strong_ordering operator<=>(const HeadPlace& other) const
    {
        const std::strong_ordering byLayer = layer <=> other.layer;
        return std::is_neq(byLayer) ? byLayer : head <=> other.head;
    }
};

// What a checked HeadSet holds, in order, and as a value: each once, in order; null where there is none.
std::vector<HeadPlace> headsIn(const Json& set);
Json headSet(std::vector<HeadPlace> heads);

// What the option may be, in a line for people: "a number from 0.001 to 1000000", "linear or exponential", …
std::string rangeText(const Option& option);
// What it is when config.json does not say: "1", "linear", "off", "the official slopes", …
std::string standardText(const Option& option);

} // namespace core
