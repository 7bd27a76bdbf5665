// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/options.h"

#include "core/base/error.h"
#include "core/position/position_encoding.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

constexpr std::size_t kLongestShown = 60; // of a wrong value, in a sentence

std::string shown(const Json& value) { return value.dump().substr(0, kLongestShown); }

// NaN is refused, and so is a whole number too large for a double to hold exactly.
void checkNumber(std::string_view key, const Json& value, bool whole, double smallest, double largest)
{
    const bool right = whole ? value.is_number_integer() : value.is_number();
    const double number = right ? value.get<double>() : 0.0;
    if (right && number >= smallest && number <= largest)
        return;
    if (whole)
        throw error("\"{}\" must be a whole number between {} and {}, not {}.", key, smallest, largest, shown(value));
    throw error("\"{}\" must be a number between {} and {}, not {}.", key, smallest, largest, shown(value));
}

std::string quotedWords(const Option& option)
{
    std::string words;
    for (const OptionChoice& choice : option.choices)
        words += (words.empty() ? "\"" : ", \"") + std::string(choice.word) + "\"";
    return words;
}

const OptionChoice* choiceOf(const Option& option, const Json& word)
{
    const auto found = std::find_if(option.choices.begin(), option.choices.end(),
                                    [&](const OptionChoice& choice) { return word == Json(std::string(choice.word)); });
    return found == option.choices.end() ? nullptr : &*found;
}

void checkHeads(const Option& option, const Json& value, int heads)
{
    if (!value.is_array() || value.size() != static_cast<std::size_t>(heads))
        throw error("\"{}\" must be a list of {} numbers, one per head.", option.key, heads);
    for (std::size_t h = 0; h < value.size(); ++h)
        checkNumber(fmt::format("{}[{}]", option.key, h), value[h], false, option.smallest, option.largest);
}

Json checkedHeadSet(const Option& option, const Json& value, const EncodingContext& context)
{
    const auto isBelow = [](const Json& number, int count) {
        return number.is_number_integer() && number.get<double>() >= 0.0 && number.get<double>() < count;
    };
    const bool right = value.is_array() && std::all_of(value.begin(), value.end(), [&](const Json& head) {
                           return head.is_array() && head.size() == 2 && isBelow(head[0], context.layers) &&
                                  isBelow(head[1], context.heads);
                       });
    if (!right)
        throw error(
            "\"{}\" must be a list of heads as [layer, head], layers from 0 to {} and heads from 0 to {}, not {}.",
            option.key, context.layers - 1, context.heads - 1, shown(value));
    return headSet(headsIn(value));
}

// With the standards of the fields that are missing.
Json checkedObject(const Option& option, Json value)
{
    if (!value.is_object() || !value.contains(option.typeKey))
        throw error("\"{}\" must be an object with a \"{}\" of {}, not {}.", option.key, option.typeKey,
                    quotedWords(option), shown(value));
    const OptionChoice* choice = choiceOf(option, value[std::string(option.typeKey)]);
    if (choice == nullptr)
        throw error("\"{}\": \"{}\" must be one of {}, not {}.", option.key, option.typeKey, quotedWords(option),
                    shown(value[std::string(option.typeKey)]));
    for (const auto& item : value.items()) {
        const std::string& key = item.key();
        const bool known = key == option.typeKey || std::any_of(choice->fields.begin(), choice->fields.end(),
                                                                [&](const auto& field) { return field.key == key; });
        if (!known)
            throw error("\"{}\": \"{}\" means nothing to the {} \"{}\".", option.key, key.substr(0, kLongestShown),
                        option.typeKey, choice->word);
    }
    for (const OptionField& field : choice->fields) {
        const std::string key(field.key);
        if (!value.contains(key) && field.standard.is_null() && !field.optional)
            throw error("\"{}\": \"{}\" is missing.", option.key, key);
        if (!value.contains(key) && !field.standard.is_null())
            value[key] = field.standard;
        if (!value.contains(key))
            continue;
        try {
            checkNumber(key, value[key], field.whole, field.smallest, field.largest);
        } catch (const Error& problem) {
            throw error("\"{}\": {}", option.key, problem.sentence());
        }
    }
    return value;
}

