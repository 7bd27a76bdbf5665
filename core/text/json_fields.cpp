// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/json_fields.h"

#include "core/base/error.h"

namespace core {
namespace {

constexpr int deepestJson = 32;
constexpr int mostJsonValues = 4'000'000;

} // namespace

std::string shortened(std::string_view text)
{
    constexpr std::size_t longest = 80;
    if (text.size() <= longest)
        return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not inside a character
        --end;
    return std::string(text.substr(0, end)) + "…";
}

Json parsedJson(std::string_view text, std::string_view name)
{
    if (text.size() > largestTokenizerJson)
        throw error("{}: {} bytes are too many for a tokenizer.json, the limit is {}.", name, text.size(),
                    largestTokenizerJson);
    int values = 0;
    const auto check = [&](int depth, Json::parse_event_t event, const Json&) {
        if (depth > deepestJson)
            throw error("{}: nested deeper than {} levels; this is no tokenizer.json.", name, deepestJson);
        const bool end = event == Json::parse_event_t::object_end || event == Json::parse_event_t::array_end;
        if (!end && ++values > mostJsonValues)
            throw error("{}: more than {} values; this is no tokenizer.json.", name, mostJsonValues);
        return true;
    };
    try {
        return Json::parse(text, check);
    } catch (const Json::exception& failure) {
        throw error("{}: not valid JSON ({}).", name, shortened(failure.what()));
    }
}

Fields::Fields(const Json& object, std::string where, std::string_view name)
    : m_object(object)
    , m_where(std::move(where))
    , m_name(name)
{
    if (!object.is_object())
        throw error("{}: {} must be an object.", name, m_where.empty() ? "the file" : '"' + m_where + '"');
}

const Json* Fields::find(const char* key) const
{
    const auto place = m_object.find(key);
    return place == m_object.end() || place->is_null() ? nullptr : &*place;
}

const Json& Fields::require(const char* key) const
{
    const Json* value = find(key);
    if (!value)
        throw error("{}: \"{}\" is missing.", m_name, path(key));
    return *value;
}

bool Fields::boolean(const char* key, bool missing) const
{
    const Json* value = find(key);
    if (value && !value->is_boolean())
        throw error("{}: \"{}\" must be true or false.", m_name, path(key));
    return value ? value->get<bool>() : missing;
}

std::string Fields::text(const char* key) const
{
    const Json* value = find(key);
    if (value && !value->is_string())
        throw error("{}: \"{}\" must be a string.", m_name, path(key));
    return value ? value->get<std::string>() : std::string();
}

void Fields::refuseTrue(const char* key, const char* why) const
{
    if (boolean(key, false))
        throw error("{}: \"{}\" is true, which is not supported ({}).", m_name, path(key), why);
}

std::string Fields::path(const char* key) const { return m_where.empty() ? key : m_where + "." + key; }

} // namespace core