// "a, b or c"
std::string alternatives(const Option& option)
{
    std::string text;
    for (const OptionChoice& choice : option.choices) {
        const bool last = &choice == &option.choices.back();
        if (text.empty())
            text = choice.word;
        else
            text = last ? sentence("{} or {}", text, choice.word).translated()
                        : sentence("{}, {}", text, choice.word).translated();
    }
    return text;
}

} // namespace

Json checkedOption(const Option& option, const Json& given, const EncodingContext& context)
{
    const auto found = given.find(option.key);
    if (found == given.end())
        return option.standard;
    const Json& value = *found;
    switch (option.kind) {
    case OptionKind::Number:
    case OptionKind::Whole:
        checkNumber(option.key, value, option.kind == OptionKind::Whole, option.smallest, option.largest);
        return value;
    case OptionKind::Flag:
        if (!value.is_boolean())
            throw error("\"{}\" must be true or false, not {}.", option.key, shown(value));
        return value;
    case OptionKind::Word:
        if (choiceOf(option, value) == nullptr)
            throw error("\"{}\" must be one of {}, not {}.", option.key, quotedWords(option), shown(value));
        return value;
    case OptionKind::Heads:
        checkHeads(option, value, context.heads);
        return value;
    case OptionKind::HeadSet:
        return checkedHeadSet(option, value, context);
    case OptionKind::Object:
        return checkedObject(option, value);
    }
    return value;
}

Json checkedOptions(std::span<const Option> options, const Json& given, const EncodingContext& context)
{
    Json all = Json::object();
    for (const Option& option : options)
        if (Json value = checkedOption(option, given, context); !value.is_null())
            all[std::string(option.key)] = std::move(value);
    return all;
}

std::vector<HeadPlace> headsIn(const Json& set)
{
    std::vector<HeadPlace> heads;
    for (const Json& head : set)
        heads.push_back({head[0].get<int>(), head[1].get<int>()});
    return heads;
}

Json headSet(std::vector<HeadPlace> heads)
{
    std::ranges::sort(heads);
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    Json set;
    for (const HeadPlace& place : heads)
        set.push_back({place.layer, place.head});
    return set;
}

std::string rangeText(const Option& option)
{
    switch (option.kind) {
    case OptionKind::Number:
        return sentence("a number from {} to {}", option.smallest, option.largest).translated();
    case OptionKind::Whole:
        return sentence("a whole number from {} to {}", option.smallest, option.largest).translated();
    case OptionKind::Flag:
        return "true / false";
    case OptionKind::Word:
        return alternatives(option);
    case OptionKind::Heads:
        return sentence("a list of numbers from {} to {}, one per head", option.smallest, option.largest).translated();
    case OptionKind::HeadSet:
        return translated("a list of heads as [layer, head], such as [[0, 3], [1, 2]]");
    case OptionKind::Object: {
        std::string fields; // those that every choice needs
        for (const OptionField& field : option.choices.back().fields)
            if (!field.optional && field.standard.is_null())
                fields += fmt::format(", \"{}\": {}", field.key, std::max(4.0, field.smallest));
        return fmt::format("{{\"{}\": {}{}}}", option.typeKey, alternatives(option), fields);
    }
    }
    return {};
}

std::string standardText(const Option& option)
{
    if (!option.standardText.empty())
        return translated(option.standardText);
    if (option.standard.is_null())
        return translated("off");
    return option.standard.is_string()         ? option.standard.get<std::string>()
           : option.standard.is_number_float() ? fmt::format("{}", option.standard.get<double>()) // 10000, not 10000.0
                                               : option.standard.dump();
}

} // namespace core
